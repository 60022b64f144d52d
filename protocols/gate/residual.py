"""Going on with a rash that has not quite gone: for the same or a lower dose, never for a higher one.

rules.md, "Rash, red flags, holds". Higher and lower are amounts, single and in a day, and are compared with
what the patient has swallowed, never with the number of a step: a protocol can begin high.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from protocols.course.prescription import TakenDose, doses_placed, planned
from protocols.definition.step import Step
from protocols.definition.totals import step_text
from protocols.entries import DoseGiven, RashFound
from protocols.record.chart import Chart
from protocols.record.held import ToldHold, open_told_holds
from protocols.scales.red_flags import stated
from protocols.values.amounts import tidy
from protocols.values.derived import derived
from protocols.values.formatting import amount_text, listed


def no_residual(chart: Chart, to: int) -> str:
    """Why residual rash cannot be accepted for step `to`, in a sentence; "" where it can.

    It is for rash alone: a red flag needs the skin seen free. Before the start no dose is due by it, and the
    first step has its gate.
    """
    if has_red_flag(chart):
        with_it = dict.fromkeys(flag for hold in open_told_holds(chart) for flag in _stated(hold))
        named = f" ({listed(list(with_it))})" if with_it else ""
        return f"Residual rash is no reason to pass a red flag{named}: that needs a rash-free check."
    if chart.ended is not None:
        return "Residual rash is accepted for a dose, and here none is due: that needs a rash-free check."
    if chart.current is None:
        return ""
    step, unit = chart.protocol.step(to), chart.protocol.unit
    if is_higher(chart, to):
        single, daily = swallowed(chart)
        in_a_day = tidy(Decimal(daily.numerator) / Decimal(daily.denominator))
        most = (
            f"{amount_text(single, unit)} at once and {amount_text(in_a_day, unit)} in a day"
            if single
            else "none"
        )
        return f"Residual rash is never accepted for a higher dose: {step_text(step, unit)}; so far: {most}."
    here = chart.current.asks
    if _single(step) > _single(here) or step.per_day > here.per_day:
        now = step_text(here, unit)
        return f"Residual rash is never accepted for a higher dose: {step_text(step, unit)} after {now}."
    return ""


def has_red_flag(chart: Chart) -> bool:
    """Whether a red flag holds the course, also one that was taken back and not yet released, and one that a
    rash was found with: its type, pain, temperature, mucosa.
    """
    told = open_told_holds(chart)
    return any(hold.is_red_flag or hold.hold.cause == "red flag" or _stated(hold) for hold in told)


def _stated(hold: ToldHold) -> tuple[str, ...]:
    """The red flags that the fields of a rash state: they are none of a rash alone."""
    return stated(hold.what) if isinstance(hold.what, RashFound) else ()


def is_higher(chart: Chart, to: int) -> bool:
    """Whether step `to` asks for more, at once or in a day, than the patient has swallowed."""
    step, (single, daily) = chart.protocol.step(to), swallowed(chart)
    return _single(step) > single or step.per_day > daily


@derived
def swallowed(chart: Chart) -> tuple[Decimal, Fraction]:
    """The largest single amount of the drug that was taken and stayed, and the largest daily one.

    That is what was taken on one calendar day, or what a step asks for in a day of which a dose was taken.
    Nothing recorded under a wrong clock counts until somebody has confirmed it.
    """
    single, days, taken, steps = Decimal(0), dict[date, Decimal](), Decimal(0), list[Step]()
    for dose in doses_placed(chart):
        line, day = dose.line, dose.day
        if not isinstance(line.what, DoseGiven) or line.id in chart.vomited or not line.sure:
            continue
        single = max(single, line.what.amount)
        days[day] = days.get(day, Decimal(0)) + line.what.amount
        taken, step = max(taken, days[day]), _whole_of(chart, dose, line.what.amount)
        if step is not None and (not steps or steps[-1] is not step):
            steps.append(step)
    return single, max([Fraction(taken), *(step.per_day for step in steps)])


def _whole_of(chart: Chart, dose: TakenDose, amount: Decimal) -> Step | None:
    """The step of which a dose of this course was taken, as much as it asks for; None for less."""
    key, place, stretch = dose.key, dose.place, dose.stretch
    if stretch is None or key is None or place is None:
        return None
    asked = place.asked if stretch is place.stretch else planned(chart, stretch, key)
    return stretch.asks if asked is not None and amount >= asked else None


def _single(step: Step) -> Decimal:
    return max(dose.amount for dose in step.doses)
