"""Which entries belong to which patient, found in the raw lines without reading them whole."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Sequence
from typing import get_args

from protocols.entries import What

_PATIENT = re.compile(rb'"patient":"((?:[^"\\]|\\.)*)","recorded":"')
"""Keys are sorted, and quotes within texts are escaped: this stands on each line, its own patient first."""

_KIND = re.compile(rb'"kind":"([^"]*)"')
_KNOWN = frozenset(kind.__struct_config__.tag.encode() for kind in get_args(What))


class UnknownKind(ValueError):
    """A kind of entry, or an entry, that this version does not know."""


class PatientIndex:
    """Numbers of entries by patient."""

    def __init__(self) -> None:
        self._by_bytes: dict[bytes, array[int]] = {}
        self._by_name: dict[str, array[int]] = {}

    def add(self, first: int, lines: list[bytes]) -> None:
        """Take in good lines; `first` is the number of the first. UnknownKind, and nothing taken in."""
        text = b"\n".join(lines)
        if unknown := set(_KIND.findall(text)) - _KNOWN:
            raise UnknownKind(f"it has entries of the kind {min(unknown).decode()}")
        patients = _PATIENT.findall(text)
        if len(patients) != len(lines):  # Entries that are carried over stand within a line, behind its own.
            firsts = [_PATIENT.search(line) for line in lines]
            patients = [first[1] for first in firsts if first]
            if len(patients) != len(lines):
                raise UnknownKind("it has entries of another shape")
        for number, patient in enumerate(patients, first):
            found = self._by_bytes.get(patient)
            if found is None:
                found = self._by_bytes[patient] = array("I")
                self._by_name[json.loads(b'"%s"' % patient)] = found
            found.append(number)

    def of(self, patient: str) -> Sequence[int]:
        """The numbers of a patient's entries, in order."""
        return self._by_name.get(patient, ())

    def patients(self) -> list[str]:
        """Every patient, in the order of their first entries."""
        return [name for name in self._by_name if name]
