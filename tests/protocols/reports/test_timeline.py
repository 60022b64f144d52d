"""The case in a few lines, and the reaction before it: course days and protocol days, never mixed."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from protocols.entries import EarlierReaction, FollowUpRecorded, RedFlagSeen
from protocols.reports.timeline import Timeline, earlier_reaction, timeline
from protocols.values.clinic_time import day_of
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step, refusal
from tests.protocols.helpers.published import library

RESTART = date(2026, 11, 2)


def course_day(number: int) -> date:
    """The case report's course day; the restart is on day 21 (domain.md 4.2)."""
    return RESTART + timedelta(days=number - 21)


CASE = EarlierReaction(
    first_dose=course_day(1),
    onset=course_day(12),
    taken="600 mg twice daily",
    rash="maculopapular, Grade 3",
    treatment="methylprednisolone, tapered over 5 days",
    treatment_from=course_day(13),
    treatment_until=course_day(17),
    resolved=course_day(19),
)


def told(bed: Bedside) -> Timeline:
    return timeline(bed.folded, bed.chart)


def rows(bed: Bedside) -> list[tuple[int | None, int | None, str]]:
    found = told(bed)
    return [(found.course_day(e.day), found.protocol_day(e.day), e.words) for e in found.events]


def test_figure_3_of_the_report() -> None:
    bed = on_step(5)
    bed.day()
    bed.record(CASE)
    found = rows(bed)
    assert found == [
        (1, None, "First dose of alectinib: 600 mg twice daily"),
        (12, None, "Onset of the reaction: maculopapular, Grade 3"),
        (13, None, "methylprednisolone, tapered over 5 days"),
        (19, None, "Reaction resolved"),
        (21, 1, "Enrolled: Alectinib, case report 2020"),
        (21, 1, "Restart, step 1: 150 mg twice daily"),
        (23, 3, "Step 2: 300 mg twice daily"),
        (28, 8, "Step 3: 450 mg twice daily"),
        (36, 16, "Step 4: 450 mg in the morning and 600 mg in the evening"),
        (44, 24, "Target dose, step 5: 600 mg twice daily"),
    ]
    assert told(bed).events[2].until == course_day(17)


def test_without_an_earlier_reaction_there_are_no_course_days() -> None:
    bed = at_bedside()
    bed.give()
    assert {row[0] for row in rows(bed)} == {None}


def test_before_the_first_dose_there_are_no_protocol_days() -> None:
    bed = Bedside(library("alectinib-kimura"))
    bed.admit()
    bed.enrol()
    assert rows(bed) == [(None, None, "Enrolled: Alectinib, Kimura")]


def test_a_hard_course_has_its_rash_its_flag_its_decisions_and_its_end() -> None:
    bed = on_step(2)
    bed.day()
    bed.rash()
    bed.go(minutes=20)
    bed.rash_free()
    bed.decide("back", 1)
    bed.day()
    bed.record(RedFlagSeen(("mucosal erosion",)))
    bed.decide("stop")
    words = [row[2] for row in rows(bed)]
    for said in (
        "Rash found: maculopapular",
        "Go back to an earlier step, step 1",
        "RED FLAG: mucosal erosion",
        "Course stopped: as discussed",
    ):
        assert said in words
    assert words.count("Restart, step 1: 150 mg twice daily") == 1


def test_a_rash_entered_in_error_is_not_in_the_timeline() -> None:
    bed = at_bedside()
    wrong = bed.rash()
    bed.correct(wrong)
    assert not any("Rash" in row[2] for row in rows(bed))


def test_the_medicine_the_protocol_plans_has_its_days() -> None:
    bed = at_bedside("alectinib-kimura")
    bed.give()
    event = next(event for event in told(bed).events if event.kind == "medicine")
    assert event.words == "prednisolone 10 mg, as the protocol plans"
    assert (event.day, event.until) == (RESTART, RESTART + timedelta(days=13))


def test_the_newest_record_of_the_reaction_counts_and_a_wrong_one_does_not() -> None:
    bed = at_bedside()
    assert earlier_reaction(bed.chart) is None
    first = bed.record(CASE)
    second = bed.record(msgspec.structs.replace(CASE, rash="urticaria"))
    assert earlier_reaction(bed.chart) == second.what
    bed.correct(second)
    assert earlier_reaction(bed.chart) == CASE
    bed.correct(first, msgspec.structs.replace(CASE, onset=course_day(14)))
    found = earlier_reaction(bed.chart)
    assert found is not None
    assert found.onset == course_day(14)


def test_it_is_a_fact_and_moves_nothing() -> None:
    bed = at_bedside()
    before = (bed.chart.step_number, bed.chart.open_holds, [dose.key for dose in bed.doses])
    bed.record(CASE)
    assert (bed.chart.step_number, bed.chart.open_holds, [dose.key for dose in bed.doses]) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"onset": course_day(0)}, "The onset is before the first dose of that time"),
        ({"resolved": course_day(11), "treatment_until": None}, "The resolution is before the onset"),
        ({"resolved": date(2027, 1, 1)}, "The resolution is in the future: Fri 01-Jan-2027."),
        ({"first_dose": date(2027, 1, 1)}, "The first dose is in the future"),
        ({"treatment": ""}, "Say which treatment was given"),
        ({"treatment_from": None}, "Add the first day of the treatment"),
        ({"treatment_until": course_day(12)}, "The end of the treatment is before its begin"),
        ({"rash": "x" * 2001}, "Shorten the rash"),
    ],
)
def test_days_out_of_order_are_refused_in_words(changes: dict[str, object], words: str) -> None:
    bed = at_bedside()
    assert words in refusal(bed, bed.record, msgspec.structs.replace(CASE, **changes))


def test_the_sentence_of_the_history_says_all_of_it() -> None:
    bed = at_bedside()
    said = sentence(bed.record(CASE), bed.folded)
    assert said == (
        "Earlier reaction: first dose Tue 13-Oct-2026, 600 mg twice daily, onset Sat 24-Oct-2026, "
        "maculopapular, Grade 3, treated with methylprednisolone, tapered over 5 days from Sun 25-Oct-2026 "
        "until Thu 29-Oct-2026, resolved Sat 31-Oct-2026"
    )
    short = sentence(bed.record(EarlierReaction(course_day(1), course_day(12))), bed.folded)
    assert short == "Earlier reaction: first dose Tue 13-Oct-2026, onset Sat 24-Oct-2026"
    assert day_of(bed.now, bed.zone) == RESTART


def test_what_was_learned_later_closes_the_case() -> None:
    bed = on_step(5)
    bed.day()
    bed.go(days=365)
    bed.record(FollowUpRecorded("at the dose reached", "stable", "600 mg twice daily", "no"))
    event = told(bed).events[-1]
    assert event.kind == "later"
    assert event.words.startswith("Follow-up: ")
    assert "stable" in event.words


def test_the_rash_of_another_course_is_not_in_this_one() -> None:
    bed = at_bedside()
    bed.give()
    bed.rash()
    bed.decide("stop")
    bed.go(days=10)
    bed.enrol()
    assert not any("Rash" in row[2] for row in rows(bed))
