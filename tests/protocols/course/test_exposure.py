"""The model of exposure: checked against an integration in small steps, and kept away from every rule."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import protocols
from protocols.course.exposure import (
    Intake,
    Rates,
    exposure,
    intakes,
    left_of_one,
    levels,
    peak_of,
    rates,
    steady_average,
)
from tests.protocols.helpers.bedside import at_bedside, on_step

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
ALECTINIB = rates(4, 33)


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


def integrated(found: Rates, doses: list[Intake], end: float, step: float) -> float:
    """Drug in the blood at hour `end`: the two differential equations, by fourth-order Runge-Kutta.

    Gut and blood as a pair (g, b): g' = -ka g, b' = ka g - ke b; each dose is added to the gut at its hour.
    """

    def slope(gut: float, blood: float) -> tuple[float, float]:
        return -found.absorption * gut, found.absorption * gut - found.elimination * blood

    marks = sorted({0.0, end, *((dose.at - START).total_seconds() / 3600 for dose in doses)})
    gut = blood = 0.0
    for begin, until in pairwise(marks):
        gut += sum(dose.amount for dose in doses if dose.at == hours(begin))
        count = max(round((until - begin) / step), 1)
        h = (until - begin) / count
        for _ in range(count):
            a, b = slope(gut, blood)
            c, d = slope(gut + h / 2 * a, blood + h / 2 * b)
            e, f = slope(gut + h / 2 * c, blood + h / 2 * d)
            g, i = slope(gut + h * e, blood + h * f)
            gut += h / 6 * (a + 2 * c + 2 * e + g)
            blood += h / 6 * (b + 2 * d + 2 * f + i)
    return blood


@given(
    st.floats(0.5, 12),
    st.floats(2, 100),
    st.lists(st.tuples(st.integers(0, 90), st.floats(1, 600)), min_size=1, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_superposition_is_the_solution_of_the_equations(
    peak: float, half_life: float, given_doses: list[tuple[int, float]]
) -> None:
    found = rates(peak, half_life)
    if found.absorption > 20:
        found = Rates(20.0, found.elimination)  # so that the integration's steps stay small beside it
    doses = [Intake(hours(at), amount) for at, amount in given_doses]
    marks = (30.0, 64.5, 100.0)
    expected = [integrated(found, [d for d in doses if d.at < hours(at)], at, 0.02) for at in marks]
    assert levels(found, doses, [hours(at) for at in marks]) == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.floats(0.1, 48), st.floats(10, 500))
def test_a_single_dose_peaks_when_and_halves_as_the_protocol_says(peak: float, half_life: float) -> None:
    found = rates(peak, half_life)
    assert peak_of(found) == pytest.approx(peak, rel=1e-4)
    top = left_of_one(found, peak)
    assert top >= max(left_of_one(found, peak * 0.9), left_of_one(found, peak * 1.1))
    if found.absorption > 3 * found.elimination:
        late = peak + 12 * half_life
        assert left_of_one(found, late + half_life) == pytest.approx(left_of_one(found, late) / 2, rel=1e-3)


def test_equal_rates_have_the_limit_of_almost_equal_ones() -> None:
    same, near = Rates(0.1, 0.1), Rates(0.1, 0.1 * (1 + 1e-5))
    for at in (1.0, 10.0, 50.0):
        assert left_of_one(same, at) == pytest.approx(left_of_one(near, at), rel=1e-4)
    assert peak_of(same) == pytest.approx(peak_of(near), rel=1e-4)


def test_the_average_at_steady_state_is_the_mean_of_the_levels_of_a_day() -> None:
    doses = [Intake(hours(12 * count), 600.0) for count in range(120)]
    day = levels(ALECTINIB, doses, [hours(58 * 24 + minute / 60) for minute in range(0, 24 * 60, 2)])
    assert sum(day) / len(day) == pytest.approx(steady_average(ALECTINIB, 1200 / 24), rel=1e-4)


def test_nothing_is_there_before_or_at_the_first_dose() -> None:
    doses = [Intake(hours(5), 100.0)]
    before, at, after = levels(ALECTINIB, doses, [hours(0), hours(5), hours(5.1)])
    assert (before, at) == (0, 0)
    assert after > 0


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(1, 600)), max_size=12))
def test_carrying_on_is_adding_dose_by_dose(given_doses: list[tuple[int, float]]) -> None:
    doses = [Intake(hours(at), amount) for at, amount in given_doses]
    times = [hours(at) for at in (0, 7, 7, 100, 250.5, 400, 900)]
    one_by_one = [
        sum(d.amount * left_of_one(ALECTINIB, (at - d.at).total_seconds() / 3600) for d in doses)
        for at in times
    ]
    assert levels(ALECTINIB, doses, times) == pytest.approx(one_by_one, rel=1e-9, abs=1e-9)


def test_equal_rates_are_added_dose_by_dose() -> None:
    doses = [Intake(hours(at), 100.0) for at in (0, 12, 24)]
    same = levels(Rates(0.1, 0.1), doses, [hours(30)])
    assert same == pytest.approx(levels(Rates(0.1, 0.1001), doses, [hours(30)]), rel=1e-2)


def test_the_reports_course_nears_the_full_level_within_the_last_step() -> None:
    bed = on_step(5)
    for _ in range(8):
        bed.day()
    at = [bed.now - timedelta(days=back) for back in (30, 8, 0)]
    before, start, now = exposure(bed.chart, at) or []
    assert 75 < start < 90
    assert 90 < now < 100
    assert before < 15


def test_only_what_was_taken_and_stayed_down_counts_in_the_amount_recorded() -> None:
    bed = at_bedside()
    bed.day(lambda: bed.give(amount=Decimal(100), reason="one capsule short"))
    bed.day(bed.not_given)
    bed.at(bed.now.date(), "08:00")
    bed.give(vomited=True)
    assert [dose.amount for dose in intakes(bed.chart)] == [100.0, 100.0]


def test_a_protocol_without_peak_or_half_life_has_no_model() -> None:
    bed = at_bedside()
    plan = msgspec.structs.replace(bed.protocol, half_life_hours=None)
    chart = bed.chart
    object.__setattr__(chart, "protocol", plan)
    assert exposure(chart, [bed.now]) is None


ROOT = Path(protocols.__file__).parent
RULES = (
    *("rules.check", "rules.preview", "gate.gate", "record.fold", "record.skin_check"),
    *("course.schedule", "course.progress", "course.forecast", "reports.status", "reports.supply"),
)


def imports(module: str) -> set[str]:
    """The modules of `protocols` that `module` imports, at any depth."""
    seen: set[str] = set()
    left = [module]
    while left:
        name = left.pop()
        path = ROOT.joinpath(*name.split(".")).with_suffix(".py")
        path = path if path.exists() else ROOT.joinpath(*name.split("."), "__init__.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("protocols."):
                module = (node.module or "").removeprefix("protocols.")
                inside = [f"{module}.{alias.name}" for alias in node.names]
                names = [
                    module,
                    *(name for name in inside if ROOT.joinpath(*name.split(".")).with_suffix(".py").exists()),
                ]
            left += [name for name in names if name not in seen]
            seen.update(names)
    return seen


@pytest.mark.parametrize("module", RULES)
def test_no_rule_knows_the_model(module: str) -> None:
    assert "course.exposure" not in imports(module)


def test_the_model_is_drawn_and_nothing_else_is_done_with_it() -> None:
    """`trouble` only tries whether a record can be gone through, and looks at no level."""
    house = ROOT.parent
    users = {
        path.relative_to(house).as_posix()
        for floor in ("protocols", "store", "tui")
        for path in (house / floor).rglob("*.py")
        if "protocols.course.exposure" in path.read_text(encoding="utf-8")
    }
    assert users == {"tui/views/picture/exposure.py", "protocols/reports/trouble.py"}


def test_the_check_above_sees_what_it_looks_for() -> None:
    assert {"record.chart", "definition.protocol", "entries.base"} <= imports("course.exposure")
    assert "gate.gate" in imports("rules.check")
