"""a skin check is a look at the patient: it counts for every course the patient is on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, at_bedside, missing, on_step, refusal
from tests.protocols.helpers.published import library
from tests.protocols.record.test_course_fold import then

D3 = date(2026, 11, 4)
RASH = e.RashFound("maculopapular", ("neck",))


def held() -> Bedside:
    bedside = on_step(2)
    bedside.at(D3, "08:00")
    bedside.give()
    bedside.at(D3, "09:00")
    bedside.record(RASH)
    return bedside


def enrol_on_another_drug(bedside: Bedside) -> None:
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="ceritinib")
    bedside.enrol()


@pytest.mark.parametrize("looked_on", ["the other course", "this course"])
def test_a_look_at_the_skin_is_the_patients_and_holds_every_open_course(looked_on: str) -> None:
    bedside = at_bedside()
    first = bedside.course
    enrol_on_another_drug(bedside)
    bedside.rash_free()
    bedside.start(1)
    bedside.go(hours=1)
    bedside.give()
    bedside.record(
        e.RashFound("maculopapular", ("neck",)),
        course=first if looked_on == "the other course" else bedside.course,
    )
    assert all(chart.open_holds for chart in bedside.folded.charts)
    bedside.decide("resume", residual=True)
    assert [chart.running for chart in bedside.folded.charts] == [False, True]


def test_a_rash_nobody_released_holds_a_course_enrolled_after_it() -> None:
    bedside = held()
    enrol_on_another_drug(bedside)
    assert missing(bedside) == [3, 4, 5]
    bedside.go(hours=5)
    bedside.rash_free()
    assert missing(bedside) == [4, 5]
    bedside.decide("resume")
    bedside.start(1)


def test_a_rash_that_holds_two_courses_is_one_hold_of_a_third() -> None:
    bedside = on_step(2)
    enrol_on_another_drug(bedside)
    bedside.record(RASH)
    bedside.protocol = msgspec.structs.replace(library("alectinib-anderson"), drug="lorlatinib")
    bedside.enrol()
    assert [[hold.cause for hold in chart.holds] for chart in bedside.folded.charts] == [["rash"]] * 3


def test_a_red_flag_nobody_released_holds_a_course_enrolled_after_it() -> None:
    bedside = on_step(2)
    bedside.record(e.RedFlagSeen(("skin pain",)))
    enrol_on_another_drug(bedside)
    assert [hold.cause for hold in bedside.chart.open_holds] == ["red flag"]
    bedside.go(hours=5)
    bedside.rash_free()
    assert missing(bedside) == [5]


def test_a_hold_of_another_kind_or_one_that_was_ended_is_not_inherited() -> None:
    bedside = on_step(2)
    bedside.record(e.HoldPlaced("fasting"))
    enrol_on_another_drug(bedside)
    assert bedside.chart.holds == ()
    bedside = held()
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("resume")
    enrol_on_another_drug(bedside)
    assert bedside.chart.holds == ()


def test_a_rash_seen_under_a_stopped_course_shuts_the_first_gate_of_the_next() -> None:
    bedside = held()
    check = bedside.rash_free(at=bedside.now.replace(hour=5))
    bedside.decide("stop")
    bedside.enrol()
    assert missing(bedside) == [3, 4, 5]
    assert check.at < bedside.now
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("resume")
    bedside.start(1)


def test_a_rash_free_check_corrected_to_a_rash_holds_every_course() -> None:
    bedside = at_bedside()
    check = next(entry for entry in bedside.entries if isinstance(entry.what, e.RashFreeChecked))
    enrol_on_another_drug(bedside)
    bedside.start(1)
    bedside.record(e.EntryCorrected(check.id, "wrong line", RASH))
    assert [{hold.cause for hold in chart.open_holds} for chart in bedside.folded.charts] == [
        {"rash", "check"},
        {"rash", "check"},
    ]


def corrected_to_a_rash() -> Bedside:
    """On a first course, with another enrolled: the look that the first was started on had been a rash."""
    bedside = at_bedside()
    check = next(entry for entry in bedside.entries if isinstance(entry.what, e.RashFreeChecked))
    enrol_on_another_drug(bedside)
    bedside.record(e.EntryCorrected(check.id, "wrong line", RASH))
    return bedside


def test_the_end_of_one_course_releases_no_rash_in_another() -> None:
    """Though the loss of the check, which ends with the course, was told by the same entry as the rash."""
    bedside = corrected_to_a_rash()
    stop = e.DecisionMade("stop", "as discussed")
    bedside.record(stop, by=PRESCRIBER, course=bedside.folded.charts[0].id)
    assert [[hold.cause for hold in chart.unreleased] for chart in bedside.folded.charts] == [["rash"]] * 2
    bedside.go(hours=5)
    bedside.rash_free()
    assert missing(bedside) == [4, 5]


def test_a_fresh_look_that_makes_one_course_go_on_releases_no_rash_in_another() -> None:
    bedside = corrected_to_a_rash()
    bedside.go(hours=5)
    bedside.rash_free(course=bedside.folded.charts[0].id)
    assert [{hold.cause for hold in chart.open_holds} for chart in bedside.folded.charts] == [{"rash"}] * 2


def test_doses_of_one_course_are_not_doses_of_another_and_cannot_be_corrected_there() -> None:
    bedside = at_bedside()
    dose = bedside.record(e.DoseGiven(None, bedside.protocol.step(1).daily, reason="extra"))
    enrol_on_another_drug(bedside)
    assert bedside.chart.taken == []
    assert "Choose the entry that is wrong." in refusal(bedside, bedside.correct, dose)
    bedside.record(e.EntryCorrected(dose.id, "wrong line"), course=bedside.folded.charts[0].id)
    assert [chart.taken for chart in bedside.folded.charts] == [[], []]


def test_what_is_corrected_is_of_the_course_whose_dose_it_is() -> None:
    """A later course of the drug counts the dose, and has neither it nor what was said of it for its own."""
    bedside = at_bedside()
    first, dose = bedside.course, bedside.give(reason="early")
    bedside.decide("stop")
    bedside.enrol()
    sick = bedside.record(e.DoseVomited(dose.id), course=first)
    right = e.EntryCorrected(dose.id, "half", msgspec.structs.replace(dose.what, amount=Decimal(75)))  # type: ignore[arg-type]
    note = bedside.record(e.NoteAdded("of the first course"), course=first)
    correction = bedside.record(right, course=first)
    old, new = bedside.folded.charts
    assert note.id in old.lines
    assert note.id not in new.known
    assert old.entries[-3:] == (sick, note, correction)
    assert {dose.id, sick.id, correction.id} <= old.lines.keys()
    assert new.entries == (new.entry,)
    assert not {dose.id, sick.id, correction.id} & new.lines.keys()
    assert {dose.id, sick.id, correction.id} <= new.known.keys()
    assert [line.what.amount for line in new.drug_taken] == [Decimal(75)]  # type: ignore[union-attr]


def test_an_ended_course_learns_of_no_dose_of_the_next() -> None:
    bedside = at_bedside()
    bedside.give(reason="early")
    bedside.decide("stop")
    bedside.enrol()
    later = bedside.record(e.DoseGiven(None, Decimal(150), reason="extra", no_second_check="alone"))
    old, new = bedside.folded.charts
    assert later.id in new.known
    assert later.id not in old.known


def test_two_open_courses_of_a_drug_know_each_others_doses() -> None:
    """There are two where the end of the first was set aside for the course of another site."""
    bedside = at_bedside()
    first = bedside.course
    second = then(bedside, bedside.chart.plan, course="").id
    extra = e.DoseGiven(None, Decimal(150), reason="extra")
    doses = {then(bedside, extra, course=course).id for course in (first, second)}
    for chart in bedside.folded.charts:
        assert doses <= chart.known.keys()
        assert len(doses & chart.lines.keys()) == 1


def test_a_second_open_course_of_the_same_drug_is_refused() -> None:
    bedside = at_bedside()
    assert "already has an open course of alectinib" in refusal(bedside, bedside.enrol)
    bedside.decide("stop")
    bedside.enrol()


def test_the_record_shows_the_open_course_enrolled_last_else_the_last_one_ended() -> None:
    assert (Record().latest, Record().version) == (None, 0)
    bedside = at_bedside()
    first = bedside.course
    enrol_on_another_drug(bedside)
    second = bedside.course
    latest = bedside.folded.latest
    assert latest is not None
    assert latest.id == second
    bedside.decide("stop")
    latest = bedside.folded.latest
    assert latest is not None
    assert latest.id == first
    bedside.record(e.DecisionMade("stop", "as discussed"), by=PRESCRIBER, course=first)
    latest = bedside.folded.latest
    assert latest is not None
    assert latest.id == second
    assert bedside.folded.version == len(bedside.entries)
