"""A paper while it is written: from top to bottom, over as many pages as it takes, nothing cut.

sheet = Sheet(Frame.of(ledger, "Handover", now, record))
sheet.heading("Situation")
sheet.text("Step 2 of 5 ...")
content = sheet.pdf()
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.paper.page.frame import MARGIN, SIZES, SPACING, Frame, PaperSize, bottom, foot_height, top
from tui.paper.page.marks import Mark, Rule, Words
from tui.paper.page.pdf import pdf
from tui.paper.page.typeface import POINT
from tui.paper.page.wrapping import wrapped

TEXT = 9.0
"""The size of running words, in points."""


class Sheet:
    """Pages with the frame on each. `y` is where the next thing goes, in millimetres from the top."""

    def __init__(self, frame: Frame, paper: PaperSize = "A4", *, landscape: bool = False) -> None:
        upright = SIZES[paper]
        self.frame = frame
        self.size = (upright[1], upright[0]) if landscape else upright
        self.left, self.right = MARGIN, self.size[0] - MARGIN
        self.pages: list[list[Mark]] = []
        self._top, self.begin = top(frame, self.size[0])
        self.end = self.size[1] - foot_height(frame, self.size)
        self.y = self.begin
        self.new_page()

    @property
    def room(self) -> float:
        """Millimetres between the margins."""
        return self.right - self.left

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self.pages.append(list(self._top))
        self.y = self.begin

    def need(self, height: float) -> bool:
        """Begin a new page unless there are `height` millimetres left on this one; whether it did."""
        if self.y + height <= self.end or self.y == self.begin:
            return False
        self.new_page()
        return True

    def gap(self, height: float = 2.0) -> None:
        """Leave some paper free."""
        self.y += height

    def heading(self, words: str, *, keep: float = 12.0) -> None:
        """A heading, on the same page as what follows it within `keep` millimetres."""
        self.need(keep + 7)
        self.gap()
        self.text(words, size=11.0, bold=True)

    def text(self, words: str, *, size: float = TEXT, bold: bool = False, indent: float = 0.0) -> None:
        """A paragraph, wrapped; line breaks in it are kept."""
        for line in wrapped(words, self.room - indent, size, bold):
            self.need(line_height(size))
            self.y += line_height(size)
            self.put(Words(self.left + indent, self.y - size * POINT * 0.3, line, size, bold))

    def rule(self, width: float = 0.2) -> None:
        """A line across the page."""
        self.put(Rule(self.left, self.y, self.right, self.y, width))

    def put(self, *marks: Mark) -> None:
        """Draw on the page as it is, without moving on."""
        self.pages[-1] += marks

    def pdf(self) -> bytes:
        """The finished paper. ExportFault without the PDF extra."""
        return together([self])

    def finished(self) -> list[list[Mark]]:
        """Every page with its number at the bottom."""
        coded = any("[U+" in mark.text for page in self.pages for mark in page if isinstance(mark, Words))
        of = len(self.pages)
        return [
            [*page, *bottom(self.frame, self.size, number, of, coded)]
            for number, page in enumerate(self.pages, 1)
        ]


def line_height(size: float = TEXT) -> float:
    """Millimetres of a line of words."""
    return size * POINT * SPACING


def together(sheets: Sequence[Sheet]) -> bytes:
    """Papers of one size in one file; each counts its own pages, for it is handed on by itself."""
    first = sheets[0]
    pages = [page for sheet in sheets for page in sheet.finished()]
    return pdf(pages, first.size, first.frame.title, first.frame.now)
