"""The theme each person has chosen for the screens, kept in the state folder of the account.

Several people may share an account, as with SSH keys that open Stepward for one person each: the theme is a
person's, not the account's. The sign-on, where nobody is known yet, has the theme that was chosen last.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from protocols.entries import Person
from store.location.regular_file import read_regular

_ANYBODY = ""


class Preferences:
    """The preferences of one account, by person. No fault in them keeps anybody from the ward."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "looks.json"

    def of(self, person: Person | None = None) -> str:
        """The theme `person` has chosen, or anybody did last; "" for none."""
        return self._read().get(_key(person), "")

    def keep(self, theme: str, person: Person | None) -> None:
        """Remember that `person` has chosen `theme`."""
        kept = self._read() | {_key(person): theme, _ANYBODY: theme}
        part = self._file.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            part.write_bytes(msgspec.json.encode(kept))
            os.replace(part, self._file)

    def _read(self) -> dict[str, str]:
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            return msgspec.json.decode(read_regular(self._file), type=dict[str, str])
        return {}


def _key(person: Person | None) -> str:
    """Nobody's name is written down where it need not be."""
    if person is None:
        return _ANYBODY
    return sha256("\0".join((person.initials, person.name, person.role)).encode()).hexdigest()[:24]
