"""What is on a handover sheet: everybody who is somebody's, once; the shift; what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.chart import Record
from protocols.entries import (
    DoseGiven,
    EarlierReaction,
    Entry,
    HandoverAccepted,
    HandoverGiven,
    NaranjoAssessed,
    NoteAdded,
    PatientAdmitted,
    RedFlagSeen,
)
from protocols.handover import handover
from protocols.handovers import handovers_of
from protocols.missing_data import missing
from tests.protocols.bedside import NURSE, OTHER_NURSE, Bedside, at_bedside, on_step
from tests.protocols.handing_over import DIGEST
from tests.protocols.published import library

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
    bedside.record(RedFlagSeen(("skin pain",)))
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
        assert sorted(found.chart.id for found in item.standings) == sorted(open_ones)


def test_the_most_urgent_come_first_then_by_bed_as_people_count() -> None:
    def at_bed(state: str, mrn: str, bed: str) -> Record:
        record = STATES[state].folded
        assert record.details is not None
        details = msgspec.structs.replace(record.details, bed=bed)
        return Record(mrn, record.version, details, record.entries, record.charts)

    ward = [at_bed("admitted", "1", "1"), at_bed("running", "2", "10"), at_bed("running", "3", "9"),
            at_bed("flagged", "4", "30")]  # fmt: skip
    assert [item.record.patient for item in handover(ward, (), NOW).items] == ["4", "3", "2", "1"]


def test_one_patient_alone_is_on_it_whatever_the_state() -> None:
    for state, bedside in STATES.items():
        sheet = handover([as_patient(bedside.folded, "1"), STATES["running"].folded], (), NOW, "1")
        assert [item.record.patient for item in sheet.items] == ["1"], state


# the shift


def handed_over(bedside: Bedside, **ago: float) -> tuple[Any, ...]:
    """A handover of the ward `ago`, accepted a minute later, of everything recorded up to then."""
    at = bedside.now - timedelta(**ago)
    known = [e.number for e in bedside.entries if e.recorded is not None and e.recorded <= at]
    entries = [
        Entry(id="g", patient="", at=at, zone="UTC", by=NURSE, number=1000, recorded=at,
              what=HandoverGiven("Ward 3", max(known, default=0), DIGEST)),
        Entry(id="a", patient="", at=at, zone="UTC", by=OTHER_NURSE, number=1001, recorded=at,
              what=HandoverAccepted("g", OTHER_NURSE, True)),
    ]  # fmt: skip
    return handovers_of(entries)


def corrected() -> Bedside:
    """A dose at 08:00 of which a correction at 09:00 says that it was vomited; a note at 21:00."""
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    dose = bedside.give()
    assert isinstance(dose.what, DoseGiven)
    bedside.at(date(2026, 11, 2), "09:00")
    bedside.correct(dose, msgspec.structs.replace(dose.what, vomited=True))
    bedside.at(date(2026, 11, 2), "21:00")
    bedside.record(NoteAdded("Slept badly."))
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
    assert len(item.shift.corrections) == corrections
    assert sum(isinstance(entry.what, NoteAdded) for entry in item.shift.told) == notes


def test_what_was_recorded_while_the_last_handover_was_signed_is_not_lost() -> None:
    bedside = corrected()
    at = bedside.now + timedelta(hours=1)
    bedside.go(days=2)
    (one,) = handed_over(bedside, days=2)
    before_the_note = msgspec.structs.replace(one.what, seen=bedside.entries[-1].number - 1)
    late = msgspec.structs.replace(one.given, what=before_the_note, at=at)
    (item,) = handover([bedside.folded], handovers_of([late, one.accepted]), bedside.now).items
    assert item.shift.since == at
    assert [entry.what for entry in item.shift.told] == [NoteAdded("Slept badly.")]


def test_routine_is_counted_and_the_rest_is_told() -> None:
    bedside = on_step(2)
    (item,) = handover([bedside.folded], (), bedside.now).items
    assert (item.shift.doses, item.shift.checks) == (1, 1)
    assert [type(entry.what).__name__ for entry in item.shift.told] == ["StepStarted"]


# what is missing


def test_what_is_missing_of_a_patient() -> None:
    bedside = Bedside(REPORT)
    bedside.record(PatientAdmitted("Ng", "", date(1958, 3, 12), "", " ", "", "not recorded"), course="")
    assert missing(bedside.folded, ()) == ["given name", "sex", "bed", "allergies", "a course"]


def test_what_is_missing_of_a_course_goes_away_as_it_is_recorded() -> None:
    bedside = admitted()
    bedside.enrol()
    assert missing(bedside.folded, [bedside.chart]) == [
        "any look at the skin",
        "the reaction before this course",
    ]
    bedside.rash_free()
    bedside.record(EarlierReaction(date(2026, 9, 1), date(2026, 9, 12)))
    assert missing(bedside.folded, [bedside.chart]) == []
    bedside.rash()
    assert missing(bedside.folded, [bedside.chart]) == [
        "extent, symptoms, mucosa and temperature of the last rash",
        "how likely the drug caused the rash (Naranjo)",
    ]
    bedside.record(NaranjoAssessed("rash", ("yes",) * 10))
    assert len(missing(bedside.folded, [bedside.chart])) == 1


def test_doses_of_which_something_is_not_known() -> None:
    bedside = at_bedside()
    bedside.at(date(2026, 11, 2), "08:00")
    bedside.not_given("unknown")
    bedside.at(date(2026, 11, 2), "20:00")
    what = bedside.give().what
    assert isinstance(what, DoseGiven)
    found = missing(bedside.folded, [bedside.chart])
    assert "whether the dose of Mon 02-Nov-2026 morning was given" in found
    assert "with or without food for 1 dose" in found
