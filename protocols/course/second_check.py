"""The blind second check of a dose: when the protocol asks for one, and whether two people agree.

Another person enters the amount and the whole units without having seen the first figures (rules.md,
"Doses"). Nothing here depends on how they were entered.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from protocols.course.prescription import stretch_of
from protocols.definition.units import Units, units, units_text
from protocols.entries import DoseGiven, DoseKey, Person, Role, SecondCheck
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, dose_key
from protocols.values.derived import derived
from protocols.values.formatting import amount_text
from protocols.values.text import visible

MAY_CHECK: tuple[Role, ...] = ("nurse", "pharmacist", "prescriber")
"""The roles that may make a second check: those who give, make or prescribe doses."""


def asked(chart: Chart, what: DoseGiven, at: datetime) -> bool:
    """Whether the protocol asks for a second check of `what`, taken at `at` and not recorded yet.

    The first dose of a step is the first one taken since the step was begun, gone back to or repeated.
    """
    rule = chart.protocol.doses.second_check
    if rule != "first dose of each step":
        return rule == "every dose"
    stay = _stay(chart, dose_key(chart.lines, what))
    return stay is not None and not any(line.at <= at for line in _taken_in(chart, stay))


def lacking(chart: Chart, line: CorrectedEntry) -> bool:
    """Whether the dose of `line` should have had a second check and has none."""
    if not isinstance(line.what, DoseGiven) or line.what.second is not None:
        return False
    rule = chart.protocol.doses.second_check
    if rule != "first dose of each step":
        return rule == "every dose"
    stay = _stay(chart, chart.key_of(line))
    return bool(line.what.no_second_check) or (stay is not None and _taken_in(chart, stay)[0].id == line.id)


def units_asked(chart: Chart, amount: Decimal) -> bool:
    """Whether the second person counts units: only where whole ones make the dose."""
    return units(amount, chart.plan.strengths) is not None


def agrees(chart: Chart, amount: Decimal, second: SecondCheck) -> bool:
    """Whether the second person found `amount`, and units that add up to it exactly."""
    if second.amount != amount:
        return False
    if not units_asked(chart, amount):
        return not second.units
    stocked = all(size in chart.plan.strengths and count > 0 for size, count in second.units)
    return stocked and sum((size * count for size, count in second.units), Decimal(0)) == amount


def figures(chart: Chart, amount: Decimal, counted: Units) -> str:
    """What one of the two found: "300 mg, 2 capsules of 150 mg"."""
    words = amount_text(amount, chart.protocol.unit)
    made = units_text(counted, chart.protocol.form, chart.protocol.unit) if counted else ""
    return f"{words}, {made}" if made else words


def difference(chart: Chart, what: DoseGiven, first: Person) -> list[str]:
    """Both figures, for two people who look again; none when they agree or nobody checked."""
    second = what.second
    if second is None or agrees(chart, what.amount, second):
        return []
    own = figures(chart, what.amount, units(what.amount, chart.plan.strengths) or ())
    return [
        "The figures differ. Nothing was recorded.",
        f"{visible(first.name)}: {own}.",
        f"{visible(second.by.name)}: {figures(chart, second.amount, second.units)}.",
        "Look at the prescription and count again, both of you.",
    ]


def _stay(chart: Chart, key: DoseKey | None) -> int | None:
    stretch = stretch_of(chart, key) if key is not None else None
    return stretch.stay if stretch else None


def _taken_in(chart: Chart, stay: int) -> list[CorrectedEntry]:
    """The doses taken in a stay, by the time they were taken."""
    return _by_stay(chart).get(stay, [])


@derived
def _by_stay(chart: Chart) -> dict[int | None, list[CorrectedEntry]]:
    found: dict[int | None, list[CorrectedEntry]] = {}
    for line in chart.taken:
        found.setdefault(_stay(chart, chart.key_of(line)), []).append(line)
    return found
