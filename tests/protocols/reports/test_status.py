"""Where a course stands in one word, and in which sentences: state by state, as board and list show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from protocols.entries import DecisionMade, PatientLeft, PatientSent
from protocols.reports.status import TO_DO, Status, counts_from, status_of
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_ending import made, morning
from tests.protocols.helpers import decision_states as states
from tests.protocols.helpers.bedside import PRESCRIBER, ZONE, Bedside, at_bedside, on_step

D1, D2, D3, D4 = (date(2026, 11, day) for day in (2, 3, 4, 5))
HELD = "Only a prescriber ends this hold."
WAITS = "1 of 10 given at the prescribed amount: 9 doses missing."
NONE_GIVEN = "0 of 4 given at the prescribed amount: 4 doses missing."
AFTER_DOSE = (
    "Last rash-free check Mon 02-Nov-2026 07:00 by Ada Okafor was before the last dose. "
    "Check the whole skin and the mucosa, 4 hours or more after the last dose: from Wed 04-Nov-2026 "
)


def at(day: date, wall: str) -> Callable[[], Bedside]:
    """On step 1, nothing recorded, at that time."""

    def lived() -> Bedside:
        bed = at_bedside()
        bed.at(day, wall)
        return bed

    return lived


def checked_at(wall: str) -> Callable[[], Bedside]:
    """All of step 1 given, the skin seen at 06:30 of the third day; at that time of it."""

    def lived() -> Bedside:
        bed = at_bedside()
        bed.step_through()
        bed.rash_free()
        bed.at(D3, wall)
        return bed

    return lived


def given() -> Bedside:
    bed = at_bedside()
    bed.step_through()
    return bed


def given_late() -> Bedside:
    """The last dose of step 1 at 22:00, and it is half past midnight."""
    bed = at_bedside()
    bed.day()
    bed.at(D2, "08:00")
    bed.give()
    bed.at(D2, "22:00")
    bed.give()
    bed.at(D3, "00:30")
    return bed


def left(how: str) -> Callable[[], Bedside]:
    def lived() -> Bedside:
        bed = states.running()
        bed.record(PatientLeft(how), course="")  # type: ignore[arg-type]
        return bed

    return lived


def accepted() -> Bedside:
    bed = states.rash()
    bed.decide("resume", residual=True)
    return bed


def finished() -> Bedside:
    bed = made(morning(150, 2))
    bed.day()
    bed.day()
    bed.rash_free()
    return bed


def watch_over() -> Bedside:
    bed = finished()
    bed.go(days=3)
    bed.rash_free()
    return bed


FINISHED = "FINISHED: every dose of step 1, the last, was given. Nothing more is due."
OPEN = "Every precondition of step 2 is met: it may be started."
LOOK = "The rash watch waits for today's skin check, Wed 04-Nov-2026."

CASES: dict[str, tuple[Callable[[], Bedside], str, tuple[str, ...]]] = {
    "enrolled": (
        states.enrolled,
        "BEGIN",
        ("Step 1 waits for rash-free check: No rash-free check yet. Check the whole skin and the mucosa.",),
    ),
    "due": (
        at(D1, "08:00"),
        "DUE",
        ("150 mg due today 08:00.", f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}"),
    ),
    "overdue": (
        at(D1, "12:00"),
        "OVERDUE",
        ("150 mg overdue from today 08:00.", f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}"),
    ),
    "one overdue, another due": (
        at(D1, "20:00"),
        "OVERDUE",
        (
            "150 mg due today 20:00.",
            "1 dose past its time has no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "two overdue": (
        at(D2, "08:00"),
        "OVERDUE",
        (
            "150 mg due today 08:00.",
            "2 doses past their time have no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "two overdue, none due": (
        at(D2, "00:30"),
        "OVERDUE",
        (
            "150 mg overdue from yesterday 20:00.",
            "2 doses past their time have no record.",
            f"Step 2 waits for doses given and 2 more: {NONE_GIVEN}",
        ),
    ),
    "next": (
        states.running,
        "NEXT",
        ("300 mg next today 20:00.", f"Step 3 waits for doses given and 2 more: {WAITS}"),
    ),
    "open": (checked_at("06:30"), "OPEN", ("150 mg next today 08:00.", OPEN)),
    "open, a dose due": (checked_at("07:00"), "OPEN DUE", ("150 mg due today 08:00.", OPEN)),
    "a check wanted": (
        given,
        "CHECK",
        ("150 mg next today 08:00.", LOOK, f"Step 2 waits for rash-free check: {AFTER_DOSE}00:00."),
    ),
    "a check wanted later": (
        given_late,
        "CHECK",
        (
            "150 mg next today 08:00.",
            LOOK,
            f"Step 2 waits for rash-free check: {AFTER_DOSE}02:00.",
            "A skin check counts from today 02:00.",
        ),
    ),
    "held": (states.held, "HOLD", (f"Hold (surgery) Wed 04-Nov-2026 08:00. {HELD}",)),
    "a rash": (states.rash, "HOLD", (f"Rash found Wed 04-Nov-2026 09:00. {HELD}",)),
    "a red flag": (states.red_flag, "RED FLAG", (f"Red flag (skin pain) Wed 04-Nov-2026 08:00. {HELD}",)),
    "a rash accepted": (
        accepted,
        "RASH",
        (
            "300 mg next today 20:00.",
            "A rash is still there: a prescriber accepted it for this dose. Look at the skin; no higher dose "
            "until it is gone.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "died": (
        left("died"),
        "DIED",
        (
            "Died Wed 04-Nov-2026 08:00.",
            "The patient has died. A prescriber stops the course: key p.",
        ),
    ),
    "on leave": (
        left("leave"),
        "LEAVE",
        (
            "On leave since Wed 04-Nov-2026 08:00.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "discharged": (
        left("discharged"),
        "LEFT",
        (
            "Discharged Wed 04-Nov-2026 08:00.",
            f"Step 3 waits for doses given and 3 more: {WAITS}",
        ),
    ),
    "on the target": (states.on_target, "NEXT", ("300 mg next today 20:00.", "Step 2 has the target dose.")),
    "the watch over": (
        states.watched,
        "NEXT",
        (
            "300 mg next today 20:00.",
            "Step 2 has the target dose.",
            "A prescriber may complete the course.",
        ),
    ),
    "finished": (finished, "FINISHED", (FINISHED,)),
    "finished, the watch over": (
        watch_over,
        "FINISHED",
        (FINISHED, "A prescriber may complete the course."),
    ),
    "stopped": (
        states.stopped,
        "STOPPED",
        ("Stopped at step 2 Wed 04-Nov-2026 08:00 by Cleo Marsh: as discussed.",),
    ),
    "completed": (
        states.completed,
        "COMPLETE",
        ("Completed at step 2 Wed 18-Nov-2026 06:30 by Cleo Marsh: as discussed.",),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_word_and_the_sentences_of_each_state(case: str) -> None:
    lived, label, why = CASES[case]
    bed = lived()
    found = status_of(bed.chart, bed.now)
    assert (found.label, found.why) == (label, why)


def of(case: str) -> Status:
    bed = CASES[case][0]()
    return status_of(bed.chart, bed.now)


@pytest.mark.parametrize(
    ("case", "extended"),
    [("open", True), ("next", False), ("enrolled", False), ("finished", False), ("stopped", False)],
)
def test_a_step_has_lasted_longer_than_its_days(case: str, extended: bool) -> None:
    assert of(case).extended is extended


def test_a_course_that_was_stopped_in_an_extended_step_is_not_extended() -> None:
    bed = given()
    bed.decide("stop")
    assert not status_of(bed.chart, bed.now).extended


def test_the_words_go_from_the_most_urgent_to_the_least_and_an_open_gate_hides_no_due_dose() -> None:
    cases = ("a red flag", "held", "overdue", "open", "a check wanted", "next", "stopped")
    urgency = [of(case).urgency for case in cases]
    assert urgency == sorted(urgency)
    assert of("due").urgency[0] == of("open, a dose due").urgency[0] < of("open").urgency[0]
    assert of("due").urgency[1] == instant_of(D1, "08:00", ZONE)
    enrolled = states.enrolled()
    assert status_of(enrolled.chart, enrolled.now).urgency[1] == enrolled.chart.entry.at


@pytest.mark.parametrize(("case", "asks"), [("due", True), ("a rash accepted", True), ("next", False)])
def test_a_word_asks_for_something_or_not(case: str, asks: bool) -> None:
    assert (of(case).label in TO_DO) is asks


def test_at_another_site_that_alone_is_said() -> None:
    bed = states.rash()
    bed.record(PatientSent("Ward 9"), course="")
    for clock in ("", ODD):
        found = status_of(bed.chart, bed.now, clock)
        assert found.word == "AWAY"
        assert len(found.why) == 1 + bool(clock)
        assert "Ward 9" in found.why[-1]


ODD = "The clock is odd."


@pytest.mark.parametrize(
    ("case", "word"),
    [("next", "CLOCK"), ("enrolled", "CLOCK"), ("held", "HOLD"), ("stopped", "STOPPED")],
)
def test_while_the_clock_is_in_doubt_nobody_is_told_that_nothing_is_due(case: str, word: str) -> None:
    bed = CASES[case][0]()
    found = status_of(bed.chart, bed.now, ODD)
    assert (found.word, found.why) == (word, (ODD, *CASES[case][2]))


@pytest.mark.parametrize(
    ("brought", "follows"), [(False, "It goes on as it was enrolled."), (True, "A prescriber")]
)
def test_a_course_on_a_version_that_this_site_has_not_says_so_until_its_end(
    brought: bool, follows: str
) -> None:
    """Among the sentences stands the first alone; in what the two differ is beside them."""
    bed = states.running()
    chart = replace(bed.chart, brought=brought)
    other = msgspec.structs.replace(bed.protocol, steps=bed.protocol.steps[:3], with_food=False)
    told = status_of(chart, bed.now, known=[other])
    assert "OTHER VERSION" in told.why[0]
    assert follows in told.why[0]
    assert told.version[:2] == (told.why[0], "5 steps in the course, 3 here.")
    assert told.why[1:] == CASES["next"][2]
    assert "OTHER PROTOCOL" in status_of(chart, bed.now, known=[]).why[0]
    assert status_of(chart, bed.now, known=[bed.protocol]).version == ()
    assert status_of(chart, bed.now).version == ()
    bed.decide("stop")
    assert status_of(bed.chart, bed.now, known=[]).version == ()


@pytest.mark.parametrize(("wall", "counts"), [("00:30", True), ("01:59", True), ("02:00", False)])
def test_from_when_the_check_that_alone_is_missing_counts(wall: str, counts: bool) -> None:
    bed = given_late()
    bed.at(D3, wall)
    found = status_of(bed.chart, bed.now)
    told = counts_from(bed.chart, found.gate, bed.now)
    assert told == (instant_of(D3, "02:00", ZONE) if counts else None)
    assert ("A skin check counts from today 02:00." in found.why) is counts


@pytest.mark.parametrize("case", ["next", "open", "enrolled"])
def test_where_more_is_missing_or_nothing_no_check_counts_from_a_time(case: str) -> None:
    bed = CASES[case][0]()
    assert counts_from(bed.chart, status_of(bed.chart, bed.now).gate, bed.now) is None


def test_a_reason_that_ends_a_sentence_gets_no_second_stop() -> None:
    bed = on_step(2)
    bed.record(DecisionMade("stop", "borne badly!"), by=PRESCRIBER)
    told = "Stopped at step 2 Wed 04-Nov-2026 06:30 by Cleo Marsh: borne badly!"
    assert status_of(bed.chart, bed.now).why == (told,)


def test_a_course_that_was_stopped_before_its_start_names_no_step() -> None:
    bed = states.enrolled()
    bed.decide("stop")
    told = "Stopped Mon 02-Nov-2026 07:00 by Cleo Marsh: as discussed."
    assert status_of(bed.chart, bed.now).why == (told,)
