"""Pages of marks as a PDF file: the same bytes for the same pages and instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tui.paper.page.fault import needs_extra
from tui.paper.page.marks import Box, Circle, Fill, Mark, Rule, Words
from tui.paper.page.runs import Run, run_width, runs
from tui.paper.page.tags import LEVEL, PRODUCER, Tags, groups, metadata
from tui.paper.page.typeface import POINT

if TYPE_CHECKING:
    from fpdf import FPDF

_GREY: dict[Fill, int] = {"white": 255, "grey": 225, "black": 0, "hatch": 255}
_BASE = 0.3
"""How far above its base line a cell without height is begun, in parts of the size."""
_HATCH = 1.2
"""Millimetres between two slanting lines."""


def pdf(pages: Sequence[Sequence[Mark]], size: tuple[float, float], title: str, now: datetime) -> bytes:
    """The file; `size` is the width and the height of its pages. ExportFault without the PDF extra."""
    file = empty_file(size)
    file.set_auto_page_break(False)
    file.set_title(title)
    file.set_lang("en-GB")
    file.set_producer(PRODUCER)
    at = now.astimezone(UTC).replace(microsecond=0)
    file.set_creation_date(at)
    file.set_xmp_metadata(metadata(title, at))
    file.c_margin = 0
    tags = Tags(file)
    for page in pages:
        file.add_page()
        for group in groups(page):
            with tags.around(group):
                for mark in group:
                    _draw(file, mark)
    return bytes(file.output())


def empty_file(size: tuple[float, float]) -> FPDF:
    """An empty file. A run is of one font and one direction and is shaped as it is.

    FPDF would shape it in pieces, by the script of each letter: marks and joiners, which are of none, would
    part from their letters.
    """
    with needs_extra():
        from fpdf import FPDF
        from fpdf.line_break import Fragment

    class File(FPDF):
        def _parse_chars(self, text: str, markdown: bool, **_: Any) -> Iterator[Fragment]:
            yield Fragment(text, self._get_current_graphics_state(), self.k)

    return File(unit="mm", format=size, enforce_compliance=LEVEL)


def _draw(file: FPDF, mark: Mark) -> None:
    match mark:
        case Words():
            file.set_text_color(255 if mark.white else 0)
            _words(file, mark)
        case Rule():
            file.set_line_width(mark.width)
            file.set_dash_pattern(*((0.8, 0.8) if mark.dashed else (0, 0)))
            file.line(mark.x1, mark.y1, mark.x2, mark.y2)
            file.set_dash_pattern()
        case Box():
            _box(file, mark)
        case Circle():
            file.set_line_width(0.2)
            file.set_fill_color(_GREY[mark.fill])
            file.circle(mark.x, mark.y, mark.radius, style="DF")


def _words(file: FPDF, mark: Words) -> None:
    x = mark.x
    for run in runs(mark.text):
        _font(file, run, mark)
        if run.shaped:
            file.set_text_shaping(direction="rtl" if run.backwards else "ltr")
            file.set_xy(x, mark.y - _BASE * mark.size * POINT)
            file.cell(h=0, text=run.text)
            file.set_text_shaping(False)
        else:
            file.text(x, mark.y, run.text)
        x += run_width(run, mark.bold) * mark.size * POINT


def _font(file: FPDF, run: Run, mark: Words) -> None:
    """Bring the font in when it is needed first."""
    style, name = "B" if mark.bold else "", run.font.name
    if f"{name}{style}" not in file.fonts:
        file.add_font(name, style, run.font.file(mark.bold))
    file.set_font(name, style, mark.size)


def _box(file: FPDF, box: Box) -> None:
    file.set_line_width(box.edge or 0.2)
    if box.fill != "none":
        file.set_fill_color(_GREY[box.fill])
        file.rect(box.x, box.y, box.width, box.height, style="F")
        file.set_fill_color(0)
    if box.fill == "hatch":
        with file.rect_clip(box.x, box.y, box.width, box.height):
            steps = int((box.width + box.height) / _HATCH) + 1
            for step in range(1, steps):
                file.line(
                    box.x + step * _HATCH - box.height, box.y + box.height, box.x + step * _HATCH, box.y
                )
    if box.edge:
        file.rect(box.x, box.y, box.width, box.height)
