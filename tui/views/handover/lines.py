"""A handover sheet as lines, for the screen and for plain text alike."""

from __future__ import annotations

from protocols.record.handovers import Handover
from protocols.values.formatting import when_text
from protocols.values.text import visible
from tui.views.handover.overview import overview_lines
from tui.views.handover.parts import Said
from tui.views.handover.state import outcome
from tui.views.handover.words import Block, Words
from tui.views.lines.lines import Line, fit, wrap

_OUTCOME = 26
"""Cells for what became of a handover in a list; below the list it stands in full."""


def sheet_lines(words: Words, state: list[Said], cells: int, *, brief: bool = False) -> list[Line]:
    """The whole sheet: what it is, what became of it, a line a patient, one block a patient, the end.

    `brief` leaves out the blocks.
    """
    head: list[Line] = [[(text, "strong")] for text in wrap(words.title, cells)]
    lines = [*head, *_wrapped(Said(words.as_of), cells)]
    for said in state:
        lines += _wrapped(said, cells)
    if not words.only and words.blocks:
        found = (one for block in words.blocks for one in block.glances)
        lines += [[("", "")], *overview_lines(found, cells)]
    for block in () if brief else words.blocks:
        lines += [[("", "")], *_block(block, cells)]
    return [*lines, [("", "")], *(line for text in words.foot for line in _wrapped(Said(text), cells))]


_RULE = "─"


def is_start(line: Line) -> bool:
    """Whether a patient begins with this line."""
    return line[0][0].startswith(_RULE * 4)


def _block(block: Block, cells: int) -> list[Line]:
    """The patient in capitals over a rule, then each part under its heading."""
    lines: list[Line] = [[(_RULE * cells, "dim")]]
    lines += [[(text, "strong")] for text in wrap(block.name, cells)]
    for said in (Said(block.facts), block.allergies, block.care):
        lines += _wrapped(said, cells)
    for part in block.parts:
        lines.append([(part.heading, "strong")])
        lines += [line for said in part.said for line in _wrapped(said, cells - 2, "  ")]
    return lines


def _wrapped(said: Said, cells: int, indent: str = "") -> list[Line]:
    first, *rest = wrap(said.text, cells, "  ")
    return [[(indent + first, said.tone)], *([(indent + text, said.tone)] for text in rest)]


def row(handover: Handover, whom: str, cells: int) -> Line:
    """One earlier handover in a list: its number, when, by whom, of whom, and what became of it."""
    given, became = handover.given, outcome(handover)
    open = handover.waits or became == "REFUSED"
    left = f"{given.number:>6}  {when_text(given.at, given.zone)}  {fit(visible(given.by.initials), 4)} "
    room = max(cells - len(left) - _OUTCOME - 1, 8)
    return [(left, ""), (f"{fit(whom, room)} ", ""), (fit(became, _OUTCOME), "warn" if open else "")]
