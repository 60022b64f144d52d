"""A crash or an error at any instant of a rollover: one of the two files is in force, and nothing is lost."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest

from store.errors import LedgerError
from store.files.disk import Disk, write_new
from store.files.log_file import LogFile
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.store.helpers.crashes import CLOCK
from tests.store.helpers.sim import LEDGER, SECTOR, SimDisk, SimFile, after_power_cut
from tests.store.helpers.ward import MRN, NURSE, ZONE, add, admission, note

NEW = LEDGER.with_name("ward-0002.json")
AFTER = "recorded in the new file"
DEEP = bool(os.environ.get("STEPWARD_TEST_DEEP"))
"""Look at each of the 512 alignments, which takes many minutes."""


@dataclass
class Moment:
    """The disk as a crash finds it. `unsynced` are new names that are not on the medium yet."""

    files: dict[Path, SimFile]
    unsynced: dict[Path, Path | None]
    acknowledged: list[str]
    writing: tuple[Path, int, bytes] | None = None


@dataclass
class Tally:
    """What was looked at, and what did not hold."""

    states: set[tuple[object, ...]] = field(default_factory=set)
    left_over: int = 0
    violations: list[str] = field(default_factory=list)


@pytest.fixture(autouse=True)
def small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.log.layout.AHEAD", 1024)


def opened(disk: SimDisk) -> Ledger:
    return Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True)


def base(filler: int = 0) -> dict[Path, SimFile]:
    """A ledger of a few entries whose end lies `filler` bytes further on."""
    disk = SimDisk()
    del disk.files[LEDGER]
    with Ledger.create(LEDGER, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk) as ledger:
        ledger.append(admission(CLOCK(), id="admission"), 0)
        ledger.append(note("x" * (1 + filler), CLOCK(), id="before"), 2)
    return disk.files


def moments(files: dict[Path, SimFile]) -> list[Moment]:
    """Roll over, and record one entry in the new file; the disk before each call, and after the last."""
    disk, found = SimDisk(), list[Moment]()
    disk.files = {path: file.copy() for path, file in files.items()}
    unsynced: dict[Path, Path | None] = {}
    acknowledged = ["admission", "before"]

    def note_moment(call: str, path: Path, data: bytes, offset: int) -> None:
        if call in ("read", "lock"):
            return
        copied = {name: file.copy() for name, file in disk.files.items()}
        writing = (path, offset, data) if call == "write" else None
        found.append(Moment(copied, dict(unsynced), list(acknowledged), writing))
        if call == "publish":
            unsynced[path] = None
        if call == "sync folder":
            unsynced.clear()

    with opened(disk) as ledger:
        disk.before = note_moment
        ledger.roll_over(NURSE)
        note_moment("told", LEDGER, b"", 0)
        acknowledged.append(ledger.append(note(AFTER, CLOCK(), id="after"), 3).id)
    note_moment("told", LEDGER, b"", 0)
    return found


def disks(moment: Moment) -> Iterator[dict[Path, bytes]]:
    """Every disk this moment can leave behind: killed in the middle of the write, or without power."""
    contents: dict[Path, list[bytes | None]] = {}
    for path, file in moment.files.items():
        if path.suffix == ".part":
            contents[path] = [file.content, None]
        elif moment.writing is not None and moment.writing[0] == path:
            contents[path] = [content for cut in cuts(file, *moment.writing[1:]) for content in states(cut)]
        else:
            contents[path] = states(file)
        if path in moment.unsynced:
            contents[path] = [*contents[path], None]
    for chosen in product(*contents.values()):
        yield {path: data for path, data in zip(contents, chosen, strict=True) if data is not None}


def states(file: SimFile) -> list[bytes | None]:
    return [file.content, *after_power_cut(file)] if file.pending else [file.content]


def cuts(file: SimFile, offset: int, data: bytes) -> Iterator[SimFile]:
    edges = {edge + by for edge in range(-offset % SECTOR, len(data), SECTOR) for by in (-1, 0, 1)}
    for length in sorted({*range(9), *range(len(data) - 8, len(data) + 1)} | edges):
        if 0 <= length <= len(data):
            copy = file.copy()
            copy.write(offset, data[:length])
            yield copy


def look_at(found: list[Moment]) -> Tally:
    tally = Tally()
    for moment in found:
        for files in disks(moment):
            check(files, moment.acknowledged, tally)
    return tally


def check(files: dict[Path, bytes], acknowledged: list[str], tally: Tally) -> None:
    """Open the ledger in this state, and look at all that must hold."""
    state = (tuple(sorted(files.items())), len(acknowledged))
    if state in tally.states:
        return
    tally.states.add(state)
    disk = SimDisk()
    disk.files = {path: SimFile(content) for path, content in files.items()}
    try:
        with opened(disk) as ledger:
            assert not ledger.problem, ledger.problem
            stored = [entry.id for entry in ledger.record(MRN).entries]
            assert stored[: len(acknowledged)] == acknowledged, f"lost: {stored}"
            assert stored[len(acknowledged) :] in ([], ["after"]), f"turned up: {stored}"
            before = ledger.position
            again = ledger.append(note("x", CLOCK(), id=stored[-1]), ledger.record(MRN).version)
            assert (again.id, ledger.position) == (stored[-1], before), "the same key press twice"
            add(ledger, "next", CLOCK(), MRN)
            for path in ledger.files:
                assert json.loads(disk.files[path].content)["entries"]
                assert disk.files[path].pending == []
            left = ledger.left_over()
            tally.left_over += bool(left)
            assert ledger.roll_over(NURSE).made
        report = verify(LEDGER, disk=disk)
        assert report.ok, report.findings
        assert {path for path in left if path.suffix != ".part"} <= set(report.left_over)
    except (AssertionError, LedgerError, ValueError) as error:
        tally.violations.append(str(error))


@pytest.mark.parametrize("filler", range(0, SECTOR, 1 if DEEP else 43))
def test_at_any_instant_one_file_is_in_force_and_nothing_is_lost(filler: int) -> None:
    tally = look_at(moments(base(filler)))
    assert tally.violations == []
    assert len(tally.states) > 30
    assert tally.left_over > 15


def test_a_new_file_that_was_not_brought_to_the_medium_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsynced(disk: Disk, path: Path, parts: Iterator[bytes], like: Path | None = None) -> None:
        write_new(disk, path, parts, like)
        assert isinstance(disk, SimDisk)
        disk.files[path] = SimFile(b"", [(0, disk.files[path].content)])

    monkeypatch.setattr(f"{__name__}.after_power_cut", lambda file: [file.durable])
    monkeypatch.setattr("store.files.engine.write_new", unsynced)
    assert any(
        "does not begin like a ledger" in violation for violation in look_at(moments(base())).violations
    )


def test_a_name_that_was_not_brought_to_the_medium_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    files = base()
    monkeypatch.setattr(SimDisk, "sync_folder", lambda self, folder: None)
    found = moments(files)
    monkeypatch.undo()
    monkeypatch.setattr("store.log.layout.AHEAD", 1024)
    assert any("There is no such file" in violation for violation in look_at(found).violations)


def test_going_on_without_bringing_the_link_to_the_medium_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert crossed() == []
    monkeypatch.setattr(LogFile, "settle", lambda self: setattr(self, "_room", 1 << 20))
    monkeypatch.setattr("store.files.opening._sync", lambda disk, path: None)
    assert any("lost" in violation for violation in crossed())


def crossed() -> list[str]:
    """A session is killed before its link was synced; others go on in the new file; then the power is cut."""
    wrong = list[str]()
    for how in ("has it open", "opens it"):
        *_, unsynced = (
            moment
            for moment in moments(base())
            if NEW in moment.files and moment.files[LEDGER].pending and "after" not in moment.acknowledged
        )
        disk = SimDisk()
        disk.files = {path: file.copy() for path, file in unsynced.files.items()}
        linked, disk.files[LEDGER] = disk.files[LEDGER], SimFile(disk.files[LEDGER].durable)
        if how == "opens it":
            disk.files[LEDGER] = linked
        with opened(disk) as other:
            for offset, data in linked.pending if how == "has it open" else ():
                disk.files[LEDGER].write(offset, data)
            kept = other.append(note(AFTER, CLOCK(), id="after"), 3)
        for content in after_power_cut(disk.files[LEDGER]):
            after = SimDisk()
            after.files = {path: SimFile(file.durable) for path, file in disk.files.items()}
            after.files[LEDGER] = SimFile(content)
            with opened(after) as found:
                if found.record(MRN).entries[-1] != kept:
                    wrong.append(f"lost for one who {how}")
    return wrong


CALLS = ("create", "write", "share", "sync", "publish", "sync folder", "lock", "read")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["full", "input/output"])
@pytest.mark.parametrize("call", CALLS)
def test_an_error_at_any_call_leaves_one_file_in_force(call: str, code: int) -> None:
    nth = 0
    while fails_at(call, nth, code):
        nth += 1
    assert nth, "no such call was made"


def fails_at(call: str, nth: int, code: int) -> bool:
    """Whether the n-th call of a rollover failed; then what must hold was looked at."""
    disk, seen = SimDisk(), 0
    disk.files = base()

    def before(name: str, path: Path, data: bytes, offset: int) -> None:
        nonlocal seen
        if name == call:
            seen += 1
            if seen == nth + 1:
                raise OSError(code, os.strerror(code))

    with opened(disk) as ledger, opened(disk) as other:
        disk.before = before
        with contextlib.suppress(LedgerError):
            ledger.roll_over(NURSE)
        disk.before = lambda *_: None
        kept = add(other, "of another session", CLOCK(), MRN)
        ledger.refresh()
        if not ledger.problem:
            assert add(ledger, "and of this one", CLOCK(), MRN).number == kept.number + 1
    with opened(disk) as fresh:
        assert [entry.id for entry in fresh.record(MRN).entries[:2]] == ["admission", "before"]
        assert fresh.record(MRN).entries[2] == kept
    assert verify(LEDGER, disk=disk).ok
    return seen > nth
