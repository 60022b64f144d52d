"""The blind second check of a dose: when the protocol asks for one, and whether two people agree.

Another person enters the amount and the whole units without having seen the first figures (rules.md,
"Doses"). Nothing here depends on how they were entered.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from protocols.course.prescription import stretch_of
from protocols.definition.making import measured, part_sizes, pieces, volume_unit
from protocols.definition.units import Units, units, units_text
from protocols.entries import DoseGiven, DoseKey, Person, Role, SecondCheck
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, dose_key
from protocols.values.derived import derived
from protocols.values.formatting import amount_text, listed, number_text
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


def sizes_asked(chart: Chart, amount: Decimal) -> tuple[Decimal, ...]:
    """What the second person counts: whole units by strength, and parts of them where they make the dose."""
    stock = chart.plan.strengths
    if units(amount, stock) is not None:
        return stock
    parts = part_sizes(chart.protocol, stock)
    return (*stock, *parts) if pieces(chart.protocol, amount, stock) is not None else ()


def volume_asked(chart: Chart, amount: Decimal) -> bool:
    """Whether the second person reads a volume off the syringe."""
    return measured(chart.protocol, amount, chart.plan.strengths) is not None


def agrees(chart: Chart, amount: Decimal, second: SecondCheck) -> bool:
    """Whether the second person found `amount`, and units or a volume that give it exactly.

    Of a dose of parts or of a liquid older checks have the amount alone.
    """
    if second.amount != amount:
        return False
    found = measured(chart.protocol, amount, chart.plan.strengths)
    if second.volume_ml is not None and (found is None or second.volume_ml != found[0]):
        return False
    sizes = sizes_asked(chart, amount)
    if not second.units and units(amount, chart.plan.strengths) is None:
        return True
    stocked = all(size in sizes and count > 0 for size, count in second.units)
    return stocked and sum((size * count for size, count in second.units), Decimal(0)) == amount


def figures(chart: Chart, amount: Decimal, counted: Units, volume: Decimal | None = None) -> str:
    """What one of the two found: "300 mg, 2 capsules of 150 mg", "50 mg, 2.5 mL"."""
    found = [amount_text(amount, chart.protocol.unit)]
    if counted:
        found.append(_counted_text(chart, counted))
    if volume is not None:
        found.append(f"{number_text(volume)} {volume_unit(chart.protocol)}")
    return ", ".join(found)


def _counted_text(chart: Chart, counted: Units) -> str:
    """Pieces in words; parts by their name."""
    protocol, parts = chart.protocol, part_sizes(chart.protocol, chart.plan.strengths)
    whole = tuple((size, count) for size, count in counted if size not in parts)
    said = [units_text(whole, protocol.form, protocol.unit)] if whole else []
    return listed(said + [f"{count} times {parts[size]}" for size, count in counted if size in parts])


def difference(chart: Chart, what: DoseGiven, first: Person) -> list[str]:
    """Both figures, for two people who look again; none when they agree or nobody checked."""
    second = what.second
    if second is None or agrees(chart, what.amount, second):
        return []
    made = measured(chart.protocol, what.amount, chart.plan.strengths)
    counted = pieces(chart.protocol, what.amount, chart.plan.strengths) or ()
    own = figures(chart, what.amount, counted, made[0] if made else None)
    return [
        "The figures differ. Nothing was recorded.",
        f"{visible(first.name)}: {own}.",
        f"{visible(second.by.name)}: {figures(chart, second.amount, second.units, second.volume_ml)}.",
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
