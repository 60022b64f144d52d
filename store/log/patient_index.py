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
from store.log import layout
from store.log.strange import Strange, strange

_PATIENT = re.compile(rb'"patient":"((?:[^"\\]|\\.)*)","recorded":"')
"""Keys are sorted, and quotes within texts are escaped: this stands on each line, its own patient first."""

_KIND = re.compile(rb'"kind":"([^"]*)"')
_KNOWN = frozenset(kind.__struct_config__.tag.encode() for kind in get_args(What))
KNOWN_KINDS = sha256(b" ".join(sorted(_KNOWN))).hexdigest()
"""Tells one version from another that knows other kinds of entry."""


FEW = 200
"""So many lines are read whole in a few milliseconds."""


class UnknownEntry(ValueError):
    """An entry that a newer version wrote, while this one was following."""


class _Whose(msgspec.Struct):
    patient: str


class _Seen(dict[str, int]):
    """The number of each patient's last entry, as an index gave it when so many entries were noted."""

    def __init__(self, now: dict[str, int], by: PatientIndex, noted: int) -> None:
        super().__init__(now)
        self.by, self.noted = by, noted


class PatientIndex:
    """Numbers of entries by patient."""

    def __init__(self) -> None:
        self.strange: dict[int, Strange] = {}
        """Why what stands under these numbers is left out, as far as anybody looked."""
        self._by_bytes: dict[bytes, array[int]] = {}
        self._by_name: dict[str, array[int]] = {}
        self._asked = False
        self._noted: list[str] = []
        """Whose each entry was since `changed` was asked for the first time."""

    def add(self, first: int, lines: list[bytes], *, following: bool = False) -> None:
        """Take in good lines; `first` is the number of the first.

        A few, and those that are `following`, are read whole, and so a newer version is found by a field too,
        not by a kind alone. There it is UnknownEntry, and nothing is taken in.
        """
        text = b"\n".join(lines)
        patients = _PATIENT.findall(text)
        whole = following or len(lines) <= FEW
        if whole or len(patients) != len(lines) or set(_KIND.findall(text)) - _KNOWN:
            self._add_each(first, lines, whole, following)
            return
        for number, patient in enumerate(patients, first):
            self._note(number, patient)

    def add_own(self, number: int, line: bytes) -> None:
        """Take in the line of an entry that this process made, and has read as others will."""
        found = _PATIENT.search(line)
        assert found, "every entry says whose it is"
        self._note(number, found[1])

    def _add_each(self, first: int, lines: list[bytes], whole: bool, following: bool) -> None:
        """Entries that are carried over stand within a line, behind its own; some lines are no entries."""
        numbered = list(enumerate(lines, first))
        found = {number: why for number, line in numbered if (why := _strange(number, line, whole))}
        newer = [number for number, why in found.items() if why.newer]
        if following and newer:
            raise UnknownEntry(found[newer[0]].words(newer[0]))
        self.strange |= found
        for number, line in numbered:
            named = _PATIENT.search(line)
            patient = None if named and number not in self.strange else _whose(number, line)
            patient = named[1] if named and patient is None else patient
            if patient is not None:
                self._note(number, patient)

    def _note(self, number: int, patient: bytes) -> None:
        found = self._by_bytes.get(patient)
        if found is None:
            found = self._by_bytes[patient] = array("I")
            self._by_name[_text(patient)] = found
        found.append(number)
        if self._asked:
            self._noted.append(_text(patient))

    def owners(self) -> list[array[int]]:
        """The numbers of each patient's entries, in the order of their first ones."""
        return list(self._by_bytes.values())

    def restore(self, owners: Iterable[array[int]], line: Callable[[int], bytes]) -> None:
        """Take in what `owners` gave for the same lines; `line` gives one by its number."""
        for numbers in owners:
            found = _PATIENT.search(line(numbers[0]))
            assert found, "a line that is no entry has no part in this"
            self._by_bytes[found[1]] = self._by_name[_text(found[1])] = numbers

    def of(self, patient: str) -> Sequence[int]:
        """The numbers of a patient's entries, in order."""
        return self._by_name.get(patient, ())

    def changed(self, seen: Mapping[str, int]) -> tuple[list[str], dict[str, int]]:
        """The patients whose last entry has another number than in `seen`, and who are not here any more;
        and what is seen now. Where that is what was given here before, only what came since is gone through.
        """
        if isinstance(seen, _Seen) and seen.by is self:
            new = dict.fromkeys(filter(None, self._noted[seen.noted :]))
            return list(new), self._seen({**seen, **{name: self._by_name[name][-1] for name in new}})
        now = {name: numbers[-1] for name, numbers in self._by_name.items() if name}
        found = [name for name, number in now.items() if seen.get(name) != number]
        return [*found, *(name for name in seen if name not in now)], self._seen(now)

    def _seen(self, now: dict[str, int]) -> _Seen:
        self._asked = True
        return _Seen(now, self, len(self._noted))

    def patients(self) -> list[str]:
        """Every patient, in the order of their first entries."""
        return [name for name in self._by_name if name]


def _text(escaped: bytes) -> str:
    """What stands between the quotes of a text in JSON. Most hospital numbers stand there as they are."""
    return json.loads(b'"%s"' % escaped) if b"\\" in escaped else escaped.decode()


def _strange(number: int, line: bytes, whole: bool) -> Strange | None:
    shaped = bool(_PATIENT.search(line))
    if shaped and not whole and not set(_KIND.findall(line)) - _KNOWN:
        return None
    found = strange(layout.body_of(number, line))
    return found or (None if shaped else Strange("it does not say whose it is, and when"))


def _whose(number: int, line: bytes) -> bytes | None:
    """The patient whom a line that is no entry names nevertheless, None where it names nobody."""
    try:
        patient = msgspec.json.decode(layout.body_of(number, line), type=_Whose).patient
    except (ValueError, RecursionError):
        return None
    return json.dumps(patient)[1:-1].encode()
