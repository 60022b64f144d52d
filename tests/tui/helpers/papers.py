"""What tests ask of a paper: its words as a reader extracts them, and that nothing is cut or overlaps."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import cast

from pypdf import PdfReader

from protocols.course.catalogue import Catalogue
from protocols.record.approvals import Approvals
from protocols.record.fold import Record
from store.ledger.reader import Reading
from tests.protocols.helpers.bedside import ZONE, Bedside
from tui.paper.page.marks import Box, Mark, Words
from tui.paper.page.sheet import Sheet
from tui.paper.page.typeface import POINT, width

HEAD = "57-0a1b2c3d"
_ROUNDING = 0.05
"""Millimetres that rounding may add up to."""


def ledger_of(bed: Bedside, ward: str = "Ward 3") -> Reading:
    """As much of a ledger as a paper reads."""
    records: dict[str, Record] = {bed.folded.patient: bed.folded}
    found = SimpleNamespace(
        ward=ward,
        zone=ZONE,
        head=HEAD,
        record=records.get,
        patients=lambda: [*records],
        people=lambda: {patient: one.details for patient, one in records.items() if one.details},
        catalogue=Catalogue(),
        clock_doubt=lambda now: "",
        approvals=Approvals(lambda: tuple(chart.protocol for chart in bed.folded.charts)),
    )
    return cast(Reading, found)


def pages_of(content: bytes) -> list[str]:
    """The words of each page, as a reader that is not ours extracts them."""
    return [_plain(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def _plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def assert_sound(sheet: Sheet) -> None:
    """Nothing lies outside the page, over other words, or over the edge of the cell it is in."""
    for page in sheet.finished():
        assert_page_sound(page, sheet.size)


def assert_page_sound(page: list[Mark], size: tuple[float, float]) -> None:
    words = [mark for mark in page if isinstance(mark, Words) and mark.text.strip()]
    boxes = [mark for mark in page if isinstance(mark, Box)]
    for mark in words:
        left, up, right, down = edges(mark)
        assert left >= 0, mark
        assert up >= 0, mark
        assert right <= size[0] + _ROUNDING, mark
        assert down <= size[1] + _ROUNDING, mark
        for box in boxes:
            if box.x <= mark.x <= box.x + box.width and box.y <= mark.y <= box.y + box.height:
                assert right <= box.x + box.width + _ROUNDING, mark
                assert up >= box.y - _ROUNDING, mark
    for box in boxes:
        assert box.x >= 0, box
        assert box.x + box.width <= size[0] + _ROUNDING, box
        assert box.y + box.height <= size[1] + _ROUNDING, box
    lines = sorted(words, key=lambda mark: mark.y)
    for place, mark in enumerate(lines):
        for other in lines[place + 1 :]:
            if other.y - mark.y > 10:
                break
            assert not _overlap(edges(mark), edges(other)), (mark, other)


def edges(mark: Words) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of the letters, without the room for accents."""
    high = mark.size * POINT
    return mark.x, mark.y - 0.75 * high, mark.x + width(mark.text, mark.size, mark.bold), mark.y + 0.2 * high


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[2] - _ROUNDING
        and other[0] < one[2] - _ROUNDING
        and one[1] < other[3] - _ROUNDING
        and other[1] < one[3] - _ROUNDING
    )


def words_of(sheet: Sheet) -> str:
    """Every word of a paper, in the order in which it was written."""
    return _plain(" ".join(m.text for page in sheet.pages for m in page if isinstance(m, Words)))
