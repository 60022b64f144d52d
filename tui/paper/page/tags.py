"""What a reading aloud needs of a page: which marks are words, in which order, and which are only lines.

The papers are PDF/A-2u, which archives ask for: every font is in the file, every letter can be searched and
copied. They are tagged besides: each paragraph or cell is an element of the document, a title or heading one
of its own; rules, boxes and circles are left out. Tables are not told apart, for fpdf2 has no way to say so,
which is why it is not PDF/A-2a or PDF/UA.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from tui.paper.page.marks import Mark, Words

if TYPE_CHECKING:
    from fpdf import FPDF

LEVEL = "PDF/A-2U"
PRODUCER = "Stepward"

_TITLE, _HEADING = 14.0, 11.0
"""The sizes, in points, from which bold words are a title or a heading."""


class Tags:
    """The tags of one file. Each group of marks is drawn within `around`."""

    def __init__(self, file: FPDF) -> None:
        self._file, self._page, self._next = file, 0, 0

    @contextmanager
    def around(self, group: Sequence[Mark]) -> Iterator[None]:
        """Say what the group is, for as long as it is drawn."""
        first = group[0]
        if not isinstance(first, Words):
            self._file._out("/Artifact BMC")
        else:
            if self._page != self._file.page:
                self._page, self._next = self._file.page, 0
            kind = _kind(first)
            self._file._add_marked_content(struct_type=kind, mcid=self._next)
            self._file._out(f"{kind} <</MCID {self._next}>> BDC")
            self._next += 1
        yield
        self._file._out("EMC")


def _kind(words: Words) -> str:
    if not words.bold or words.size < _HEADING:
        return "/P"
    return "/H1" if words.size >= _TITLE else "/H2"


def groups(page: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The marks in their order: the lines of a paragraph together, and what is no words together."""
    group: list[Mark] = []
    for mark in page:
        if group and not _goes_on(group[-1], mark):
            yield group
            group = []
        group.append(mark)
    if group:
        yield group


def _goes_on(before: Mark, mark: Mark) -> bool:
    if isinstance(before, Words) and isinstance(mark, Words):
        look = (before.x, before.size, before.bold) == (mark.x, mark.size, mark.bold)
        return look and before.y < mark.y
    return not isinstance(before, Words) and not isinstance(mark, Words)


def metadata(title: str, at: datetime) -> str:
    """What the file says of itself, in XMP; fpdf2's own would have the time of writing in it."""
    part, level = LEVEL[-2], LEVEL[-1]
    moment = at.isoformat(timespec="seconds")
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmp:CreateDate="{moment}" pdf:Producer="{PRODUCER}">
   <pdfaid:part>{part}</pdfaid:part>
   <pdfaid:conformance>{level}</pdfaid:conformance>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""
