"""On leave, discharged, here again, died: what waits, what can be recorded, what becomes of bed and doses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from protocols import entries as e
from protocols.course.schedule import backlog, scheduled
from protocols.record.fold import Record
from protocols.reports.handover import handover
from protocols.reports.status import Status, status_of
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER, Bedside, refusal
from tests.protocols.helpers.published import library

HOME = e.PatientLeft("leave", "home")
DISCHARGED = e.PatientLeft("discharged", "home")
DIED = e.PatientLeft("died")
DAY = date(2026, 11, 2)
STOP = e.DecisionMade("stop", "goes on elsewhere")


@pytest.fixture
def bed() -> Bedside:
    """On step 1, its first dose given on the morning of day 1."""
    found = Bedside(library("alectinib-report-2020"))
    found.admit()
    found.enrol()
    found.rash_free()
    found.start(1)
    found.at(DAY, "08:00")
    found.give()
    return found


def way(bed: Bedside, what: e.What) -> Record:
    bed.record(what, course="")
    return bed.folded


def status(bed: Bedside) -> Status:
    return status_of(bed.chart, bed.now)


def test_a_leave_keeps_the_bed_and_nothing_is_due_until_the_return(bed: Bedside) -> None:
    record = way(bed, HOME)
    assert record.details is not None
    assert record.details.bed == "12"
    bed.at(DAY, "23:00")
    found = status(bed)
    assert (found.word, found.next) == ("LEAVE", None)
    assert "On leave since Mon 02-Nov-2026 08:00, to home." in found.why
    assert not backlog(found.doses)
    assert "Record the return first" in refusal(
        bed, bed.record, e.StepStarted(2, e.DoseKey(bed.now.date(), "evening"))
    )
    way(bed, e.PatientReturned("14"))
    assert bed.folded.details is not None
    assert bed.folded.details.bed == "14"
    assert status(bed).word == "OVERDUE", "what was taken at home is asked for now"
    assert len(backlog(scheduled(bed.chart, bed.now))) == 1


def test_what_was_due_before_the_leave_stays_overdue_in_its_course(bed: Bedside) -> None:
    bed.at(DAY, "22:00")
    way(bed, HOME)
    assert len(backlog(scheduled(bed.chart, bed.now))) == 1


def test_a_discharge_frees_the_bed_and_asks_what_becomes_of_the_course(bed: Bedside) -> None:
    record = way(bed, DISCHARGED)
    assert record.details is not None
    assert (record.details.bed, record.gone) == ("", False)
    assert status(bed).word == "LEFT"
    for decision in ("resume", "repeat", "stay"):
        said = refusal(bed, bed.record, e.DecisionMade(decision, "why"), by=PRESCRIBER)
        assert "stops or completes the course" in said
    bed.record(STOP, by=PRESCRIBER)
    assert bed.folded.gone
    assert handover([bed.folded], (), bed.now).items == ()


def test_the_same_patient_comes_back_with_the_whole_record(bed: Bedside) -> None:
    way(bed, DISCHARGED)
    bed.record(STOP, by=PRESCRIBER)
    said = refusal(bed, bed.record, e.PatientAdmitted("Ng", "Li Wei", None, "female", "3", ""), course="")
    assert "L admits the patient again" in said
    record = way(bed, e.PatientReturned("3"))
    assert not record.gone
    assert record.details is not None
    assert (record.details.bed, record.details.family, len(record.charts)) == ("3", "Ng", 1)


def test_nothing_is_given_to_the_dead_and_only_an_error_brings_them_back(bed: Bedside) -> None:
    way(bed, DIED)
    assert status(bed).word == "DIED"
    bed.now += timedelta(hours=3)
    assert "that was earlier" in refusal(bed, bed.record, e.RashFreeChecked(True, True))
    assert "entered in error" in refusal(bed, bed.record, e.PatientReturned("12"), course="")
    assert "why it was an error" in refusal(
        bed, bed.record, e.PatientReturned("12", in_error=True), course=""
    )
    assert "stops the course" in refusal(bed, bed.record, e.DecisionMade("complete", "x"), by=PRESCRIBER)
    way(bed, e.PatientReturned("12", in_error=True, note="the bed beside"))
    assert status(bed).word != "DIED"


def test_a_death_before_a_dose_that_was_given_is_asked_about(bed: Bedside) -> None:
    entry = e.PatientLeft("died")
    earlier = bed.now - timedelta(minutes=30)
    bed.now += timedelta(hours=1)
    assert "Correct that first" in refusal(bed, bed.record, entry, course="", at=earlier)


def test_who_has_left_leaves_once_and_comes_back_once(bed: Bedside) -> None:
    assert "there is no return" in refusal(bed, bed.record, e.PatientReturned("1"), course="")
    way(bed, DISCHARGED)
    assert "Record the return first" in refusal(bed, bed.record, HOME, course="")
    way(bed, e.PatientReturned("1"))
    way(bed, HOME)
    assert way(bed, DISCHARGED).left is not None, "from leave to home"


def test_facts_of_before_can_be_recorded_afterwards(bed: Bedside) -> None:
    way(bed, DISCHARGED)
    bed.record(e.NoteAdded("letter sent"), course="")
    bed.record(e.RashFreeChecked(True, True), by=NURSE)
