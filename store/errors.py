"""What can stop the ledger, each in sentences for the person at the keyboard: what happened, what to do."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from protocols.entries import Entry
from protocols.values.text import visible
from store import __version__
from store.location.where import Where

_CAUSES = {
    errno.ENOENT: "There is no such file.",
    errno.EISDIR: "There is a folder of that name.",
    errno.ENXIO: "What has that name is no file, but a pipe or a device.",
    errno.ENOSPC: "The disk is full. Free some space and record it again.",
    getattr(errno, "EDQUOT", -1): "Your share of the disk is used up. Free some space and record it again.",
    errno.EFBIG: "The file may not grow any more on this computer. Ask whoever looks after it.",
    errno.EROFS: "The disk can only be read at the moment. Ask whoever looks after the computer.",
    errno.EACCES: "You may no longer write to the file. Ask whoever looks after the computer.",
    errno.EPERM: "You may no longer write to the file. Ask whoever looks after the computer.",
    errno.EIO: "The disk reported an error. Record it again; if it happens again, use another computer.",
}


def cause(error: OSError) -> str:
    """What an error of the operating system means, and what to do."""
    return _CAUSES.get(error.errno or 0, f"The computer said: {error.strerror or error}.")


class LedgerError(Exception):
    """Base of everything that can stop the ledger. `str()` is fit to be shown."""


class NoSuchLedger(LedgerError):
    """There is no ledger file where it was expected, or it cannot be opened."""

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(f"The ledger {path} cannot be opened. {why}")


class NotBegun(NoSuchLedger):
    """There is a place for a ledger, and none has begun in it."""


class AlreadyThere(LedgerError):
    """A new file was to be made where there is one already."""

    def __init__(self, path: Where, kind: str = "a file") -> None:
        super().__init__(f"There is {kind} {path} already. It was left as it is; name another place.")


class NotALedger(LedgerError):
    """The file is something else, or not even its first entry can be read."""

    def __init__(self, path: Where) -> None:
        super().__init__(
            f"{path} does not begin like a ledger: it is another file, or its beginning was lost. "
            "It was left as it is. Restore a backup, or name another file."
        )


class Busy(LedgerError):
    """Another session held the file for longer than the time limit. Nothing was recorded."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"NOT RECORDED: another session has kept the ledger in use for {seconds:g} seconds. "
            "Try again. If it stays so, a session has stopped in the middle: close it."
        )


class Changed(LedgerError):
    """Others recorded something for this patient after the decision was made. Nothing was recorded."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__(
            "NOT RECORDED: the patient's record has changed meanwhile. Look at what is new and decide again."
        )
        self.entries = entries
        """What was recorded for this patient since then, in order."""


class NotSaved(LedgerError):
    """The entry could not be put on disk."""

    def __init__(self, why: str, *, certain: bool = True) -> None:
        if certain:
            told = f"NOT RECORDED: the entry could not be saved. {why}"
        else:
            told = f"NOT SAVED FOR CERTAIN: look at the record before you enter it again. {why}"
        super().__init__(told)
        self.certain = certain
        """False when the disk failed in a way that leaves it open whether the entry was kept."""


class Outrun(LedgerError):
    """Nothing was recorded, because something else happened first. It is looked at, and tried again."""


class Unreachable(LedgerError):
    """The database cannot be reached at the moment."""


class MissingDriver(LedgerError):
    """What a database needs is not installed."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "The ledger is in a PostgreSQL database, for which Stepward needs the driver psycopg. "
            f"Install it: pip install 'stepward[postgres]'. (Python said: {why}.)"
        )


class Damaged(LedgerError):
    """Entry `number` or what follows it is not as it was recorded. Entries before it are good."""

    def __init__(self, path: Where, number: int) -> None:
        super().__init__(
            f"The ledger {path} is damaged: what stands after entry {number - 1} is not what was recorded "
            f"there. Entries 1 to {number - 1} are good and can be read. Nothing more can be recorded in "
            "it: keep it as it is, and restore the last backup."
        )
        self.number = number


class NewerFormat(LedgerError):
    """The file was written by a newer version and holds what this one does not know."""

    def __init__(self, path: Where, what: str) -> None:
        super().__init__(
            f"The ledger {path} was written by a newer Stepward than this one ({__version__}): {what}. "
            "Nothing was changed, and nothing is lost. Update Stepward on this computer."
        )


