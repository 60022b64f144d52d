"""Titrating down and loading doses: what goes down is said, and its gate is what the file says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DownRules, GateRules, Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.definition.wording import arrow, direction_text
from protocols.entries import DoseGiven
from protocols.gate.rash_watch import last_increase
from protocols.remarks.change_remarks import change_remarks
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.bedside import Bedside, missing, words
from tests.protocols.helpers.published import library
from tests.protocols.helpers.site_file import GOOD, changed, fault

REPORT = library("alectinib-report-2020")
DOWN = DownRules(check_after_dose_hours=0, check_valid_hours=24)


def plan(*amounts: int, down: DownRules = DOWN) -> Protocol:
    steps = [
        Step((PlannedDose("morning", Decimal(amount)),), days=1 if place < len(amounts) else None)
        for place, amount in enumerate(amounts, start=1)
    ]
    return msgspec.structs.replace(REPORT, steps=tuple(steps), gate=GateRules(4, 12, 72, 14), gate_down=down)


def begun(protocol: Protocol) -> Bedside:
    bed = Bedside(protocol)
    bed.begin()
    bed.at(bed.now.date(), "08:00")
    bed.give()
    return bed


def test_the_gate_of_a_step_down_is_what_the_file_says_and_the_skin_is_seen_all_the_same() -> None:
    bed = begun(plan(40, 20, 10))
    bed.go(minutes=10)
    bed.rash_free()
    bed.at(bed.now.date() + timedelta(days=1), "07:00")
    assert missing(bed) == []
    bed.start(2)
    up = begun(plan(20, 40))
    up.go(minutes=10)
    up.rash_free()
    up.at(up.now.date() + timedelta(days=1), "07:00")
    assert missing(up) == [3]
    assert "too soon after the last dose" in words(up, 3)


def test_without_a_check_no_step_goes_down() -> None:
    bed = begun(plan(40, 20))
    bed.at(bed.now.date() + timedelta(days=1), "07:00")
    assert missing(bed) == [3]


def test_a_step_down_that_is_more_than_was_swallowed_has_the_gate_of_a_step_up() -> None:
    """The higher step before it was never taken: waived, all its doses refused."""
    bed = Bedside(plan(10, 40, 20))
    bed.begin()
    bed.day()
    bed.rash_free()
    bed.start(2)
    bed.day(bed.not_given)
    bed.waive("doses")
    bed.at(bed.now.date(), "07:30")
    bed.rash_free()
    assert bed.gate.to == 3
    assert "Valid until" in words(bed, 3)
    bed.go(hours=13)
    assert 3 in missing(bed), "a check is valid for 12 hours before more, for 24 before less"
    rules = bed.protocol.gate_to(3)
    assert (rules.check_after_dose_hours, rules.check_valid_hours) == (0, 24)


def test_a_step_down_begins_no_watch() -> None:
    bed = begun(plan(40, 20))
    first = bed.now.date()
    bed.go(minutes=1)
    bed.rash_free()
    bed.at(first + timedelta(days=1), "07:00")
    bed.start(2)
    bed.at(first + timedelta(days=1), "08:00")
    bed.give()
    assert last_increase(bed.chart) == first


def test_a_correction_judges_the_start_by_the_gate_it_had() -> None:
    bed = begun(plan(40, 20))
    bed.go(minutes=10)
    check = bed.rash_free()
    bed.at(bed.now.date() + timedelta(days=1), "07:00")
    bed.start(2)
    bed.correct(check, check.what, check.at + timedelta(minutes=5))  # type: ignore[arg-type]
    assert bed.chart.running
    bed.correct(check)
    assert not bed.chart.running


def test_a_step_down_that_is_more_than_was_swallowed_is_not_held_by_the_shorter_time_of_a_step_down() -> None:
    bed = Bedside(plan(40, 20, down=DownRules(check_after_dose_hours=2, check_valid_hours=6)))
    bed.begin()
    bed.at(bed.now.date(), "08:00")
    bed.not_given()
    bed.waive("doses")
    bed.at(bed.now.date() + timedelta(days=1), "00:10")
    check = bed.rash_free()
    bed.go(hours=7, minutes=20)
    bed.start(2)
    assert bed.chart.running
    bed.correct(check)
    assert not bed.chart.running


def test_a_check_that_was_good_for_both_gates_of_a_step_down_stands_by_the_stricter() -> None:
    """Nobody knows any more by which of them the step was opened, once what was swallowed is another."""
    bed = begun(plan(40, 20))
    bed.at(bed.now.date() + timedelta(days=1), "06:00")
    bed.rash_free()
    bed.at(bed.now.date(), "07:00")
    bed.start(2)
    late = DoseGiven(None, Decimal(1), reason="found in the notes", no_second_check="recorded afterwards")
    bed.record(late, at=bed.now - timedelta(hours=2))
    assert [hold.cause for hold in bed.chart.open_holds] == ["check"]


@pytest.mark.parametrize(
    ("amounts", "named"),
    [
        ((40, 30, 20, 10), ()),  # a taper
        ((40, 20, 20), ()),  # a loading dose
        ((80, 40, 50, 60), ()),  # a loading dose, then up
        ((10, 20, 40, 30, 20), ()),  # up, then down for good
        ((10, 40, 20, 40), (3,)),  # down among steps up
        ((40, 10, 5), (2,)),  # to less than half
    ],
)
def test_which_steps_down_are_named(amounts: tuple[int, ...], named: tuple[int, ...]) -> None:
    found = [number for number, text in change_remarks(plan(*amounts)) if "less" in text or "falls" in text]
    assert tuple(found) == named


def test_arrows_and_words_are_for_protocols_that_go_down_alone() -> None:
    taper, up = plan(40, 20, 30), plan(20, 40)
    assert [arrow(taper, number) for number in (1, 2, 3)] == ["  ", "↓ ", "↑ "]
    assert [direction_text(taper, number) for number in (1, 2, 3)] == ["", "a step DOWN", "a step UP"]
    assert [arrow(up, number) + direction_text(up, number) for number in (1, 2)] == ["", ""]


TAPER = changed("morning = 20\n", "morning = 600\n")


def test_the_table_is_read_and_written() -> None:
    text = TAPER.replace("[windows]", "[gate_down]\ncheck_after_dose_hours = 0\n\n[windows]")
    protocol = read(text, "site.toml")
    assert protocol.gate_down == DownRules(0, None)
    assert read(written(protocol), "site.toml") == protocol
    assert "gate_down" not in written(read(GOOD, "site.toml"))


def test_a_table_for_no_step_is_a_fault() -> None:
    text = GOOD.replace("[windows]", "[gate_down]\ncheck_valid_hours = 24\n\n[windows]")
    assert "no step goes down" in fault(text)
