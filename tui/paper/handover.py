"""A handover on paper: the ward or one patient, in the order of SBAR, with a place to sign by hand.

Headings stand beside what they head; what is urgent is bold, and says so in words: black and white is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from protocols.record.handovers import Handover
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.paper.page.frame import Frame, PaperSize
from tui.paper.page.marks import Words as Mark
from tui.paper.page.sheet import TEXT, Sheet, line_height
from tui.paper.page.table import Cell, Column, table
from tui.paper.page.typeface import POINT
from tui.paper.page.wrapping import wrapped
from tui.views.handover.overview import HEADINGS, Glance
from tui.views.handover.parts import Part, Said
from tui.views.handover.sheets import sheet_again, sheet_now
from tui.views.handover.words import Block, Words

TITLE = "Handover"
_INDENT = 30.0
"""Millimetres to the words beside a heading."""

_KEEP = 45.0
"""Millimetres of a patient that stand on one page with the name."""

_SIGN = (Column("Given by", 3), Column("Accepted by, or refused and why", 4), Column("Day and time", 2))


_SHARES = (13, 6, 30, 12, 8, 20, 12, 6)
_GLANCE = [Column(heading, share) for heading, share in zip(HEADINGS, _SHARES, strict=True)]


@dataclass(frozen=True)
class Paper:
    """What is printed: the sheet, what became of it, and whether it is still to be signed."""

    words: Words
    state: list[Said] = field(default_factory=list)
    to_sign: bool = True
    brief: bool = False
    """Whether a line a patient is all of it; that is signed nowhere."""


def paper_of(
    ledger: Reading, handover: Handover | None, now: datetime, only: str = "", *, brief: bool = False
) -> Paper:
    """The sheet as things are now, or `handover` as it was given."""
    if handover is None:
        return Paper(sheet_now(ledger, now, only), to_sign=not brief, brief=brief)
    return Paper(*sheet_again(ledger, handover), to_sign=handover.waits and not brief, brief=brief)


def handover_pdf(
    ledger: Reading,
    handover: Handover | None,
    now: datetime,
    only: str = "",
    size: PaperSize = "A4",
    *,
    brief: bool = False,
) -> bytes:
    """The PDF file, printed at `now`; `brief` has a line a patient. ExportFault without the PDF extra."""
    only = handover.what.only if handover else only
    record = ledger.record(only) if only else None
    frame = Frame.of(ledger, TITLE, now, record)
    return written(frame, paper_of(ledger, handover, now, only, brief=brief), size).pdf()


def written(frame: Frame, paper: Paper, size: PaperSize = "A4") -> Sheet:
    """The pages, before they are a file."""
    sheet, words = Sheet(frame, size), paper.words
    sheet.text(words.title, size=11.0, bold=True)
    sheet.text(words.as_of)
    for said in paper.state:
        sheet.text(said.text, bold=_is_bold(said))
    if paper.to_sign:
        sheet.gap()
        table(sheet, _SIGN, [("", "", "")], lowest=11.0)
    if not words.only and words.blocks:
        sheet.gap()
        table(sheet, _GLANCE, [_cells(one) for block in words.blocks for one in block.glances])
    if paper.brief:
        sheet.gap()
        sheet.text("A line a patient. What else is to be said stands on the whole sheet.")
    for block in () if paper.brief else words.blocks:
        _block(sheet, block)
    sheet.gap()
    sheet.rule(0.4)
    for text in words.foot:
        sheet.text(text)
    return sheet


def _cells(glance: Glance) -> list[Cell]:
    """One line of the overview; in bold what asks for something, and the name."""
    return [[(text, tone in ("strong", "bad", "warn"))] for text, tone in glance]


def _block(sheet: Sheet, block: Block) -> None:
    sheet.gap(3)
    sheet.need(_KEEP)
    sheet.rule(0.4)
    sheet.gap(0.5)
    sheet.text(block.name, size=11.0, bold=True)
    sheet.text(block.facts)
    sheet.text(block.allergies.text, bold=block.allergies.tone == "warn")
    sheet.text(block.care.text, bold=block.care.tone == "warn")
    for part in block.parts:
        _part(sheet, block, part)


def _part(sheet: Sheet, block: Block, part: Part) -> None:
    """The heading in the left column, its sentences in the right one, a little apart.

    Where it goes over the page, the next one begins with whom it is about.
    """
    sheet.gap(0.8)
    heading = part.heading
    for said in part.said:
        bold = _is_bold(said)
        lines = wrapped(said.text, sheet.room - _INDENT, TEXT, bold)
        if sheet.need(len(lines) * line_height()):
            sheet.text(f"{block.name}, MRN {visible(block.mrn)}, continued", bold=True)
            heading = part.heading
        if heading:
            y = sheet.y + line_height() - TEXT * POINT * 0.3
            sheet.put(Mark(sheet.left, y, heading, TEXT, bold=True))
            heading = ""
        sheet.text(said.text, bold=bold, indent=_INDENT)
        sheet.gap(0.4)


def _is_bold(said: Said) -> bool:
    return said.tone in ("strong", "bad", "warn")