class UnknownZone(LedgerError):
    """The ward's clocks show the time of a zone that this computer does not know: no time can be told."""

    def __init__(self, path: Where, zone: str) -> None:
        super().__init__(
            f"The ledger {path} is of a ward in the time zone {visible(zone) or '?'}, which this "
            "computer does not know: no time in it can be told. Nothing was changed. Bring the time zones of "
            "the computer up to date (tzdata); if that is no zone anywhere, restore the last backup."
        )


class LeftOut(LedgerError):
    """What stands at entry `number` has the right hash and cannot be read here: it is left out."""


class NotAnEntry(LeftOut):
    """... because it is nothing that any Stepward writes."""

    def __init__(self, path: Where, number: int, why: str) -> None:
        super().__init__(
            f"What stands in the ledger {path} as entry {number} is no entry ({why}). Stepward did not "
            "write it, and leaves it out. Everything else can be read."
        )


class NewerEntry(LeftOut):
    """... because a newer version wrote it. It is of `patient`, whose record cannot be told without it."""

    def __init__(self, number: int, told: str, patient: str) -> None:
        super().__init__(f"Entry {number} was {told} {USE_THE_NEWER}")
        self.told, self.patient = told, patient


USE_THE_NEWER = (
    "With this one nothing can be recorded, and that record not be shown; nothing is lost, and the others "
    "can be read. Update Stepward on this computer."
)


class ReadOnly(LedgerError):
    """The ledger was opened for reading, or can only be read."""

    def __init__(self, why: str) -> None:
        super().__init__(f"NOT RECORDED: the ledger can only be read. {why}")


class NotCopied(LedgerError):
    """A backup or a restored file could not be made."""

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(f"The copy {path} could not be made. Do not rely on it. {why}")


class NotMoved(LedgerError):
    """A ledger was not moved, or not to the end."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The ledger was not moved. {why}")


class NetworkShare(LedgerError):
    """The file is, or would be, on another computer."""

    def __init__(self, path: Where, kind: str) -> None:
        super().__init__(
            f"{path} is on a network share ({kind}). Computers that write there at once can lose entries, "
            "so the ledger must be on a disk of the computer Stepward runs on. People on other computers can "
            "sign on to that one. To use it all the same, at your own risk: stepward --on-share."
        )


class Replaced(LedgerError):
    """The file under its name is no longer the one that was opened, or knows less than it did."""

    def __init__(self, path: Where) -> None:
        super().__init__(
            f"The ledger {path} was moved, deleted or replaced while it was open. "
            "Nothing more is recorded in it. Close Stepward and start it again."
        )


class FileMissing(LedgerError):
    """A file of the ledger is not beside the other one that names it, or cannot be opened."""

    def __init__(self, path: Where, named_by: Where, why: str) -> None:
        super().__init__(
            f"The ledger has a part in the file {path}, which cannot be opened. {why} "
            f"Put it back beside {named_by.name}, or restore the last backup."
        )


class BadExport(LedgerError):
    """A file that was to be imported is not as it was exported. Nothing of it is used."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        where = f"line {line}: " if line else ""
        super().__init__(
            f"Nothing was imported. {path}, {where}{why.rstrip('.')}. Have it exported again, and compare "
            "the head that is shown there."
        )
        self.line = line
        """The line that is wrong, counted from 1; 0 for the file itself."""


class Unusable(LedgerError):
    """The ledger is not whole; the words are those of what was found wrong."""


class NotLinked(LedgerError):
    """Two files of the ledger do not fit each other."""

    def __init__(self, older: Where, newer: Where) -> None:
        super().__init__(
            f"The file {newer} does not go on from where {older.name} ends: one of them is not the file it "
            "was. Keep both as they are, and restore the last backup."
        )


class Unreadable(LedgerError):
    """The disk or the system keeps the file from being read."""

    def __init__(self, path: Where, why: str) -> None:
        super().__init__(f"The ledger {path} cannot be read at the moment. {why}")


@contextmanager
def disk_errors(told: Callable[[str], LedgerError]) -> Iterator[None]:
    """Turn an error of the operating system into the LedgerError that `told` makes of its meaning."""
    try:
        yield
    except OSError as error:
        raise told(cause(error)) from error
