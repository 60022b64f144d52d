"""The dose ladder: one row a step, one cell a dose, by protocol day, with what became of each dose.

The axis is ordinal, a row for each step: on an axis of amounts small steps fall together. All marks are
told apart in ASCII and without colour.
"""

from __future__ import annotations

from collections.abc import Iterator

from protocols.course.day_numbers import day_label
from protocols.definition.step import Step
from protocols.definition.totals import rhythm_text, step_text
from protocols.definition.wording import arrow
from protocols.record.chart import Chart
from protocols.reports.course_picture import Became, CoursePicture
from protocols.values.formatting import amount_text
from tui.views.lines.lines import Line, Tone, fit, width, wrap
from tui.views.lines.scale import Marks, Scale

MARKS: dict[Became, tuple[str, Tone, str]] = {
    "planned": (".", "dim", "planned"),
    "given": ("■", "strong", "given"),
    "made up": ("m", "strong", "made up"),
    "other amount": ("~", "warn", "another amount"),
    "not given": ("x", "warn", "not given"),
    "vomited": ("v", "warn", "vomited"),
    "no record": ("?", "warn", "no record"),
}
"""How each dose is drawn; of two in one cell the later one here is seen."""

_RANKS = "".join(mark for mark, _, _ in MARKS.values())
_WIDE = 100
"""Cells from which the label of a step has its doses in words."""
MOST_RUNGS = 12


def ladder(chart: Chart, picture: CoursePicture, scale: Scale, cells: int) -> list[Line]:
    """Legend, a row for each step, the rows of events and the axis, for a screen of `cells` cells."""
    legend: list[Line] = [[(text, "dim")] for text in wrap(_legend(picture), cells)]
    return [*legend, *_rungs(chart, picture, scale, cells), *_events(chart, picture, scale, cells)]


def label_cells(chart: Chart, cells: int) -> int:
    """Cells of the labels on the left."""
    return max([width(_label(chart, n, cells)) for n in _numbers(chart)] + [len("protocol day ")])


def _numbers(chart: Chart) -> range:
    return range(1, len(chart.protocol.steps) + 1)


def _short(step: Step, unit: str) -> str:
    """The doses of a step in a few words: what a day adds up to, where it has the same doses every day."""
    if step.every_minutes is not None:
        return step_text(step, unit)
    if step.weekdays or step.from_first_day:
        return f"{amount_text(step.single, unit)} {'in turn' if step.pattern else rhythm_text(step)}"
    amount = amount_text(step.total(len(step.doses)), unit)
    each = {1: "a day", 2: "alternate days", 7: "once a week"}
    return f"{amount} {each.get(step.every_days, f'every {step.every_days} days')}"


def _in_words(chart: Chart, cells: int) -> bool:
    """Whether there is room for the doses of every step in words."""
    longest = max(width(step_text(step, chart.protocol.unit)) for step in chart.protocol.steps)
    return cells >= _WIDE and longest <= cells // 3


def _label(chart: Chart, number: int, cells: int) -> str:
    """Whether it is the step now or the target, its doses, then # and its number: no number before a dose."""
    step = chart.protocol.step(number)
    here = ">" if number == chart.step_number else " "
    goal = "T" if number == chart.target else " "
    turn = arrow(chart.protocol, number).strip()
    doses = _short(step, chart.protocol.unit)
    if _in_words(chart, cells):
        doses = step_text(step, chart.protocol.unit)
    return f"{here}{goal} {doses} {turn}#{number} "


