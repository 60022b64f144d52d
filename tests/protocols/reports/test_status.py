"""Where a course stands in one word, and in which sentences: state by state, as board and list show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import (
    DecisionMade,
    DoseGiven,
    HoldPlaced,
    PatientLeft,
    PatientSent,
    RashFreeChecked,
    RedFlagSeen,
)
from protocols.gate.rash_watch import daily_check_due
from protocols.reports.status import RASH_GOES_ON, TO_DO, Status, counts_from, status_of
from protocols.values.clinic_time import instant_of
from tests.protocols.course.test_co_medications import D14, KIMURA, PREDNISOLONE
from tests.protocols.helpers import decision_states as states
from tests.protocols.helpers.bedside import PRESCRIBER, ZONE, Bedside, at_bedside, on_step
from tests.protocols.reports.status_cases import CASES, D1, D2, D3, given, given_late


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


@pytest.mark.parametrize("lived", [states.running, states.rash])
def test_at_another_site_that_alone_is_said(lived: Callable[[], Bedside]) -> None:
    bed = lived()
    bed.record(PatientSent("Ward 9"), course="")
    for clock in ("", ODD):
        found = status_of(bed.chart, bed.now, clock)
        assert found.word == "AWAY"
        assert len(found.why) == 1 + bool(clock)
        assert "Ward 9" in found.why[-1]


@pytest.mark.parametrize(
    ("lived", "word", "what"),
    [(states.rash, "HOLD", "Rash found"), (states.red_flag, "RED FLAG", "Red flag (skin pain)")],
)
def test_a_finding_that_nobody_released_outlasts_its_course(
    lived: Callable[[], Bedside], word: str, what: str
) -> None:
    bed = lived()
    bed.decide("stop")
    found = status_of(bed.chart, bed.now)
    assert found.word == word
    assert found.why[0].startswith("Stopped at step 2 ")
    assert found.why[1].startswith(f"NOT RELEASED: {what} ")
    assert found.why[1].endswith(" A prescriber releases it: key d.")
    assert len(found.why) == 2


def test_on_leave_no_dose_is_offered_and_one_left_open_is_said() -> None:
    bed = at_bedside()
    bed.at(D1, "09:30")
    bed.record(PatientLeft("leave"), course="")
    found = status_of(bed.chart, bed.now)
    assert (found.word, found.next) == ("LEAVE", None)
    assert found.why[1] == "1 dose past its time has no record."


def test_a_rash_that_was_accepted_hides_no_dose_that_is_due() -> None:
    bed = CASES["a rash accepted"][0]()
    bed.at(D3, "20:00")
    assert status_of(bed.chart, bed.now).label == "DUE"


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


def test_one_red_flag_among_what_holds_a_course_is_its_word() -> None:
    bed = states.rash()
    bed.record(RedFlagSeen(("skin pain",)))
    assert status_of(bed.chart, bed.now).word == "RED FLAG"


def test_a_rash_that_was_accepted_is_told_while_the_course_goes_on_here() -> None:
    bed = CASES["a rash accepted"][0]()
    assert RASH_GOES_ON in status_of(bed.chart, bed.now).why
    bed.record(PatientLeft("leave"), course="")
    assert RASH_GOES_ON not in status_of(bed.chart, bed.now).why


def test_before_the_start_a_check_is_told_at_the_gate_alone() -> None:
    bed = states.enrolled()
    bed.record(DoseGiven(None, Decimal(150), reason="the last of the ward before"))
    found = status_of(bed.chart, bed.now)
    assert counts_from(bed.chart, found.gate, bed.now) is None
    assert (found.word, len(found.why)) == ("BEGIN", 1)


def test_where_no_dose_was_taken_a_check_counts_at_once() -> None:
    bed = at_bedside()
    bed.at(D3, "06:30")
    bed.waive("doses")
    found = status_of(bed.chart, bed.now)
    assert [line.number for line in found.gate.missing] == [3]
    assert counts_from(bed.chart, found.gate, bed.now) is None


def test_a_check_is_wanted_today_also_where_the_gate_waits_for_more() -> None:
    bed = at_bedside()
    bed.day()
    bed.at(D2, "08:00")
    bed.give()
    bed.at(D2, "12:00")
    assert status_of(bed.chart, bed.now).word == "CHECK"
    bed.rash_free()
    assert status_of(bed.chart, bed.now).word == "NEXT"


def test_a_check_is_wanted_for_the_gate_also_where_todays_was_made() -> None:
    bed = CASES["open"][0]()
    bed.at(D3, "08:00")
    bed.give()
    bed.at(D3, "12:00")
    assert status_of(bed.chart, bed.now).word == "CHECK"
    bed.rash_free()
    assert status_of(bed.chart, bed.now).word == "OPEN"


@pytest.mark.parametrize("died", [False, True])
def test_of_the_dead_no_medicine_is_to_be_stopped(died: bool) -> None:
    bed = at_bedside(KIMURA, day=D14)
    bed.record(PREDNISOLONE)
    if died:
        bed.record(PatientLeft("died"), course="")
    bed.decide("stop")
    told = [words for words in status_of(bed.chart, bed.now).why if "prednisolone" in words]
    assert len(told) == (not died)


def test_a_time_without_doses_is_said() -> None:
    bed = states.running()
    bed.go(hours=48)
    told = status_of(bed.chart, bed.now).why
    assert any(words.startswith("NO DOSE FOR 2d, since Wed 04-Nov-2026 08:00") for words in told)


def test_in_a_hold_the_watch_is_not_told_beside_it() -> None:
    bed = states.held()
    bed.go(days=1)
    assert daily_check_due(bed.chart, bed.now)
    assert status_of(bed.chart, bed.now).why == CASES["held"][2]


def test_before_the_start_of_a_second_course_the_gate_alone_asks_for_a_look() -> None:
    bed = states.running()
    bed.decide("stop")
    bed.enrol()
    bed.go(days=1)
    found = status_of(bed.chart, bed.now)
    assert found.word == "BEGIN"
    assert len(found.why) == 1


def test_a_check_that_was_taken_away_after_the_end_is_nothing_to_release() -> None:
    bed = states.running()
    bed.decide("stop")
    bed.correct(next(entry for entry in reversed(bed.entries) if isinstance(entry.what, RashFreeChecked)))
    assert bed.chart.open_holds
    found = status_of(bed.chart, bed.now)
    assert (found.word, len(found.why)) == ("STOPPED", 1)


def test_held_on_the_target_the_hold_is_told_alone() -> None:
    bed = states.on_target()
    bed.record(HoldPlaced("surgery"))
    assert status_of(bed.chart, bed.now).why == CASES["held"][2]


def test_the_gate_names_what_it_waits_for_first_and_how_much_more_there_is() -> None:
    bed = at_bedside()
    bed.step_through()
    bed.at(D2, "23:00")
    why = status_of(bed.chart, bed.now).why
    assert why[-1] == "Step 2 waits for days passed and 1 more: Day 2 of 2. Not before Wed 04-Nov-2026."
