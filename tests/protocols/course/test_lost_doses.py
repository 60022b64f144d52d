"""What the protocol's rules say in words, at the moment they matter."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from protocols.course.lost_doses import (
    late_words,
    limit_words,
    lost_words,
    newest_lost,
    vomited_words,
    will_follow,
)
from protocols.course.make_up import after
from protocols.course.schedule import next_dose, scheduled
from protocols.definition.protocol import DoseRules
from protocols.entries import DoseKey, DoseVomited
from protocols.gate.warnings import amount_warning, dose_warnings
from protocols.reports.status import status_of
from tests.protocols.course.test_make_up import LIKE_THE_LABEL, RULES, due
from tests.protocols.helpers.bedside import Bedside, on_step
from tests.protocols.helpers.published import library

D1 = date(2026, 11, 2)
MORNING, EVENING = DoseKey(D1, "morning"), DoseKey(D1, "evening")


@pytest.mark.parametrize(
    ("rules", "minutes", "said"),
    [
        (
            LIKE_THE_LABEL,
            0,
            "Vomited: the next dose is due at its time, today 20:00. No make-up in this protocol.",
        ),
        (RULES, 30, "Vomited: a make-up may be given until today 08:30."),
        (
            RULES,
            31,
            "Vomited: too late for a make-up, which was allowed until today 08:30. "
            "The next dose is due at its time, today 20:00.",
        ),
    ],
)
def test_after_a_vomited_dose(rules: DoseRules, minutes: int, said: str) -> None:
    bedside = due(rules)
    dose = bedside.give()
    line = bedside.chart.lines[dose.id]
    assert lost_words(bedside.chart, line, bedside.now) == ""
    bedside.go(minutes=minutes)
    assert vomited_words(bedside.chart, line, bedside.now) == said
    bedside.record(DoseVomited(line.id))
    found = newest_lost(bedside.chart, bedside.now)
    assert found is not None
    assert lost_words(bedside.chart, found, bedside.now) == said
    assert said in status_of(bedside.chart, bedside.now).why
    assert said in dose_warnings(bedside.chart, bedside.next, bedside.now)
    bedside.at(D1, "20:00")
    assert newest_lost(bedside.chart, bedside.now) is None


@pytest.mark.parametrize(
    ("rules", "wall", "said"),
    [
        (
            LIKE_THE_LABEL,
            "08:00",
            "the next dose is due at its time, today 20:00. No make-up in this protocol.",
        ),
        (RULES, "13:59", "a make-up may be given until today 14:00."),
        (
            RULES,
            "14:00",
            "too late for a make-up, which was allowed until today 14:00. The next dose is due at",
        ),
    ],
)
def test_after_a_dose_not_given(rules: DoseRules, wall: str, said: str) -> None:
    bedside = due(rules)
    bedside.at(D1, wall)
    assert will_follow(bedside.chart, MORNING, "refused", bedside.now).startswith(f"Not given: {said}")
    refused = bedside.not_given("refused", MORNING)
    line = bedside.chart.lines[refused.id]
    assert lost_words(bedside.chart, line, bedside.now).startswith(f"Not given (refused): {said}")
    bedside.rash()
    assert lost_words(bedside.chart, line, bedside.now) == ""


@pytest.mark.parametrize(
    ("rules", "wall", "said"),
    [
        (RULES, "09:00", ""),
        (RULES, "09:01", "This dose is 1hr 1min late. It may be given until today 14:00."),
        (
            RULES,
            "14:00",
            "This dose is 6hr late. By this protocol it was to be given until today 14:00.",
        ),
        (
            LIKE_THE_LABEL,
            "12:00",
            "This dose is 4hr late. If it is left out there is no make-up. The next dose is",
        ),
    ],
)
def test_a_dose_past_its_time_says_the_rule_and_stays_overdue(rules: DoseRules, wall: str, said: str) -> None:
    bedside = due(rules)
    bedside.at(D1, wall)
    dose = next_dose(scheduled(bedside.chart, bedside.now))
    assert dose is not None
    told = late_words(bedside.chart, dose, bedside.now)
    assert told.startswith(said)
    assert bool(told) == bool(said)
    assert dose.state == ("overdue" if said else "due")
    bedside.give(MORNING, reason="late")
    assert bedside.chart.statuses[MORNING].id == bedside.entries[-1].id


def test_a_made_up_dose_is_not_made_up_again_and_says_so() -> None:
    bedside = due()
    first = bedside.give(vomited=True)
    again = bedside.record(msgspec.structs.replace(first.what, dose=None, vomited=False, makes_up=first.id))
    assert newest_lost(bedside.chart, bedside.now) is None
    line = bedside.chart.lines[again.id]
    said = vomited_words(bedside.chart, line, bedside.now)
    assert said == "A make-up is not made up again. The next dose is due at its time, today 20:00."


def test_the_dose_after_the_last_of_a_day_is_the_next_mornings() -> None:
    bedside = due()
    assert after(bedside.chart, MORNING) == EVENING
    assert after(bedside.chart, EVENING) == DoseKey(date(2026, 11, 3), "morning")


def test_a_treatment_break_is_said_before_the_dose_that_would_end_it() -> None:
    bedside = due()
    bedside.give()
    bedside.at(date(2026, 11, 4), "07:59")
    assert not any("NO DOSE FOR" in said for said in dose_warnings(bedside.chart, bedside.next, bedside.now))
    bedside.at(date(2026, 11, 4), "08:00")
    assert any(
        said.startswith("NO DOSE FOR 2d, since Mon 02-Nov-2026 08:00: longer than 48 hours.")
        for said in dose_warnings(bedside.chart, bedside.next, bedside.now)
    )


def test_another_amount_than_prescribed_is_said_and_more_of_it_loudly() -> None:
    asked, more, less = (library("alectinib-report-2020").strengths[0] * times for times in (2, 3, 1))
    assert amount_warning(asked, asked, "mg") == ""
    assert amount_warning(more, asked, "mg").startswith("MORE THAN PRESCRIBED: 450 mg, prescribed 300 mg.")
    assert amount_warning(less, asked, "mg").startswith("Less than prescribed: 150 mg, prescribed 300 mg.")


def limited() -> Bedside:
    """Step 1 of two days and at most three, its doses refused; day 3."""
    plan = library("alectinib-report-2020")
    steps = (msgspec.structs.replace(plan.steps[0], at_most_days=3), *plan.steps[1:])
    bedside = Bedside(msgspec.structs.replace(plan, steps=steps))
    bedside.begin()
    for _ in range(2):
        bedside.day(lambda: bedside.not_given())
    return bedside


def test_a_step_longer_than_its_limit_is_said_and_moves_nothing() -> None:
    bedside = limited()
    assert limit_words(bedside.chart, bedside.now) == ""
    bedside.day()
    said = "Step 1 is on day 4: this protocol wants at most 3 days. A prescriber decides."
    assert limit_words(bedside.chart, bedside.now) == said
    assert said in status_of(bedside.chart, bedside.now).why
    assert bedside.chart.running
    bedside.day()
    bedside.rash_free()
    assert bedside.gate.open
    bedside.decide("stay")
    assert limit_words(bedside.chart, bedside.now) == ""
    assert limit_words(on_step(2).chart, bedside.now) == ""
