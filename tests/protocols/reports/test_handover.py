"""What is on a handover sheet: everybody who is somebody's, once; and what was recorded this shift."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols import entries as e
from protocols.record.fold import Record
from protocols.record.handovers import handovers_of
from protocols.reports.handover import handover
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, Bedside, at_bedside, on_step
from tests.protocols.helpers.handing_over import DIGEST
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")


def admitted() -> Bedside:
    bedside = Bedside(REPORT)
    bedside.admit()
    return bedside


def stopped(bedside: Bedside) -> Bedside:
    bedside.decide("stop")
    return bedside


def flagged_after_the_end() -> Bedside:
    bedside = stopped(at_bedside())
    bedside.record(e.RedFlagSeen(("skin pain",)))
    return bedside


def twice_enrolled() -> Bedside:
    bedside = stopped(at_bedside())
    bedside.enrol()
    return bedside


STATES = {
    "admitted": admitted(),
    "running": at_bedside(),
    "step 2": on_step(2),
    "stopped": stopped(at_bedside()),
    "flagged": flagged_after_the_end(),
    "again": twice_enrolled(),
}
"""Patients in every state, and below, whether they are on the sheet."""
ON_IT = {"admitted": True, "running": True, "step 2": True, "stopped": False, "flagged": True, "again": True}
NOW = max(bedside.now for bedside in STATES.values())


def as_patient(record: Record, mrn: str) -> Record:
    return Record(mrn, record.version, record.details, record.entries, record.charts)


@given(st.lists(st.sampled_from(sorted(STATES)), max_size=8))
def test_every_patient_with_an_open_course_is_on_the_sheet_exactly_once(states: list[str]) -> None:
    ward = [as_patient(STATES[state].folded, f"{n}") for n, state in enumerate(states)]
    sheet = handover(ward, (), NOW)
    on_it = [item.record.patient for item in sheet.items]
    assert sorted(on_it) == sorted(f"{n}" for n, state in enumerate(states) if ON_IT[state])
    assert sheet.ended == len(states) - len(on_it)
    for item in sheet.items:
        open_ones = [chart.id for chart in item.record.charts if chart.ended is None or chart.open_holds]
        assert sorted(found.chart.id for found in item.statuses) == sorted(open_ones)


def test_the_most_urgent_come_first_then_by_bed_as_people_count() -> None:
    def at_bed(state: str, mrn: str, bed: str) -> Record:
        record = STATES[state].folded
        assert record.details is not None
        details = msgspec.structs.replace(record.details, bed=bed)
        return Record(mrn, record.version, details, record.entries, record.charts)

    ward = [at_bed("admitted", "1", "1"), at_bed("running", "2", "10"), at_bed("running", "3", "9"),
            at_bed("flagged", "4", "30")]  # fmt: skip
    assert [item.record.patient for item in handover(ward, (), NOW).items] == ["4", "3", "2", "1"]


def test_an_open_gate_puts_nobody_with_a_due_dose_further_down_than_on_the_board() -> None:
    opened, due = on_step(1), on_step(1)
    for bedside in (opened, due):
        bedside.step_through()
    opened.rash_free()
    for bedside in (opened, due):
        bedside.at(bedside.now.date(), "08:00")
    labels = [status_of(bedside.chart, bedside.now).label for bedside in (opened, due)]
    assert labels == ["OPEN DUE", "DUE"]
    ward = [as_patient(due.folded, "2"), as_patient(opened.folded, "1")]
    assert [item.record.patient for item in handover(ward, (), due.now).items] == ["1", "2"]


def test_one_patient_alone_is_on_it_whatever_the_state() -> None:
    for state, bedside in STATES.items():
        sheet = handover([as_patient(bedside.folded, "1"), STATES["running"].folded], (), NOW, "1")
        assert [item.record.patient for item in sheet.items] == ["1"], state


def test_somebody_who_was_never_admitted_is_not_on_it() -> None:
    assert handover([Record("1", 3)], (), NOW).items == ()


def test_two_courses_of_one_patient_stand_together_the_urgent_one_first() -> None:
    bedside = Bedside(REPORT)
    bedside.admit()
    other = msgspec.structs.replace(REPORT, id="other", drug="other")
    bedside.enrol(protocol=other)
    bedside.enrol()
    bedside.rash_free()
    bedside.start(1)
    bedside.at(date(2026, 11, 2), "08:00")
    waits = as_patient(STATES["admitted"].folded, "waits")
    begins = Bedside(REPORT)
    begins.admit()
    begins.enrol()
    ward = [as_patient(begins.folded, "begins"), as_patient(bedside.folded, "two"), waits]
    sheet = handover(ward, (), bedside.now)
    assert [item.record.patient for item in sheet.items] == ["two", "begins", "waits"]
    assert [found.word for found in sheet.items[0].statuses] == ["DUE", "OPEN"]


def test_a_red_flag_that_outlasts_its_course_comes_before_a_hold_that_does() -> None:
    held = at_bedside()
    held.record(e.HoldPlaced("surgery"))
    rash = stopped(at_bedside())
    rash.rash()
    folded = {"b": held.folded, "c": rash.folded, "z": STATES["flagged"].folded}
    ward = [as_patient(record, mrn) for mrn, record in folded.items()]
    ward.append(as_patient(STATES["running"].folded, "a"))
    on_it = [item.record.patient for item in handover(ward, (), NOW).items]
    assert on_it == ["z", "b", "c", "a"]


def waiting_of(only: str, seen: int, number: int) -> e.Entry:
    what = e.HandoverGiven("Ward 3", seen, DIGEST, only)
    return e.Entry(id=f"g{number}", patient="", at=NOW, zone="UTC", by=NURSE, what=what, number=number)


def test_a_handover_that_waits_is_said_of_whoever_is_in_it() -> None:
    mine, other, late = (as_patient(STATES["running"].folded, mrn) for mrn in ("1", "2", "3"))
    late = Record(late.patient, 60, late.details, tuple(
        msgspec.structs.replace(entry, number=entry.number + 50) for entry in late.entries
    ))  # fmt: skip
    given = handovers_of([waiting_of("", 40, 41), waiting_of("1", 42, 43)])
    found = {item.record.patient: item.open for item in handover([mine, other, late], given, NOW).items}
    assert found == {"1": given[1], "2": given[0], "3": None}
    assert all(item.open is None for item in handover([mine, other], (), NOW).items)


# the shift


def handed_over(bedside: Bedside, **ago: float) -> tuple[Any, ...]:
    """A handover of the ward `ago`, accepted a minute later, of everything recorded up to then."""
    at = bedside.now - timedelta(**ago)
    known = [each.number for each in bedside.entries if each.recorded is not None and each.recorded <= at]
    entries = [
        e.Entry(id="g", patient="", at=at, zone="UTC", by=NURSE, number=1000, recorded=at,
              what=e.HandoverGiven("Ward 3", max(known, default=0), DIGEST)),
        e.Entry(id="a", patient="", at=at, zone="UTC", by=OTHER_NURSE, number=1001, recorded=at,
              what=e.HandoverAccepted("g", OTHER_NURSE, True)),
    ]  # fmt: skip
    return handovers_of(entries)


def corrected() -> Bedside:
    """A dose at 08:00 of which a correction at 09:00 says that it was vomited; a note at 21:00."""
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    dose = bedside.give()
    assert isinstance(dose.what, e.DoseGiven)
    bedside.at(date(2026, 11, 2), "09:00")
    bedside.correct(dose, msgspec.structs.replace(dose.what, vomited=True))
    bedside.at(date(2026, 11, 2), "21:00")
    bedside.record(e.NoteAdded("Slept badly."))
    return bedside


@pytest.mark.parametrize(
    ("day", "wall", "hours", "corrections", "notes"),
    [(2, "21:30", 1, 0, 1), (2, "21:30", 11, 0, 1), (2, "21:30", 12.5, 1, 1), (4, "08:30", 48, 1, 1)],
)
def test_the_shift_begins_with_the_last_accepted_handover_and_is_twelve_hours_at_least(
    day: int, wall: str, hours: float, corrections: int, notes: int
) -> None:
    bedside = corrected()
    bedside.at(date(2026, 11, day), wall)
    (item,) = handover([bedside.folded], handed_over(bedside, hours=hours), bedside.now).items
    assert item.shift.since == bedside.now - timedelta(hours=max(hours, 12))
    assert not set(item.shift.told) & set(item.shift.corrections)
    assert len(item.shift.corrections) == corrections
    assert sum(isinstance(entry.what, e.NoteAdded) for entry in item.shift.told) == notes


def test_what_was_recorded_while_the_last_handover_was_signed_is_not_lost() -> None:
    bedside = corrected()
    at = bedside.now + timedelta(hours=1)
    bedside.go(days=2)
    (one,) = handed_over(bedside, days=2)
    before_the_note = msgspec.structs.replace(one.what, seen=bedside.entries[-1].number - 1)
    late = msgspec.structs.replace(one.given, what=before_the_note, at=at)
    (item,) = handover([bedside.folded], handovers_of([late, one.accepted]), bedside.now).items
    assert item.shift.since == at
    assert [entry.what for entry in item.shift.told] == [e.NoteAdded("Slept badly.")]


PLAIN = e.DoseGiven(e.DoseKey(date(2026, 11, 2), "morning"), Decimal(150))


@pytest.mark.parametrize(
    ("what", "counted", "told"),
    [
        (PLAIN, (1, 0), False),
        (msgspec.structs.replace(PLAIN, with_food=True, self_administered=True), (1, 0), False),
        (msgspec.structs.replace(PLAIN, reason="less was there"), (1, 0), True),
        (msgspec.structs.replace(PLAIN, dose=None, makes_up="e7"), (1, 0), True),
        (msgspec.structs.replace(PLAIN, makes_up="e7"), (1, 0), True),
        (msgspec.structs.replace(PLAIN, vomited=True), (1, 0), True),
        (msgspec.structs.replace(PLAIN, no_second_check="emergency"), (1, 0), True),
        (msgspec.structs.replace(PLAIN, dose=None), (1, 0), True),
        (e.RashFreeChecked(True, True), (0, 1), False),
        (e.RashFreeChecked(True, True, "dry skin"), (0, 1), True),
        (e.NoteAdded("slept"), (0, 0), True),
    ],
)
def test_what_is_more_than_routine_is_told_by_itself_too(
    what: e.What, counted: tuple[int, int], told: bool
) -> None:
    entry = e.Entry(id="x", patient="1", at=NOW, zone="UTC", by=NURSE, what=what, number=9, recorded=NOW)
    record = Record("1", 9, STATES["running"].folded.details, (entry,))
    (item,) = handover([record], (), NOW).items
    assert (item.shift.doses, item.shift.checks) == counted
    assert item.shift.told == ((entry,) if told else ())


def test_what_stands_is_counted_not_what_was_recorded() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    wrong = bedside.give()
    bedside.go(minutes=5)
    bedside.correct(wrong)
    assert counted(bedside) == (0, 1)
    bedside.go(minutes=5)
    refused = bedside.not_given(dose=e.DoseKey(date(2026, 11, 2), "morning"))
    bedside.correct(refused, e.DoseGiven(e.DoseKey(date(2026, 11, 2), "morning"), Decimal(150)))
    assert counted(bedside) == (1, 1)
    check = bedside.rash_free()
    assert counted(bedside) == (1, 2)
    bedside.correct(check, e.RashFound("other", ("back",)))
    assert counted(bedside) == (1, 1)


def test_a_dose_of_an_earlier_shift_is_not_counted_again_when_it_is_corrected() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    dose = bedside.give()
    bedside.at(date(2026, 11, 2), "20:00")
    refused = bedside.not_given()
    bedside.at(date(2026, 11, 3), "12:00")
    morning, evening = (e.DoseKey(date(2026, 11, 2), slot) for slot in ("morning", "evening"))
    bedside.correct(dose, e.DoseGiven(morning, Decimal(75), reason="half"))
    assert counted(bedside) == (0, 0)
    bedside.correct(refused, e.DoseGiven(evening, Decimal(150)))
    assert counted(bedside) == (1, 0)


def counted(bedside: Bedside) -> tuple[int, int]:
    (item,) = handover([bedside.folded], (), bedside.now).items
    return item.shift.doses, item.shift.checks


def test_it_counts_when_something_was_recorded_not_when_it_happened() -> None:
    bedside = on_step(2)
    yesterday = bedside.now - timedelta(hours=20)
    late = bedside.record(e.NoteAdded("written late"), at=yesterday)
    (item,) = handover([bedside.folded], (), bedside.now).items
    assert late in item.shift.told


def test_routine_is_counted_and_the_rest_is_told() -> None:
    bedside = on_step(2)
    (item,) = handover([bedside.folded], (), bedside.now).items
    assert (item.shift.doses, item.shift.checks) == (1, 1)
    assert [type(entry.what).__name__ for entry in item.shift.told] == ["StepStarted"]
