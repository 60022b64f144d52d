"""The highlighted patient beside the list: who, where on the ladder, what is next with its key, the gate.

Everything comes from what the board has judged already; nothing is judged again for a key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from protocols.definition.totals import step_text
from protocols.record.fold import Record
from protocols.reports.status import Status
from protocols.values.formatting import amount_text, plural
from protocols.values.text import visible
from tui.views.course.board import BoardRow
from tui.views.course.chart import met_line, where
from tui.views.course.history import by_day, history, said_below
from tui.views.lines.lines import Line, Tone, fit, width, wrap
from tui.views.lines.status import chip
from tui.views.round.actions import actions, beside_actions

ENTRIES, TALL = 3, 40
"""The last entries that are shown, and the lines from which there are more of them."""


def pane(
    row: BoardRow,
    record: Record,
    facts: list[Line],
    now: datetime,
    cells: int,
    taken: str = "",
    room: int = 100,
) -> list[Line]:
    """At most `room` lines for the pane of `row`, whose `record` it is; `facts` are the identifiers and
    allergies, `taken` the initials of whoever has the patient for this shift.
    """
    facts = [*facts, [(f"With {visible(taken)} for this shift", "")]] if taken else facts
    if width(title(row)) > cells:
        named: list[Line] = [[(text, "strong")] for text in wrap(row.full_name, cells)]
        facts = [*named, *facts]
    if row.status is None:
        why: list[Line] = [[(text, "")] for said in row.why for text in wrap(said, cells)]
        return _fitted([*facts, [], *why], room)
    found = row.status
    lines: list[Line] = [*facts, [], [chip(found.label)]]
    lines += [[(text, "")] for text in wrap(where(found, now), cells)]
    lines += [*ladder(found, cells), [], *next_lines(found, now, cells)]
    lines += [
        [(text, "" if found.word in ("RED FLAG", "HOLD") else "warn")]
        for said in _apart(found, now)
        for text in wrap(said, cells)
    ]
    lines += [[], *_gate(found, cells)]
    return _fitted([*lines, *_entries(record, cells, room - len(lines) - 1, room)], room)


def _entries(record: Record, cells: int, left: int, room: int) -> list[Line]:
    """The newest entries under their days, whole ones only, in the lines that are `left`; how many there are.

    Nothing where not even one fits.
    """
    most = ENTRIES + max(room - TALL, 0) // 2
    lines: list[Line] = []
    waiting: list[Line] = []
    for one in by_day(history(record, most=most)):
        if isinstance(one, str):
            waiting = [[(one, "dim")]]
            continue
        texts = wrap(f"{one.time} {one.who}  {said_below(one)}", cells, " " * 6)
        waiting += [[(text, one.tone)] for text in texts]
        if len(lines) + len(waiting) + 1 > left:
            break
        lines, waiting = lines + waiting, []
    head: Line = [("t", "key"), (f"  Last of {plural(len(record.entries), 'entry')}", "strong")]
    return [[], head, *lines] if lines else []


def _fitted(lines: list[Line], room: int) -> list[Line]:
    """The lines, or as many as fit, and the key that shows all."""
    if len(lines) <= room:
        return lines
    more = len(lines) - room + 1
    return [*lines[: room - 1], [("Enter", "key"), (f"  {plural(more, 'line')} more", "dim")]]


def title(row: BoardRow) -> str:
    """Whose pane it is."""
    bed = row.cells[1][0]
    return f"{row.full_name}, bed {bed}" if bed and bed != "none" else row.full_name


def ladder(found: Status, cells: int) -> list[Line]:
    """The steps as blocks: done, the one that goes on, to come; the target last."""
    chart, here = found.chart, found.chart.step_number
    lines: list[Line] = [[]]
    used = 0
    for number, step in enumerate(chart.protocol.steps[: chart.target], start=1):
        mark = "[x]" if number < here else "[>]" if number == here else "[ ]"
        doses = list(dict.fromkeys(amount_text(dose.amount, chart.protocol.unit) for dose in step.doses))
        text = f"{mark} {' + '.join(doses)}"
        if used and used + 2 + width(text) > cells:
            lines.append([])
            used = 0
        tone: Tone = "dim" if number < here else "strong" if number == here else ""
        lines[-1].append((f"{'  ' if used else ''}{text}", tone))
        used += width(text) + (2 if used else 0)
    return lines


def next_lines(found: Status, now: datetime, cells: int) -> list[Line]:
    """What is next, each with its key before it."""
    lines: list[Line] = []
    for action in actions(found, now):
        texts = wrap(action.words, cells - 3)
        lines.append([(f"{action.key}  ", "key"), (texts[0], action.tone)])
        lines += [[(f"   {text}", action.tone)] for text in texts[1:]]
    return lines or [[("Nothing is due.", "dim")]]


def _apart(found: Status, now: datetime) -> Iterator[str]:
    """What is to be known and stands neither among the actions nor in the gate."""
    gate = ("Step ", "Every precondition")
    return (said for said in beside_actions(found, now) if not said.startswith(gate))


def _gate(found: Status, cells: int) -> list[Line]:
    """The preconditions that are missing, then those that are met, by name alone."""
    chart, gate = found.chart, found.gate
    if chart.ended is not None:
        return []
    if gate.to is None:
        said = f"Step {chart.step_number} has the target dose: no further step."
        return [[(text, "dim")] for text in wrap(said, cells)]
    met = sum(one.met for one in gate.preconditions)
    doses = step_text(chart.protocol.step(gate.to), chart.protocol.unit)
    texts = wrap(f"Gate to step {gate.to}, {visible(doses)}:", cells)
    count = f"{met} of {len(gate.preconditions)}"
    beside = f"{texts[-1]} {count}"
    texts = [*texts[:-1], beside] if width(beside) <= cells else [*texts, count]
    lines: list[Line] = [[(text, "strong")] for text in texts]
    for one in gate.preconditions:
        if not one.met:
            first = one.words.partition(". ")[0].rstrip(".")
            lines += [[(text, "")] for text in wrap(f"[ ] {one.name}: {first}", cells, "    ")]
    return lines + met_line(gate, cells)


def detail(row: BoardRow, now: datetime, cells: int, most: int, taken: str = "") -> list[Line]:
    """The same in a few lines, for a board without room for the pane: who, with whom, what is next, why."""
    found = row.status
    said = [f"{row.full_name}.", *([f"With {visible(taken)}."] if taken else [])]
    if found is None:
        said += row.why
    else:
        said += [f"{action.key} {action.words}." for action in actions(found, now)]
        said += [*beside_actions(found, now), *row.why[len(found.why) :]]
    lines = wrap(" ".join(said), cells)
    if len(lines) > most:
        lines = [*lines[: most - 1], fit(lines[most - 1] + " ...", cells)]
    return [[(line, "")] for line in lines]
