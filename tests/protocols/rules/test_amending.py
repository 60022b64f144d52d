"""A plan that is changed while the course goes on: its step, its doses and its gate go on as they were."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from protocols import entries as e
from protocols.entries import CourseAmended, DoseKey
from protocols.stats.doses import units_used
from protocols.values.clinic_time import local
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside, at_bedside, missing, refusal

D1, D2, D3, D4 = (date(2026, 11, day) for day in (2, 3, 4, 5))
LATER = {"morning": "10:00", "evening": "22:00"}


@pytest.fixture
def bed() -> Bedside:
    """Step 1 has begun on D1, and both doses of D1 were given at their times."""
    bed = at_bedside()
    bed.at(D1, "08:00")
    bed.give()
    bed.at(D1, "20:00")
    bed.give()
    return bed


def due(bed: Bedside) -> dict[DoseKey, str]:
    return {dose.key: f"{local(dose.at, bed.zone):%H:%M}" for dose in bed.doses}


def times(bed: Bedside, since: date, **changes: str) -> e.Entry:
    return bed.record(CourseAmended("later rounds", times={**LATER, **changes}, since=since))


def test_new_dose_times_hold_from_their_day_on_and_earlier_doses_keep_theirs(bed: Bedside) -> None:
    before, step = (
        [(dose.key, dose.state, dose.label) for dose in bed.doses if dose.line],
        bed.chart.stretches,
    )
    times(bed, D3)
    assert [(dose.key, dose.state, dose.label) for dose in bed.doses if dose.line] == before
    assert bed.chart.stretches == step, "the step goes on"
    bed.at(D3, "09:00")
    assert due(bed) == {
        DoseKey(D1, "morning"): "08:00",
        DoseKey(D1, "evening"): "20:00",
        DoseKey(D2, "morning"): "08:00",
        DoseKey(D2, "evening"): "20:00",
        DoseKey(D3, "morning"): "10:00",
        **{key: at for key, at in due(bed).items() if key.day >= D3},
    }
    bed.at(D3, "09:59")
    assert bed.next is not None
    assert (bed.next.key, bed.next.state) == (DoseKey(D3, "morning"), "due")
    bed.at(D3, "10:05")
    assert bed.give().what.dose == DoseKey(D3, "morning")  # type: ignore[union-attr]
    assert next(dose.label for dose in bed.doses if dose.key == DoseKey(D3, "morning")) == ""


def test_a_second_change_takes_the_place_of_one_to_come_from_its_own_day_on(bed: Bedside) -> None:
    times(bed, D4)
    times(bed, D3, evening="21:00")
    bed.at(D4, "23:00")
    assert due(bed)[DoseKey(D2, "evening")] == "20:00"
    assert due(bed)[DoseKey(D3, "evening")] == "21:00"
    assert due(bed)[DoseKey(D4, "evening")] == "21:00"


def test_the_gate_is_as_shut_and_as_open_as_it_was(bed: Bedside) -> None:
    shut = missing(bed)
    bed.record(CourseAmended("on leave", prescriber="Dr Ito"))
    times(bed, D3)
    assert missing(bed) == shut
    bed.at(D2, "08:00")
    bed.give()
    bed.at(D2, "20:00")
    bed.give()
    bed.at(D3, "08:30")
    bed.rash_free()
    assert missing(bed) == []
    bed.start(2, DoseKey(D3, "morning"))
    assert due(bed)[DoseKey(D3, "morning")] == "10:00"
    bed.at(D3, "10:00")
    bed.give()


def test_times_of_the_past_of_a_recorded_dose_and_of_a_steps_first_dose_stay(bed: Bedside) -> None:
    assert "be one of the past" in refusal(bed, times, bed, D1)
    bed.at(D2, "07:30")
    early = bed.give()
    assert early.what.dose == DoseKey(D2, "morning")  # type: ignore[union-attr]
    bed.at(D2, "07:40")
    assert "has a record already" in refusal(bed, times, bed, D2)
    bed.at(D2, "20:00")
    bed.give()
    bed.at(D3, "00:30")
    bed.rash_free()
    bed.start(2, DoseKey(D3, "morning"))
    assert "a step begins with a dose of it" in refusal(bed, times, bed, D3)
    times(bed, D4)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (CourseAmended("later", times=LATER), "Enter the day from which"),
        (CourseAmended("later", times=LATER, since=D1 + timedelta(days=60)), "one of the next 31 days"),
        (CourseAmended("later", times={"morning": "10:00"}, since=D3), "time of the evening dose"),
        (CourseAmended("later", times={**LATER, "noon": "12:00"}, since=D3), "not the times of day"),
        (CourseAmended("later", times={**LATER, "morning": "25:00"}, since=D3), "time of the morning dose"),
        (
            CourseAmended("later", times={"morning": "22:00", "evening": "10:00"}, since=D3),
            "follow each other",
        ),
        (CourseAmended("", prescriber="Dr Ito"), "Write the reason"),
        (CourseAmended("none", prescriber=" "), "Write the prescriber's name"),
        (CourseAmended("the same", prescriber="Cleo Marsh"), "Nothing has changed"),
        (CourseAmended("nothing"), "Nothing has changed"),
        (CourseAmended("other stock", strengths=()), "Enter the strengths"),
        (CourseAmended("other stock", strengths=(Decimal(40),), made_by=""), "cannot make"),
    ],
)
def test_what_makes_no_plan_is_refused_in_words(change: CourseAmended, said: str, bed: Bedside) -> None:
    assert said in refusal(bed, bed.record, change)


def test_a_course_that_has_ended_keeps_its_plan(bed: Bedside) -> None:
    bed.decide("stop")
    assert "its plan stays as it was" in refusal(bed, times, bed, D3)


def test_other_strengths_make_the_doses_to_come_and_units_used_stay_those_of_their_time(bed: Bedside) -> None:
    before = {figure.what: figure.number for figure in units_used([bed.chart], bed.now)}
    bed.record(CourseAmended("150 mg not delivered", strengths=(Decimal(75),)))
    assert bed.chart.plan.strengths == (Decimal(75),)
    assert bed.chart.plan.at(bed.now - timedelta(days=1)).strengths != (Decimal(75),)
    assert {figure.what: figure.number for figure in units_used([bed.chart], bed.now)} == before


def test_the_dose_form_of_another_session_waits_for_what_is_planned_now(bed: Bedside) -> None:
    asked = bed.chart.asked
    times(bed, D3)
    assert bed.chart.asked != asked


def test_a_hold_and_a_rash_are_no_obstacle_and_end_by_nothing_of_it(bed: Bedside) -> None:
    bed.rash()
    times(bed, D3)
    assert not bed.chart.running
    assert bed.next is None or bed.next.state == "held"


def test_the_history_says_what_was_changed_and_why(bed: Bedside) -> None:
    def said(change: CourseAmended) -> str:
        return sentence(bed.record(change), bed.folded)

    assert said(CourseAmended("rounds", times=LATER, since=D3)) == (
        "Plan changed: dose times morning 10:00 and evening 22:00 from Wed 04-Nov-2026. rounds"
    )
    assert said(CourseAmended("on leave", prescriber="Dr Ito")) == "Plan changed: prescriber Dr Ito. on leave"


def test_nobody_amends_under_a_wrong_clock(bed: Bedside) -> None:
    bed.newest = bed.now.astimezone(UTC) + timedelta(hours=3)
    assert "clock" in refusal(bed, bed.record, CourseAmended("leave", prescriber="Dr Ito"), by=PRESCRIBER)
