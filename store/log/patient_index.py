"""Which entries belong to which patient, found in the raw lines without reading them whole."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import get_args

import msgspec

from protocols.entries import What
from store.log import codec, layout

_PATIENT = re.compile(rb'"patient":"((?:[^"\\]|\\.)*)","recorded":"')
"""Keys are sorted, and quotes within texts are escaped: this stands on each line, its own patient first."""

_KIND = re.compile(rb'"kind":"([^"]*)"')
_KNOWN = frozenset(kind.__struct_config__.tag.encode() for kind in get_args(What))
KNOWN_KINDS = sha256(b" ".join(sorted(_KNOWN))).hexdigest()
"""Tells one version from another that knows other kinds of entry."""


class UnknownKind(ValueError):
    """A kind of entry, or an entry, that this version does not know."""


class _Whose(msgspec.Struct):
    patient: str


class PatientIndex:
    """Numbers of entries by patient."""

    def __init__(self) -> None:
        self.strange: dict[int, str] = {}
        """Why what stands under these numbers is no entry, as far as anybody looked."""
        self._by_bytes: dict[bytes, array[int]] = {}
        self._by_name: dict[str, array[int]] = {}

    def add(self, first: int, lines: list[bytes], *, whole: bool = False) -> None:
        """Take in good lines; `first` is the number of the first. UnknownKind, and nothing taken in.

        `whole` reads each of them whole, and so finds a newer version by a field too, not by a kind alone.
        """
        text = b"\n".join(lines)
        patients = _PATIENT.findall(text)
        if whole or len(patients) != len(lines) or set(_KIND.findall(text)) - _KNOWN:
            self._add_each(first, lines, whole)
            return
        for number, patient in enumerate(patients, first):
            self._note(number, patient)

    def _add_each(self, first: int, lines: list[bytes], whole: bool) -> None:
        """Entries that are carried over stand within a line, behind its own; some lines are no entries."""
        numbered = list(enumerate(lines, first))
        strange = {number: why for number, line in numbered if (why := _strange(number, line, whole))}
        self.strange |= strange
        for number, line in numbered:
            found = _PATIENT.search(line)
            patient = found[1] if found and number not in strange else _whose(number, line)
            if patient is not None:
                self._note(number, patient)

    def _note(self, number: int, patient: bytes) -> None:
        found = self._by_bytes.get(patient)
        if found is None:
            found = self._by_bytes[patient] = array("I")
            self._by_name[json.loads(b'"%s"' % patient)] = found
        found.append(number)

    def owners(self) -> list[array[int]]:
        """The numbers of each patient's entries, in the order of their first ones."""
        return list(self._by_bytes.values())

    def restore(self, owners: Iterable[array[int]], line: Callable[[int], bytes]) -> None:
        """Take in what `owners` gave for the same lines; `line` gives one by its number."""
        for numbers in owners:
            found = _PATIENT.search(line(numbers[0]))
            assert found, "a line that is no entry has no part in this"
            self._by_bytes[found[1]] = self._by_name[json.loads(b'"%s"' % found[1])] = numbers

    def of(self, patient: str) -> Sequence[int]:
        """The numbers of a patient's entries, in order."""
        return self._by_name.get(patient, ())

    def changed(self, seen: Mapping[str, int]) -> tuple[list[str], dict[str, int]]:
        """The patients whose last entry has another number than in `seen`, and who are not here any more;
        and what is seen now.
        """
        now = {name: numbers[-1] for name, numbers in self._by_name.items() if name}
        found = [name for name, number in now.items() if seen.get(name) != number]
        return [*found, *(name for name in seen if name not in now)], now

    def patients(self) -> list[str]:
        """Every patient, in the order of their first entries."""
        return [name for name in self._by_name if name]


def _strange(number: int, line: bytes, whole: bool) -> str:
    """Why a line is no entry, "" where it is one. UnknownKind where a newer version may know it."""
    unknown = set(_KIND.findall(line)) - _KNOWN
    is_entry = not unknown and bool(_PATIENT.search(line))
    if is_entry and not whole:
        return ""
    try:
        codec.decode(layout.body_of(number, line))
    except codec.NoEntry as error:
        return str(error)
    except ValueError as error:
        why = f"entry {number} cannot be read ({error})"
        raise UnknownKind(
            f"it has entries of the kind {min(unknown).decode()}" if unknown else why
        ) from error
    if is_entry:
        return ""
    raise UnknownKind("it has entries of another shape")


def _whose(number: int, line: bytes) -> bytes | None:
    """The patient whom a line that is no entry names nevertheless, None where it names nobody."""
    try:
        patient = msgspec.json.decode(layout.body_of(number, line), type=_Whose).patient
    except (ValueError, RecursionError):
        return None
    return json.dumps(patient)[1:-1].encode()
