"""Patients whom people mistake for each other, because they share a number, a name or a birth date.

Said wherever somebody acts, never refused: two people may well have one name (rules.md, "Identity").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from protocols.entries import PatientAdmitted
from protocols.values.identity import name_key, number_without_zeros, one_edit_apart

SHORTEST = 4
"""Letters of a family name from which one letter more or less is a slip, and not another name."""


def alike(one: PatientAdmitted, other: PatientAdmitted) -> str:
    """How two patients can be mistaken for each other, in words; "" when they cannot."""
    family, given = name_key(one.family), name_key(one.given)
    others, named = name_key(other.family), name_key(other.given)
    if family == others:
        return "the same name" if given == named else "the same family name"
    if family and given and (family, given) == (named, others):
        return "the same name the other way round"
    near = min(len(family), len(others)) >= SHORTEST and one_edit_apart(family, others)
    born_alike = bool(one.birth) and bool(other.birth) and one.birth.may_be(other.birth)
    if near and (given[:1] == named[:1] or born_alike):
        return "a name one letter apart"
    if born_alike and given and given == named:
        return "the same given name and date of birth"
    return ""


def like_patients(
    patient: str, details: PatientAdmitted, others: Mapping[str, PatientAdmitted]
) -> list[tuple[str, str]]:
    """The numbers of those among `others` who are like this patient, each with how; like numbers first."""
    number = number_without_zeros(patient)
    found = []
    for other, theirs in others.items():
        if other == patient:
            continue
        same_number = number_without_zeros(other) == number
        how = "a number that is read as the same" if same_number else alike(details, theirs)
        if how:
            found.append((not same_number, other, how))
    return [(other, how) for _, other, how in sorted(found)]


def in_bed(patient: str, bed: str, others: Mapping[str, PatientAdmitted]) -> list[str]:
    """The numbers of those among `others` who have the same bed; a bed holds one patient."""
    key = name_key(bed)
    if not key:
        return []
    return [other for other, theirs in others.items() if other != patient and name_key(theirs.bed) == key]


Namesakes = Mapping[str, tuple[str, ...]]
"""By hospital number, the numbers of the patients that are like each; only those who have any."""

FEW = 20
"""So many are compared with everybody sooner than everybody with who shares something with them."""


def namesakes(ward: Mapping[str, PatientAdmitted]) -> Namesakes:
    """By hospital number, the numbers of the patients in `ward` that are like each; only those who have any.

    Goes through those alone who share a name, a birth date or all but a letter, so that a ward of
    hundreds takes milliseconds.
    """
    rooms: defaultdict[str, set[str]] = defaultdict(set)
    for patient, details in ward.items():
        for key in _keys(patient, details):
            rooms[key].add(patient)
    found: dict[str, tuple[str, ...]] = {}
    for patient, details in ward.items():
        near = set().union(*(rooms[key] for key in _keys(patient, details)))
        like = like_patients(patient, details, {other: ward[other] for other in near})
        if like:
            found[patient] = tuple(other for other, _ in like)
    return found


def namesakes_since(
    ward: Mapping[str, PatientAdmitted], before: Mapping[str, PatientAdmitted], found: Namesakes
) -> Namesakes:
    """The `namesakes` of `ward`, where `found` were those of the ward `before`.

    Where few came, went, or have another name or bed, only those few are compared with everybody.
    """
    changed = [one for one in {**before, **ward} if before.get(one) != ward.get(one)]
    if len(changed) > FEW:
        return namesakes(ward)
    found = {one: tuple(like for like in likes if like not in changed) for one, likes in found.items()}
    for patient in changed:
        details = ward.get(patient)
        like = like_patients(patient, details, ward) if details is not None else []
        found[patient] = tuple(other for other, _ in like)
        for other in set(found[patient]).difference(changed):
            found[other] = _in_order(other, (*found.get(other, ()), patient))
    return {patient: found[patient] for patient in ward if found.get(patient)}


def _in_order(patient: str, like: Iterable[str]) -> tuple[str, ...]:
    """Numbers that are read as that of `patient` first."""
    number = number_without_zeros(patient)
    return tuple(sorted(like, key=lambda other: (number_without_zeros(other) != number, other)))


def _keys(patient: str, details: PatientAdmitted) -> Iterator[str]:
    """Words of which two patients who are alike share at least one."""
    family, given = name_key(details.family), name_key(details.given)
    yield f"number {number_without_zeros(patient)}"
    yield f"name {family}"
    yield f"name {given}"
    if len(family) >= SHORTEST:
        yield from (f"but one {family[:place]}{family[place + 1 :]}" for place in range(len(family)))
        yield f"but one {family}"
