"""What an import would mean here: every state and every kind of conflict, with both sides in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from protocols.entries import PatientAdmitted, PatientDetailsChanged
from protocols.record.fold import Record
from protocols.sites.import_conflicts import Incoming, compared, same_person
from tests.protocols.helpers.bedside import MRN, Bedside, at_bedside
from tests.protocols.helpers.sealing import OTHER, sealed

SELF = PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known")


@pytest.fixture
def bed() -> Bedside:
    made = at_bedside()
    made.give()
    return made


def other(patient: str = "00999-1", *, family: str = "NG", enrol: bool = True) -> Record:
    """Another record of this ledger."""
    made = Bedside(at_bedside().protocol)
    made.record(msgspec.structs.replace(SELF, family=family), course="")
    if enrol:
        made.enrol()
    return replace(made.folded, patient=patient)


def conflict(found: Incoming, kind: str) -> str:
    assert (found.state, found.kind, found.new) == ("conflict", kind, ())
    return " ".join(found.words)


def test_new_known_grown_and_behind(bed: Bedside) -> None:
    told = sealed(bed.entries)
    found = compared(MRN, told, [], [])
    assert (found.state, found.new, found.follows, found.kind) == ("new", tuple(told), "", "")
    assert (found.patient, found.details, found.told) == (MRN, SELF, tuple(told))
    assert compared(MRN, told, told, []).state == "known"
    grown = compared(MRN, told, told[:-2], [])
    assert (grown.state, grown.new, grown.follows) == ("grown", tuple(told[-2:]), told[-3].entry.id)
    behind = compared(MRN, told[:-1], told, [])
    assert (behind.state, behind.new) == ("behind", ())


def test_two_sides_that_went_on(bed: Bedside) -> None:
    both = sealed(bed.entries)
    bed.go(hours=1)
    note = bed.decide("stop")
    there = [*both, *sealed([note], before=both[-1].digest)]
    mine = msgspec.structs.replace(note, id="mine")
    here = [*both, *sealed([mine, msgspec.structs.replace(mine, id="more")], OTHER)]
    words = conflict(compared(MRN, there, here, []), "entries")
    assert words == (
        "Only here: 2 entries, the last Mon 02-Nov-2026 08:00 by Cleo Marsh. "
        "Only there: 1 entry, the last Mon 02-Nov-2026 08:00 by Cleo Marsh."
    )


def test_a_course_on_both_sides(bed: Bedside) -> None:
    mine = Bedside(bed.protocol)
    mine.admit()
    mine.enrol()
    mine.course = "another"
    entries = [msgspec.structs.replace(entry, id=f"mine-{entry.id}") for entry in mine.entries]
    words = conflict(compared(MRN, sealed(bed.entries), sealed(entries, OTHER), []), "course")
    title = bed.protocol.title
    assert f"Both have an open course of alectinib: {title}, step 0 here, {title}, step 1 there." in words
    bed.decide("stop")
    words = conflict(compared(MRN, sealed(bed.entries), sealed(entries, OTHER), []), "entries")
    assert "Both have" not in words


def test_courses_of_two_drugs_are_no_such_conflict(bed: Bedside) -> None:
    mine = Bedside(msgspec.structs.replace(bed.protocol, drug="another drug"))
    mine.admit()
    mine.enrol()
    entries = [msgspec.structs.replace(entry, id=f"mine-{entry.id}") for entry in mine.entries]
    words = conflict(compared(MRN, sealed(bed.entries), sealed(entries, OTHER), []), "entries")
    assert "Both have" not in words


def test_a_difference_in_the_middle_is_one(bed: Bedside) -> None:
    told = sealed(bed.entries)
    here = [*told[:2], replace(told[2], digest="0" * 64), *told[3:]]
    words = conflict(compared(MRN, told, here, []), "entries")
    assert "Only here: 1 entry" in words


def test_records_nobody_was_admitted_in_are_told_as_they_are(bed: Bedside) -> None:
    """No gate has looked at them yet."""
    told, nobody = sealed(bed.entries), sealed(bed.entries[1:], OTHER)
    conflict(compared(MRN, nobody, told, []), "entries")
    conflict(compared(MRN, told, nobody, []), "entries")
    assert compared(MRN, nobody, [], [other()]).state == "new"


def test_the_last_entry_of_a_side_is_told_by_when_it_was_recorded(bed: Bedside) -> None:
    both = sealed(bed.entries)
    bed.go(hours=3)
    late = bed.decide("stop")
    never = msgspec.structs.replace(late, recorded=None, at=bed.now - timedelta(hours=2))
    here = [*both, *sealed([late], OTHER)]
    words = conflict(compared(MRN, [*both, *sealed([never])], here, []), "entries")
    assert "Only here: 1 entry, the last Mon 02-Nov-2026 10:00" in words
    assert "Only there: 1 entry, the last Mon 02-Nov-2026 08:00" in words


def test_another_person(bed: Bedside) -> None:
    someone = msgspec.structs.replace(bed.entries[0], what=msgspec.structs.replace(SELF, family="Okonkwo"))
    words = conflict(compared(MRN, sealed(bed.entries), sealed([someone], OTHER), []), "identity")
    assert words == (
        f"Here {MRN} is OKONKWO, Li Wei, born 12-Mar-1958; there it is NG, Li Wei, born 12-Mar-1958. "
        "One of the two numbers is wrong, or they are two patients."
    )
    renamed = msgspec.structs.replace(SELF, family="Ng-Berg")
    bed.record(PatientDetailsChanged(renamed, "married"), course="")
    assert compared(MRN, sealed(bed.entries), sealed(bed.entries[:1]), []).state == "grown"


def test_the_same_person_under_another_number(bed: Bedside) -> None:
    told = sealed(bed.entries)
    words = conflict(compared(MRN, told, [], [other()]), "course")
    assert words == (
        "NG, Li Wei, born 12-Mar-1958 is here under the number 00999-1, with an open course of alectinib. "
        "A prescriber ends one of the two courses first, if it is the same person."
    )
    assert compared(MRN, told, told[:-1], [other()]).state == "conflict"
    assert compared(MRN, told, told, [other()]).state == "known"
    assert compared(MRN, told, [], [other(enrol=False)]).state == "new"
    assert compared(MRN, told, [], [other(family="Berg")]).state == "new"
    assert compared(MRN, told, [], [Record()]).state == "new"
    assert compared(MRN, told[:1], [], [other()]).state == "new"
    bed.decide("stop")
    assert compared(MRN, sealed(bed.entries), [], [other()]).state == "new"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"family": "NG", "given": "li  wei"}, True),
        ({"bed": "7", "allergies": "", "sex": "male"}, True),
        ({"family": "Nga"}, False),
        ({"given": "Wei"}, False),
        ({"born": date(1958, 3, 13)}, False),
    ],
)
def test_who_counts_as_the_same_person(change: dict[str, object], same: bool) -> None:
    assert same_person(SELF, msgspec.structs.replace(SELF, **change)) == same
