"""A hold is told by what was found, as it now stands, and when; since when it holds stands beside."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from protocols import entries as e
from protocols.gate.wording import hold_words
from protocols.record.held import open_told_holds, told_holds
from protocols.reports.handover import handover
from protocols.reports.skin_trend import trend
from protocols.reports.status import status_of
from protocols.stats.skin import holds
from protocols.values.clinic_time import instant_of
from tests.protocols.helpers.bedside import ZONE, Bedside, on_step

RASH, PAIN, PURPURA = (
    e.RashFound("maculopapular", ("neck",)),
    e.RedFlagSeen(("skin pain",)),
    e.RedFlagSeen(("purpura",)),
)
SEEN = instant_of(date(2026, 11, 4), "08:15", ZONE)
TUESDAY, WEDNESDAY = "Wed 04-Nov-2026 08:15", "Thu 05-Nov-2026 19:30"


def found(what: e.RashFound | e.RedFlagSeen, at: datetime = SEEN) -> Bedside:
    """Found on one day, recorded on the next."""
    bedside = on_step(2)
    bedside.at(date(2026, 11, 5), "19:30")
    bedside.record(what, at=at)
    return bedside


def told(bedside: Bedside) -> str:
    return hold_words(open_told_holds(bedside.chart), ZONE)


@pytest.mark.parametrize(("what", "words"), [(RASH, "Rash found"), (PAIN, "Red flag (skin pain)")])
def test_a_hold_says_when_it_was_found_and_beside_it_since_when_it_holds(
    what: e.RashFound, words: str
) -> None:
    bedside = found(what)
    said = f"{words} {TUESDAY}, held since {WEDNESDAY}. Only a prescriber ends this hold."
    assert told(bedside) == said
    found_now = status_of(bedside.chart, bedside.now)
    assert found_now.why[0] == said
    assert next(line.words for line in found_now.gate.preconditions if line.number == 5) == said


def test_found_and_recorded_at_once_it_has_one_time() -> None:
    bedside = on_step(2)
    bedside.rash()
    assert told(bedside) == "Rash found Wed 04-Nov-2026 06:30. Only a prescriber ends this hold."


def test_a_corrected_time_is_the_time_it_was_found() -> None:
    bedside = on_step(2)
    rash = bedside.rash()
    bedside.go(days=1)
    bedside.correct(rash, RASH, at=SEEN.replace(hour=4))
    assert told(bedside).startswith("Rash found Wed 04-Nov-2026 05:15, held since Wed 04-Nov-2026 06:30.")


def test_a_corrected_sign_is_the_one_that_is_told() -> None:
    bedside = found(PAIN)
    bedside.correct(bedside.entries[-1], PURPURA)
    assert (
        told(bedside)
        == f"Red flag (purpura) {TUESDAY}, held since {WEDNESDAY}. Only a prescriber ends this hold."
    )
    assert len(told_holds(bedside.chart)) == 1


@pytest.mark.parametrize("right", [None, e.RashFreeChecked(True, True)])
@pytest.mark.parametrize(("what", "name"), [(RASH, "Rash"), (PAIN, "Red flag")])
def test_what_was_taken_back_is_not_told_as_found_and_the_hold_stands(
    what: e.RashFound, name: str, right: e.RashFreeChecked | None
) -> None:
    bedside = found(what)
    bedside.correct(bedside.entries[-1], right)
    said = f"{name} entered in error, still held until a prescriber decides; held since {WEDNESDAY}."
    assert told(bedside) == said
    chart = bedside.chart
    assert (status_of(chart, bedside.now).word, chart.running) == ("HOLD", False)
    assert [item.statuses[0].why[0] for item in handover([bedside.folded], (), bedside.now).items] == [said]
    held = [words for day in trend(chart, bedside.now) for _, words in day.events if words.startswith("held")]
    assert held == [f"held: {name.lower()}, entered in error"]


def test_a_red_flag_corrected_to_a_rash_is_one_hold_for_a_rash_and_the_other_way_round() -> None:
    bedside = found(PAIN)
    flag = bedside.entries[-1]
    bedside.correct(flag, RASH)
    assert [(hold.cause, hold.placed) for hold in told_holds(bedside.chart)] == [
        ("rash", (flag, bedside.entries[-1]))
    ]
    figures = {figure.what: figure.number for figure in holds([bedside.chart], bedside.now)}
    assert (figures["holds"], figures["for rash"], figures["for red flag"]) == (1, 1, 0)
    bedside.correct(flag, PURPURA)
    assert status_of(bedside.chart, bedside.now).word == "RED FLAG"
    assert told(bedside).startswith(f"Red flag (purpura) {TUESDAY}")


def test_two_findings_are_two_holds_and_a_released_one_is_not_opened_by_telling_it() -> None:
    bedside = found(RASH)
    bedside.record(PAIN)
    assert [hold.cause for hold in open_told_holds(bedside.chart)] == ["red flag", "rash"]
    pain = bedside.entries[-1]
    bedside.go(hours=6)
    bedside.rash_free()
    bedside.decide("resume")
    bedside.correct(pain, PURPURA)
    assert [hold.ended is None for hold in told_holds(bedside.chart)] == [False, False, True]


def test_a_lost_check_is_told_once_however_many_starts_stood_on_it() -> None:
    bedside = on_step(2)
    check = next(entry for entry in reversed(bedside.entries) if isinstance(entry.what, e.RashFreeChecked))
    bedside.correct(check)
    assert told(bedside).startswith("The rash-free check behind a step was taken away Wed 04-Nov-2026 06:30.")
    assert [hold.cause for hold in open_told_holds(bedside.chart)] == ["check"]


def test_a_rash_after_an_end_that_the_next_course_released_is_over_in_every_handover() -> None:
    bedside = on_step(2)
    bedside.decide("stop")
    bedside.rash()
    bedside.enrol()
    assert [len(open_told_holds(chart)) for chart in bedside.folded.charts] == [1, 1]
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("resume")
    assert [open_told_holds(chart) for chart in bedside.folded.charts] == [[], []]
    (item,) = handover([bedside.folded], (), bedside.now).items
    assert [found.chart.id for found in item.statuses] == [bedside.course]


def test_one_rash_after_two_ended_courses_is_one_hold_of_a_third() -> None:
    bedside = on_step(2)
    bedside.decide("stop")
    bedside.enrol()
    bedside.decide("stop")
    bedside.rash()
    bedside.enrol()
    assert len(told_holds(bedside.chart)) == 1
    figures = {figure.what: figure.number for figure in holds([bedside.chart], bedside.now)}
    assert figures["holds"] == 1
