"""The controls of docs/hazards.md that keep the gate: taken out one at a time, each is missed by its test.

docs/mutation.md quotes this table. A control is taken out as a hand would: a rule forgets its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import DoseKey, DoseNotGiven
from protocols.gate import rash_watch
from protocols.record.corrected import CorrectedEntry
from protocols.record.course_fold import CourseFold
from protocols.record.skin_check import Basis
from protocols.record.slots import clock_key, slot_instant
from tests.protocols.course import test_order_of_doses as order
from tests.protocols.gate import test_ways_round as ways
from tests.protocols.record import test_late_entries as late
from tests.protocols.record import test_wrong_clock as clock
from tests.protocols.rules import test_words_that_matter as said

HAZARDS = (Path(__file__).resolve().parents[1] / "docs" / "hazards.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Control:
    """What keeps from harm, how it is taken out (attributes by where they are found), and who misses it."""

    hazard: str
    without: str
    changes: dict[str, object]
    missed_by: Callable[..., object]
    arguments: tuple[object, ...] = ()


def _by_its_line(basis: Basis, dose: Any) -> bool:
    key = getattr(dose.what, "dose", None)
    if key is None or basis.first is None or basis.plan is None:
        return False
    return slot_instant(basis.plan, key) >= slot_instant(basis.plan, basis.first)


def _alone(course: CourseFold, entry: Any) -> bool:
    return bool(entry.course in (course.id, "") or getattr(entry.what, "entry", "") in course.about.lines)


_concerned = CourseFold.concerned


def _as_given_at_first(course: CourseFold, entry: Any) -> bool:
    elsewhere = isinstance(entry.what, DoseNotGiven) and entry.course != course.id
    return not elsewhere and _concerned(course, entry)


def _any_open(doses: list[Any]) -> Any:
    return next((dose for dose in doses if dose.recordable and not dose.past), None)


def _never_released(course: CourseFold, findings: Any, entry: Any) -> None:
    """One release does not reach another course."""


def _at_the_start(chart: Any) -> Any:
    days = tuple(stretch.first.day for stretch in chart.stretches)
    return days, rash_watch._level(chart.stretches[-1])


def _by_text(at: datetime, zone: str) -> DoseKey:
    key = clock_key(at, zone)
    return DoseKey(key.day, key.slot[:5])


def _as_it_stands(line: CorrectedEntry, *kinds: type) -> bool:
    return isinstance(line.what, kinds)


CONTROLS = [
    Control(
        "H38",
        "a dose belongs to the step of its line, whenever it was taken",
        {"protocols.record.skin_check.Basis._is_own": _by_its_line},
        late.test_a_dose_taken_before_the_step_was_started_undoes_its_check_whatever_line_it_is_written_on,
    ),
    Control(
        "H38",
        "a course knows its own doses alone",
        {"protocols.record.course_fold.CourseFold.concerned": _alone},
        ways.test_a_dose_entered_late_on_the_old_course_takes_the_check_of_the_new_one_away,
    ),
    Control(
        "H38",
        "a course knows the doses of an earlier one as they were first recorded",
        {"protocols.record.course_fold.CourseFold.concerned": _as_given_at_first},
        ways.test_a_dose_of_the_old_course_that_a_correction_says_was_taken_takes_the_check_of_the_new_one_away,
    ),
    Control(
        "H38",
        "a drug's name is compared as it is typed",
        {"protocols.rules.courses.drug_key": str},
        said.test_one_drug_has_one_open_course_however_it_is_written,
        ("alectinib ",),
    ),
    Control(
        "H38",
        "the hour that comes twice has one name",
        {"protocols.record.slots.clock_key": _by_text},
        order.test_doses_of_the_hour_that_comes_twice_are_ordered_by_instant_not_by_text,
    ),
    Control(
        "H39",
        "every clock is believed",
        {"protocols.record.corrected.CorrectedEntry.sure": True},
        clock.test_a_check_under_a_wrong_clock_ends_no_hold_for_a_lost_check,
    ),
    Control(
        "H39",
        "what a wrong clock took back is gone",
        {"protocols.record.corrected.CorrectedEntry.perhaps": _as_it_stands},
        clock.test_what_was_taken_back_under_a_wrong_clock_counts_until_it_is_taken_back_again,
        (False,),
    ),
    Control(
        "H39",
        "two clocks differ by not one second",
        {
            "protocols.record.clock.TOLERANCE": timedelta(0),
            "protocols.record.skin_check.TOLERANCE": timedelta(0),
        },
        clock.test_a_check_of_a_server_that_is_seconds_fast_counts_and_of_one_minutes_fast_is_named,
        (2, True),
    ),
    Control(
        "H40",
        "residual rash is accepted for whatever step",
        {"protocols.rules.moves.no_residual": lambda chart, to: ""},
        ways.test_residual_rash_is_not_accepted_for_a_step_that_is_earlier_and_higher,
    ),
    Control(
        "H41",
        "the watch counts from the day a step was to begin",
        {"protocols.gate.rash_watch._increases": _at_the_start},
        ways.test_the_watch_begins_with_the_first_dose_of_the_increase_and_not_with_its_start,
    ),
    Control(
        "H42",
        "a release ends the flag of one course alone",
        {"protocols.record.course_fold.CourseFold.released": _never_released},
        ways.test_a_red_flag_stands_after_a_stop_until_one_release_and_no_longer,
    ),
    Control(
        "H43",
        "the oldest open dose is offered",
        {"tests.protocols.helpers.bedside.next_dose": _any_open},
        order.test_after_the_evening_dose_the_mornings_is_not_offered_and_counts_for_nothing,
        (True,),
    ),
    Control(
        "H43",
        "a time without doses is not said",
        {"protocols.reports.status.gap": lambda chart, now: None},
        order.test_a_gap_is_said_on_the_last_step_in_a_hold_and_after_it,
    ),
    Control(
        "H44",
        "a forecast looks as far as there are days",
        {
            "protocols.course.forecast.HORIZON": timedelta(days=20_000),
            "protocols.course.forecast.MOST": 10**9,
        },
        order.test_whatever_is_forecast_ends,
    ),
    Control(
        "H45",
        "a denial reaches to the end",
        {"protocols.scales.red_flags._DENIED": re.compile(r"\b(no|not|without)\b.*")},
        said.test_one_denial_takes_back_one_sign_and_the_drugs_own_signs_are_pointed_to,
        ("no fever but blisters", (said.BLISTER,)),
    ),
]


def names(control: Control) -> str:
    return f"{control.hazard}: {control.without}"


@pytest.mark.parametrize("control", CONTROLS, ids=names)
def test_a_control_taken_out_is_missed_by_its_test(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    control.missed_by(*control.arguments)
    take_out(control, monkeypatch)
    with pytest.raises((AssertionError, ValueError)):
        control.missed_by(*control.arguments)


def take_out(control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program go on without it."""
    for path, instead in control.changes.items():
        monkeypatch.setattr(*_found(path), instead)


def _found(path: str) -> tuple[object, str]:
    """The object and the attribute that a dotted path names."""
    whole, _, name = path.rpartition(".")
    try:
        return import_module(whole), name
    except ModuleNotFoundError:
        module, _, owner = whole.rpartition(".")
        return getattr(import_module(module), owner), name


@pytest.mark.parametrize("control", CONTROLS, ids=names)
def test_the_hazard_names_the_test_that_misses_its_control(control: Control) -> None:
    assert f"::{control.missed_by.__name__}`" in hazard(control)


def hazard(control: Control) -> str:
    """What docs/hazards.md says of it."""
    return HAZARDS.split(f"### {control.hazard}. ")[1].split("### ")[0]
