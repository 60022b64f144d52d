"""What somebody had typed when the connection broke: kept for a day, for that person, and offered once.

A draft holds what a form holds, patients' data among it. It lies in the state folder of the account, apart
from the ledger, readable by that account only; each file is for one person of one ledger and is taken away
when it is offered.
"""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

from protocols.entries import Person
from store.location.regular_file import read_regular
from store.location.where import Where

KEPT_FOR = timedelta(days=1)
"""After so long a draft is thrown away: what was true of a patient then may not be now."""


class Draft(msgspec.Struct, frozen=True):
    """A form as it stood at an instant (UTC), and the version of the patient's record it was filled in on.

    `entry` is the id under which it may have been recorded as the connection broke, "" when nobody tried.
    `faults` says how often a fault of the program ended it.
    """

    form: str
    made_with: tuple[str, ...]
    patient: str
    values: dict[str, list[tuple[str, str]]]
    version: int
    at: datetime
    entry: str = ""
    faults: int = 0


class Drafts:
    """The drafts of one account. Whatever goes wrong with them never keeps anybody from the ward."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, ledger: Where, person: Person, draft: Draft) -> None:
        """Keep `draft` for `person`."""
        path = self._folder / f"draft-{_key(ledger, person)}-{uuid.uuid4().hex}.json"
        part = path.with_suffix(".part")
        with suppress(OSError):
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as file:
                file.write(msgspec.json.encode(draft))
            os.replace(part, path)

    def take(
        self,
        ledger: Where,
        person: Person,
        now: datetime,
        between: tuple[datetime, datetime] | None = None,
    ) -> Draft | None:
        """The newest draft of `person`, which is then gone; None when there is none.

        `between`: the newest of those from the first instant on and before the second.
        """
        self.tidy(now)
        found = [(draft, path) for path, draft in self._all() if path.name.startswith(_name(ledger, person))]
        if between is not None:
            found = [one for one in found if between[0] <= one[0].at < between[1]]
        if not found:
            return None
        draft, path = max(found, key=lambda one: one[0].at)
        with suppress(OSError):
            path.unlink()  # Whoever takes the file away has it: two sessions never offer the same.
            return draft
        return None

    def tidy(self, now: datetime) -> None:
        """Throw away what is too old, of anybody, and what cannot be read."""
        for path in self._files("draft-*"):
            draft = _read(path)
            if draft is None or not timedelta(0) <= now.astimezone(UTC) - draft.at <= KEPT_FOR:
                with suppress(OSError):
                    path.unlink()

    def _all(self) -> list[tuple[Path, Draft]]:
        read = [(path, _read(path)) for path in self._files("draft-*.json")]
        return [(path, draft) for path, draft in read if draft is not None]

    def _files(self, pattern: str) -> list[Path]:
        with suppress(OSError):
            return list(self._folder.glob(pattern))
        return []


def _key(ledger: Where, person: Person) -> str:
    whose = "\0".join((str(ledger.resolve()), person.initials, person.name, person.role))
    return sha256(whose.encode()).hexdigest()[:24]


def _name(ledger: Where, person: Person) -> str:
    return f"draft-{_key(ledger, person)}-"


def _read(path: Path) -> Draft | None:
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(read_regular(path), type=Draft)
    return None
