"""Who is told, before a paper is printed, that letters of a name will stand on it as codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocols.record.fold import Record
from protocols.values.formatting import listed, name_text
from protocols.values.text import visible
from tui.paper.page.typeface import printable

NAMED = 3
"""Patients named in the sentence; of the others their number is said."""

_CODE = re.compile(r"\[U\+[0-9A-F]+\]")


def unprintable(records: Iterable[Record]) -> str:
    """A sentence about the names and allergies that cannot be printed as they are written, "" for none.

    ExportFault without the PDF extra.
    """
    codes: list[str] = []
    names: list[str] = []
    for record in records:
        found = _codes(record)
        if found and record.details is not None:
            codes += found
            name = name_text(record.details.family, record.details.given)
            names.append(f"{name} ({visible(record.patient)})")
    if not codes:
        return ""
    others = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return (
        f"This computer has no font for letters of {listed(names[:NAMED] + others)}: on paper they stand as "
        f"codes such as {codes[0]}. Ask whoever looks after it to install one, such as Noto."
    )


def _codes(record: Record) -> list[str]:
    """The codes that would stand for what is said of the patient at the top of a page."""
    known = record.details
    said = (known.family, known.given, known.bed, known.allergies) if known else ()
    return [
        code
        for text in (*said, record.patient)
        if not text.isascii()
        for code in _CODE.findall(printable(text))
        if code not in text
    ]
