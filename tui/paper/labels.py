"""A wristband and a bed label to cut out: who the patient is in words, and the number as a DataMatrix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from protocols.course.catalogue import numbers_in
from protocols.record.fold import Record
from protocols.values.codes import read_code
from protocols.values.formatting import name_text
from protocols.values.identity import numbers_meant
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.paper.page.data_matrix import Modules, code_boxes, data_matrix
from tui.paper.page.frame import Frame, PaperSize
from tui.paper.page.marks import Box, Words
from tui.paper.page.sheet import Sheet, line_height
from tui.paper.page.typeface import POINT
from tui.paper.page.wrapping import wrapped

TITLE = "Wristband and bed label"
HOW = (
    "Cut out along the lines. Compare the words with the patient before the wristband is put on. "
    "The code holds the hospital number alone."
)
NO_CODE = (
    "No code is printed: on this ward a scanner would not read the number {number} as a wristband "
    "(docs/scanning.md)."
)
_WRISTBAND, _BED = (240.0, 25.0), (110.0, 45.0)
"""Width and least height of each, in millimetres."""
_PADDING = 3.0


def labels(ledger: Reading, record: Record, now: datetime, paper: PaperSize = "A4") -> bytes:
    """The labels of one patient. ExportFault without the PDF extra."""
    return labels_sheet(ledger, record, now, paper).pdf()


def labels_sheet(ledger: Reading, record: Record, now: datetime, paper: PaperSize) -> Sheet:
    """The labels, drawn. A wristband has the code at both ends: an arm hides one of them."""
    sheet = Sheet(Frame.of(ledger, TITLE, now, record), paper, landscape=True)
    sheet.text(HOW)
    code = number_code(ledger, record)
    if code is None:
        sheet.text(NO_CODE.format(number=visible(record.patient)), bold=True)
    details = record.details
    if details is None:
        return sheet
    who = name_text(details.family, details.given)
    facts = [f"Born {details.birth.text}", f"MRN {visible(record.patient)}"]
    sheet.heading("Wristband")
    _label(sheet, _WRISTBAND, code, [(who, 13.0), ("   ".join(facts), 11.0)], both=True)
    bed = f"Bed {visible(details.bed)}" if details.bed else "No bed"
    sheet.heading("Bed")
    _label(sheet, _BED, code, [(bed, 16.0), (who, 14.0), *((fact, 12.0) for fact in facts)])
    return sheet


def number_code(ledger: Reading, record: Record) -> Modules | None:
    """The number as modules; None where a scan of them would not open this patient here."""
    code = read_code(record.patient)
    read = numbers_in(code, ledger.catalogue.wanted)
    meant = {other for number in read for other in numbers_meant(number, ledger.patients())}
    known = not code.is_pack and meant == {record.patient}
    return data_matrix(record.patient) if known else None


def _label(
    sheet: Sheet,
    size: tuple[float, float],
    code: Modules | None,
    lines: Sequence[tuple[str, float]],
    *,
    both: bool = False,
) -> None:
    """One label with its words beside the code; it grows downwards where a name is long."""
    width, least = size
    side = least - 2 * _PADDING if code else 0.0
    left = sheet.left + side + (2 * _PADDING if code else _PADDING)
    room = width - (left - sheet.left) * (2 if both else 1) - _PADDING
    words = [(text, points) for line, points in lines for text in wrapped(line, room, points, True)]
    height = max(least, sum(line_height(points) for _, points in words) + 2 * _PADDING)
    sheet.need(height + 4)
    sheet.gap()
    sheet.put(Box(sheet.left, sheet.y, width, height))
    for x in (sheet.left + _PADDING, sheet.left + width - _PADDING - side)[: 2 if both else 1]:
        for box in code_boxes(code, x, sheet.y + _PADDING, side) if code else ():
            sheet.put(box)
    y = sheet.y + _PADDING
    for text, points in words:
        y += line_height(points)
        sheet.put(Words(left, y - points * POINT * 0.3, text, points, True))
    sheet.y += height
    sheet.gap()
