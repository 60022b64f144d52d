"""The ladder of a course; and for the forms a step's doses in words, with the whole units that make them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from protocols.course.progress import counted_doses
from protocols.definition.making import made_text as made_of_text
from protocols.definition.protocol import Protocol
from protocols.definition.step import Step
from protocols.definition.totals import lasts_text, step_text
from protocols.definition.wording import arrow, slot_text
from protocols.reports.status import Status
from protocols.values.formatting import amount_text, listed, plural
from tui.views.lines.lines import Line, Tone, wrap


def made_text(protocol: Protocol, number: int, strengths: Iterable[Decimal]) -> str:
    """What one dose of step `number` is made of: "2 capsules of 150 mg", morning before evening.

    "" while no strengths are known, and of amounts per kg or m².
    """
    stock = tuple(strengths)
    if protocol.per:
        return ""
    if not stock and not protocol.liquids:
        return ""
    step = protocol.step(number)
    made = {amount: _made(amount, protocol, stock) for amount in step.amounts_used}
    if len(made) == 1:
        return next(iter(made.values()))
    if step.pattern:
        return listed([f"{text} for {amount_text(amount, protocol.unit)}" for amount, text in made.items()])
    return listed([f"{made[dose.amount]} {slot_text(dose.slot)}" for dose in step.doses])


def _made(amount: Decimal, protocol: Protocol, stock: tuple[Decimal, ...]) -> str:
    return made_of_text(protocol, amount, stock) or f"{amount_text(amount, protocol.unit)} cannot be made"


def planned_text(protocol: Protocol, number: int, strengths: Iterable[Decimal]) -> str:
    """A step and what each of its doses is made of: "300 mg twice daily: 2 capsules of 150 mg"."""
    made = made_text(protocol, number, strengths)
    doses = step_text(protocol.step(number), protocol.unit)
    return f"{doses}: {made}" if made else doses


def steps(found: Status, cells: int, room: int = 1000) -> list[Line]:
    """The ladder: every step with its dose and days, the current one marked.

    Where it has more than `room` lines, the first of the steps that are behind are left to one line.
    """
    chart = found.chart
    each = [_rung(found, number, step, cells) for number, step in enumerate(chart.protocol.steps, start=1)]
    left = 0
    while left < chart.step_number - 1 and sum(map(len, each[left:])) + bool(left) > room:
        left += 1
    earlier = f"    earlier: {'step 1' if left == 1 else f'steps 1 to {left}'}"
    head: list[Line] = [[(earlier, "dim")]] if left else []
    return [*head, *(line for rung in each[left:] for line in rung)]


def _rung(found: Status, number: int, step: Step, cells: int) -> list[Line]:
    """One step of the ladder, in as many lines as its doses take."""
    chart, here = found.chart, number == found.chart.step_number
    days = "goes on" if lasts_text(step) == "on" else lasts_text(step)
    if here and found.days is not None:
        given = len(counted_doses(chart, chart.current.stay)) if chart.current else 0
        days = f"{given} of {plural(step.doses_needed, 'dose')}" if step.doses_needed else ""
    if number == chart.target:
        days = f"target, {days}" if not here else f"target {days}"
    tone: Tone = "strong" if here else "dim" if number < chart.step_number or number > chart.target else ""
    turn = arrow(chart.protocol, number)
    texts = wrap(f"{turn}{step_text(step, chart.protocol.unit)}", cells - 5 - len(days))
    first: Line = [(f"{'>' if here else ' '}{number:>2} ", tone), (texts[0], tone)]
    first.append((f" {days}".rjust(cells - 4 - len(texts[0])), "dim" if not here else ""))
    return [first, *([(f"    {more}", tone)] for more in texts[1:])]
