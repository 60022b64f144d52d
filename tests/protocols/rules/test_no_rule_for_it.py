"""What no rule of its kind has a word for: refused where nobody could read it, else the fault is shown.

Before the rules of a kind come those for every entry: whose list it is of, and whose decisions it brings.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NoReturn

import msgspec
import pytest

from protocols import entries as e
from protocols.record.approvals import Approvals
from protocols.record.fold import Record
from protocols.record.staff import Staff
from protocols.rules.check import RULES, Refused, check
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER, ZONE, Bedside, at_bedside
from tests.protocols.helpers.published import library
from tests.protocols.helpers.sealing import importing, sealed
from tests.protocols.helpers.staff_list import ADMIN, PIN, StaffList

PINPOINT = e.RashFound("other", (), Decimal("1E-13"), "hand")
"""A part of the skin finer than anything that is measured; the rules of a rash ask for more than 0."""
NOTE = e.NoteAdded("slept well")


def asked(bed: Bedside, what: e.What, **how: object) -> None:
    """Hand in `what`, as it would be recorded now."""
    draft = e.Entry(id="x", patient=MRN, course=bed.course, at=bed.now, zone=ZONE, by=NURSE, what=what)
    check(bed.folded, msgspec.structs.replace(draft, **how), bed.now, bed.newest)


def unfit(record: Record, entry: e.Entry, now: object) -> NoReturn:
    raise LookupError("no rule foresaw this")


def test_what_its_rules_let_in_and_nobody_could_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, e.RashFound, lambda *about: None)
    bed = at_bedside()
    with pytest.raises(Refused, match="nobody could read it: extent: not a number of anything"):
        asked(bed, PINPOINT)


@pytest.mark.parametrize("raised", [LookupError, ArithmeticError, AssertionError, TypeError, ValueError])
def test_where_a_rule_fails_on_what_nobody_could_read_that_is_said(
    monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    def fails(record: Record, entry: e.Entry, now: object) -> NoReturn:
        raise raised

    monkeypatch.setitem(RULES, e.RashFound, fails)
    with pytest.raises(Refused, match="extent: not a number of anything") as refused:
        asked(at_bedside(), PINPOINT)
    assert isinstance(refused.value.__cause__, raised)


def test_where_a_rule_fails_on_what_can_be_read_the_fault_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(RULES, e.NoteAdded, unfit)
    with pytest.raises(LookupError, match="no rule foresaw this"):
        asked(at_bedside(), NOTE)


def test_an_entry_of_the_staff_list_is_of_no_patient_and_has_its_own_rule_too() -> None:
    staff = StaffList().usual()
    added = e.StaffAdded("Ben Lind", "BL", "nurse", PIN)
    with pytest.raises(Refused):
        staff.record(added, patient=MRN)
    with pytest.raises(Refused, match="initials"):
        staff.record(msgspec.structs.replace(added, initials="AO"))
    staff.record(added)


def test_an_import_with_a_decision_of_a_stranger_waits_for_a_yes() -> None:
    """Where the ward has a list, and whoever decided is not on it."""
    bed = at_bedside()
    start = next(entry for entry in bed.entries if isinstance(entry.what, e.StepStarted))
    entry = importing(sealed(bed.entries), bed)
    assert isinstance(entry.what, e.RecordImported)
    for accepted in (entry.what.accepted or ()), ():
        what = msgspec.structs.replace(entry.what, accepted=accepted)
        asking = msgspec.structs.replace(entry, what=what)
        if accepted:
            check(Record(), asking, bed.now, None, admins_alone())
        else:
            with pytest.raises(Refused, match=f"Entry {start.number} of Clinic is a step or a decision of"):
                check(Record(), asking, bed.now, None, admins_alone())


def admins_alone() -> Staff:
    """A list with an admin and nobody else."""
    staff = StaffList()
    staff.add(ADMIN)
    return staff.staff


@pytest.mark.parametrize(
    ("brought", "known", "by", "waits"),
    [
        (True, False, NURSE, True),
        (True, True, NURSE, False),
        (True, False, PRESCRIBER, False),
        (False, False, NURSE, False),
    ],
)
def test_a_course_that_came_with_another_protocol_waits_for_a_prescriber(
    brought: bool, known: bool, by: e.Person, waits: bool
) -> None:
    """For its next step, and for nothing else."""
    bed = at_bedside()
    bed.step_through()
    bed.rash_free()
    start = e.StepStarted(2, bed.natural(bed.protocol.step(2)))
    draft = e.Entry(id="x", patient=MRN, course=bed.course, at=bed.now, zone=ZONE, by=by, what=start)
    built_in = bed.protocol if known else library("alectinib-anderson")
    approvals = Approvals(lambda: (built_in,))
    record = replace(bed.folded, charts=(replace(bed.chart, brought=brought),))
    if waits:
        with pytest.raises(Refused, match="OTHER PROTOCOL"):
            check(record, draft, bed.now, bed.newest, approvals=approvals)
    else:
        check(record, draft, bed.now, bed.newest, approvals=approvals)
    note = msgspec.structs.replace(draft, what=NOTE)
    check(record, note, bed.now, bed.newest, approvals=approvals)


def test_a_start_in_no_course_of_the_patient_is_refused_in_words() -> None:
    bed = at_bedside()
    start = e.StepStarted(2, bed.natural(bed.protocol.step(2)))
    draft = e.Entry(id="x", patient=MRN, course="nowhere", at=bed.now, zone=ZONE, by=NURSE, what=start)
    with pytest.raises(Refused, match="This course is not on the patient's record"):
        check(bed.folded, draft, bed.now, bed.newest, approvals=Approvals(lambda: ()))