def _rungs(chart: Chart, picture: CoursePicture, scale: Scale, cells: int) -> Iterator[Line]:
    """The steps, the highest on top: at most `MOST_RUNGS` of them, round the current one."""
    label = label_cells(chart, cells)
    numbers = _numbers(chart)
    middle = max(chart.step_number, 1)
    low = max(min(middle - MOST_RUNGS // 2, len(numbers) - MOST_RUNGS), 0)
    shown = numbers[low : low + MOST_RUNGS]
    if shown[-1] < numbers[-1]:
        yield [(f"^ {numbers[-1] - shown[-1]} more", "dim")]
    for number in reversed(shown):
        marks = Marks(scale.cells, _RANKS)
        for dose in picture.doses:
            if dose.step == number:
                mark, tone, _ = MARKS[dose.became]
                marks.put(scale.of_day(dose.day, dose.place, dose.of), mark, tone)
        tone = "strong" if number == chart.step_number else "dim" if number > chart.target else ""
        yield [(_right(_label(chart, number, cells), label), tone), ("│", "dim"), *marks.line()]
    if shown[0] > 1:
        yield [(f"v {shown[0] - 1} more", "dim")]


def _right(text: str, cells: int) -> str:
    """The doses of a label moved to the right, its first two cells left where they are."""
    return text[:2] + " " * (cells - width(text)) + text[2:]


def _events(chart: Chart, picture: CoursePicture, scale: Scale, cells: int) -> Iterator[Line]:
    """The axis with the days on which a step begins, and what happened beside the doses."""
    label = label_cells(chart, cells)
    axis, days = Marks(scale.cells, "─┬▲"), Marks(scale.cells, "")
    for cell in range(scale.cells):
        axis.put(cell, "─", "dim")
    marked = [picture.today, *(day for day, _ in picture.changes), picture.last]
    for day in dict.fromkeys(marked):
        today = day == picture.today
        if days.write(scale.of_day(day), day_label(scale.number(day)), "strong" if today else "dim"):
            axis.put(scale.of_day(day), "▲" if today else "┬", "strong" if today else "dim")
    yield [(" " * label, ""), ("└", "dim"), *axis.line()]
    yield [(fit("protocol day", label + 1), "dim"), *days.line()]
    for name, row in (*_rows(picture, scale), *_beside(picture, scale)):
        if row.used:
            yield [(fit(name, label).rstrip().ljust(label + 1), "dim"), *row.line()]


def _rows(picture: CoursePicture, scale: Scale) -> Iterator[tuple[str, Marks]]:
    gates, skin, held, other = (Marks(scale.cells, ranks) for ranks in ("G", "oR!", "=", "+"))
    for at, _ in picture.starts:
        gates.put(scale.of_instant(at), "G", "good")
    looks: dict[str, tuple[str, Tone]] = {"rash-free": ("o", "good"), "rash": ("R", "bad")}
    for at, seen in picture.checks:
        skin.put(scale.of_instant(at), *looks.get(seen, ("!", "bad")))
    for span in picture.holds:
        for cell in range(scale.of_instant(span.since), scale.of_instant(span.until or picture.now) + 1):
            held.put(cell, "=", "bad")
    for at in picture.off_schedule:
        other.put(scale.of_instant(at), "+", "warn")
    yield from (("gate passed", gates), ("skin", skin), ("held", held), ("off plan", other))


def _beside(picture: CoursePicture, scale: Scale) -> Iterator[tuple[str, Marks]]:
    """A line for each other medicine while it was given or is planned."""
    for medicine in picture.medicines:
        row = Marks(scale.cells, "-")
        end = scale.cells if medicine.until is None else scale.of_instant(medicine.until)
        for cell in range(scale.of_instant(medicine.since), max(end, 1)):
            row.put(cell, "-")
        yield medicine.name, row


def _legend(picture: CoursePicture) -> str:
    kinds = {dose.became for dose in picture.doses}
    words = [f"{mark} {name}" for kind, (mark, _, name) in MARKS.items() if kind in kinds]
    skin = {"rash-free": "o rash-free", "rash": "R rash", "red flag": "! red flag"}
    seen = {check for _, check in picture.checks}
    words += [text for check, text in skin.items() if check in seen]
    words += ["+ a dose no step asked for"] if picture.off_schedule else []
    return ", ".join([*words, "▲ today", "> # step now", "T target"])
