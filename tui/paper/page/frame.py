"""What stands on every page: the title, the ward, who the patient is, page n of m, printed at, the head.

Two identifiers of the patient are on every page of a paper about one patient (domain.md 2.4). The head of
the hash chain says up to which entry of the ledger the paper goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from protocols.record.fold import Record
from protocols.values.formatting import when_text
from store.ledger.reader import Reading
from tui.paper.page.data_matrix import Modules, code_boxes
from tui.paper.page.marks import Box, Mark, Rule, Words
from tui.paper.page.typeface import POINT, printable, width
from tui.paper.page.wrapping import wrapped
from tui.views.course.banner import identity
from tui.views.course.namesakes import namesake_warning

PaperSize = Literal["A4", "Letter"]
SIZES: dict[PaperSize, tuple[float, float]] = {"A4": (210, 297), "Letter": (215.9, 279.4)}
"""Width and height upright, in millimetres."""

MARGIN = 12.0
"""Millimetres that no printer cuts off."""

CODE = 14.0
"""Millimetres of the side of a code, with as much white round it as a scanner needs."""

SPACING = 1.3
"""From one base line to the next, in parts of the size."""

CODES = "[U+...] stands for a character that cannot be printed here. The screen shows it."
_TITLE, _NAME, _SMALL = 14.0, 11.0, 8.0


@dataclass(frozen=True)
class Frame:
    """What stands on every page. `who` is empty on a paper about several patients."""

    title: str
    ward: str
    zone: str
    now: datetime
    head: str
    who: tuple[str, ...] = ()
    code: Modules | None = None
    """The patient's number for a scanner, beside `who`; None for a paper without."""

    @classmethod
    def of(cls, ledger: Reading, title: str, now: datetime, record: Record | None = None) -> Frame:
        """The frame of a paper about one patient, or with no record about the ward.

        Where another patient can be mistaken for this one, every page says so.
        """
        who = tuple(identity(record, now, ledger.zone)) if record else ()
        if record is not None and record.details is not None:
            like = namesake_warning(record.patient, record.details, ledger.people())
            who = (*who, like) if like else who
        return cls(title, ledger.ward, ledger.zone, now, ledger.head, who)


def top(frame: Frame, page_width: float) -> tuple[list[Mark], float]:
    """What stands at the top of a page, and how far down it goes."""
    marks: list[Mark] = []
    room, y = page_width - 2 * MARGIN, MARGIN
    for text, size, bold in ((frame.title, _TITLE, True), (f"Ward {frame.ward}", 9.0, False)):
        more, y = _paragraph(text, MARGIN, y, room, size, bold)
        marks += more
    if not frame.who:
        y += 1.5
        return [*marks, Rule(MARGIN, y, page_width - MARGIN, y, 0.4)], y + 2
    y += 1.5
    begin, y = y, y + 1
    beside = CODE + 4 if frame.code else 0.0
    for place, text in enumerate(frame.who):
        more, y = _paragraph(text, MARGIN + 2, y, room - 4 - beside, 9.0 if place else _NAME, place == 0)
        marks += more
    if frame.code:
        y = max(y, begin + CODE + 2.5)
        marks += code_boxes(frame.code, page_width - MARGIN - CODE - 2, begin + 2, CODE)
    y += 1.5
    return [*marks, Box(MARGIN, begin, room, y - begin, edge=0.5)], y + 2.5


def _paragraph(
    text: str, x: float, y: float, room: float, size: float, bold: bool
) -> tuple[list[Words], float]:
    marks = []
    for line in wrapped(text, room, size, bold):
        y += size * POINT * SPACING
        marks.append(Words(x, y - size * POINT * 0.25, line, size, bold))
    return marks, y


def foot_lines(frame: Frame, coded: bool) -> list[str]:
    """What stands at the bottom of a page, without the number of the page."""
    printed = f"Printed at {when_text(frame.now, frame.zone)} (24-hour, {frame.zone})."
    lines = [f"{printed} Ledger up to entry {frame.head}. Later entries are not on it."]
    return [*lines, CODES] if coded else lines


def bottom(frame: Frame, size: tuple[float, float], page: int, pages: int, coded: bool) -> Iterator[Mark]:
    """The last lines of page number `page`."""
    number = f"Page {page} of {pages}"
    taken = width(number, _SMALL, True)
    lines = [
        line
        for text in foot_lines(frame, coded)
        for line in wrapped(printable(text), size[0] - 2 * MARGIN - taken - 5, _SMALL)
    ]
    y = size[1] - MARGIN - (len(lines) - 1) * _SMALL * POINT * SPACING
    yield Rule(MARGIN, y - _SMALL * POINT - 1, size[0] - MARGIN, y - _SMALL * POINT - 1, 0.2)
    yield Words(size[0] - MARGIN - taken, y, number, _SMALL, True)
    for place, line in enumerate(lines):
        yield Words(MARGIN, y + place * _SMALL * POINT * SPACING, line, _SMALL)


def foot_height(frame: Frame, size: tuple[float, float]) -> float:
    """How much of the page the bottom takes at most, the margin with it."""
    marks = list(bottom(frame, size, 999, 999, coded=True))
    return size[1] - min(mark.y1 for mark in marks if isinstance(mark, Rule)) + 1
