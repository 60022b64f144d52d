"""Fixed amounts of a protocol per kg or m²: for which size they stand, and that another was measured since.

A new weight changes nothing by itself. It is said until a prescriber has decided on the amounts again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.definition.sizing import (
    HEIGHT,
    WEIGHT,
    FixedAmount,
    Sized,
    asked_amounts,
    fixed_protocol,
    measured_text,
    size_of,
    size_text,
    working,
)
from protocols.entries import CourseEnrolled, DecisionMade, NamedCheckMade
from protocols.entries.wording import person_text
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.record.moments import when
from protocols.values.formatting import amount_text, plural, when_text
from protocols.values.text import visible


def sized_in(chart: Chart, stretch: Stretch) -> Sized | None:
    """The amounts that stood in a stretch, with the size they were fixed for; None where doses are fixed."""
    protocol, found = chart.plan.protocol, None
    for entry in chart.entries if protocol.per else ():
        sized = entry.what.sized if isinstance(entry.what, CourseEnrolled | DecisionMade) else None
        if sized is not None and fixed_protocol(protocol, sized).step(stretch.step) == stretch.asks:
            found = sized
        if found is not None and entry.id == stretch.entry.id:
            break
    return found


def fixed_words(chart: Chart) -> str:
    """For which size the amounts stand, and who says so; "" of a protocol with fixed doses."""
    sized, what = chart.sized, chart.fixed.what
    if sized is None:
        return ""
    size = size_of(chart.plan.protocol, sized.weight_kg, sized.height_cm)
    of = f" ({size_text(chart.plan.protocol, size)})" if sized.height_cm is not None and size else ""
    by = visible(chart.fixed.by.name)
    said = f"Amounts fixed for {measured_text(sized)}{of} {when_text(when(chart.fixed), chart.zone)} by {by}"
    confirmed = what.confirmed if isinstance(what, CourseEnrolled | DecisionMade) else None
    return f"{said}, confirmed by {person_text(confirmed.by)}." if confirmed else f"{said}."


def workings(chart: Chart) -> list[str]:
    """Each fixed amount that stands with its working, and the reason for one that differs from it."""
    sized, protocol = chart.sized, chart.plan.protocol
    size = size_of(protocol, sized.weight_kg, sized.height_cm) if sized else None
    if sized is None or size is None:
        return []
    return [_working(chart, one, size) for one in sized.amounts]


def _working(chart: Chart, one: FixedAmount, size: Decimal) -> str:
    protocol = chart.plan.protocol
    amount = amount_text(one.amount, protocol.plain_unit)
    why = f"; reason: {visible(one.reason)}" if one.reason else ""
    return f"Step {one.step}: {amount} ({working(protocol, one.step, one.asked, size).text(protocol)}{why})"


def entered_texts(
    protocol: Protocol, size: Decimal, amounts: Sequence[Decimal]
) -> tuple[list[str], tuple[tuple[int, Decimal], ...]]:
    """Each amount as it is being entered, held against the protocol; and which of them need a reason, as step
    and amount asked for.

    What was not entered yet is asked for without saying what it would come to: nobody is told a dose.
    """
    texts, differing = [], []
    pairs = list(asked_amounts(protocol))
    for (step, asked), amount in zip(pairs, amounts, strict=False):
        found = working(protocol, step, asked, size)
        verdict = "fits"
        if found.over_cap(amount):
            verdict = "MORE THAN THE CAP: it cannot be recorded"
        elif not found.is_rounded(amount):
            verdict = "BEYOND THE ROUNDING: write why"
            differing.append((step, asked))
        shown = amount_text(amount, protocol.plain_unit)
        texts.append(f"Step {step}: {shown}. {found.text(protocol)}: {verdict}.")
    for step, asked in pairs[len(amounts) :]:
        texts.append(f"Step {step}, {amount_text(asked, protocol.unit)}: enter its amount.")
    if len(amounts) > len(pairs):
        texts.append(f"{plural(len(amounts) - len(pairs), 'amount')} too many.")
    return texts, tuple(differing)


def new_size_words(chart: Chart) -> str:
    """That weight or height measured since differ from those that the amounts stand for; "" where none do."""
    sized = chart.sized
    if sized is None or chart.ended is not None:
        return ""
    since = when(chart.fixed)
    told = []
    for check, stood in ((WEIGHT, sized.weight_kg), (HEIGHT, sized.height_cm)):
        newest = _newest(chart, check.name)
        if newest is None or newest.latest(newest.at) < since or stood is None:
            continue
        made = newest.what
        if isinstance(made, NamedCheckMade) and made.value is not None and made.value != stood:
            now, then = check.value_text(made.value), check.value_text(stood)
            told.append(
                f"{check.name} {now} {when_text(newest.at, chart.zone)}: the amounts stand for {then}"
            )
    return f"{'. '.join(told)}. They stay until a prescriber fixes others: key p." if told else ""


def weight_words(chart: Chart) -> str:
    """The newest weight that was measured, and when; "" where none is recorded beside the fixed amounts."""
    newest = _newest(chart, WEIGHT.name)
    if newest is None or not isinstance(newest.what, NamedCheckMade) or newest.what.value is None:
        return ""
    value = amount_text(newest.what.value, newest.what.unit or WEIGHT.unit)
    return f"{WEIGHT.name} {value}, measured {when_text(newest.at, chart.zone)}."


def _newest(chart: Chart, name: str) -> CorrectedEntry | None:
    found = of_kind(chart.lines.values(), NamedCheckMade)
    own = [line for line in found if isinstance(line.what, NamedCheckMade) and line.what.name == name]
    return max(own, key=lambda line: (line.latest(line.at), line.settled), default=None)
