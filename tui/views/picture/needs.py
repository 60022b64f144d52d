"""What a course still needs from the shelf, in lines for the pharmacy."""

from __future__ import annotations

from datetime import datetime

from protocols.course.forecast import HORIZON, MOST, Going
from protocols.definition.totals import step_text
from protocols.record.chart import Chart
from protocols.reports.supply import Needs, needs
from protocols.values.formatting import plural
from protocols.values.text import visible
from tui.views.lines.lines import Line, wrap
from tui.views.picture.compare import stock_text

_RESTS_ON: dict[Going, str] = {
    "running": "When every dose from now on is given at its time and every gate opens then.",
    "held": "The course is HELD, nothing is due: this is what it would need if it went on as before.",
    "not started": "The course is not started: this is what it would need from today.",
    "ended": "The course has ended: nothing more is needed.",
}


def needs_lines(chart: Chart, now: datetime, cells: int) -> list[Line]:
    """What is needed up to the target, step by step, then each day."""
    found = needs(chart, now)
    lines: list[Line] = [[("Still needed from the shelf", "strong")]]
    for text in needs_texts(chart, found):
        lines += [[(line, "")] for line in wrap(text, cells, "  ")]
    tone = "bad" if found.going == "held" else "dim"
    return lines + [[(text, tone)] for text in wrap(_RESTS_ON[found.going], cells)]  # type: ignore[list-item]


def needs_texts(chart: Chart, found: Needs) -> list[str]:
    """A sentence for each step that still needs something, for all together, for each day at the target."""
    protocol = chart.protocol
    texts = [
        f"Step {need.step}, {step_text(protocol.step(need.step), protocol.unit)}: "
        f"{plural(need.doses, 'dose')}, {stock_text(need.stock, protocol)}"
        for need in found.steps
    ]
    if not found.whole:
        texts.append(f"Only what the next {plural(MOST, 'dose')} or {plural(HORIZON.days, 'day')} need.")
    if len(found.steps) > 1:
        texts.append(f"Together: {stock_text(found.total, protocol)}")
    if not found.each_day.empty and found.days is None:
        doses = step_text(protocol.step(chart.target), protocol.unit)
        head = "Then each" if found.steps else "Each"
        last = protocol.step(chart.target)
        day = "day" if last.cycle == 1 else f"{last.cycle} days" if last.pattern else "day with a dose"
        texts.append(f"{head} {day} of the target, {doses}: {stock_text(found.each_day, protocol)}")
    if found.total.unmade and chart.plan.made_by:
        texts.append(f"Doses no {protocol.form} makes are made as: {visible(chart.plan.made_by)}")
    return texts


def rests_on(found: Needs) -> str:
    """What the figures rest on, in a sentence."""
    return _RESTS_ON[found.going]
