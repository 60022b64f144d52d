"""The case timeline as a PDF of one page: the shapes of the SVG figure, in the papers' own typeface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

from protocols.record.chart import Chart
from protocols.record.fold import Record
from tui.paper.page.marks import Box, Circle, Fill, Mark, Rule, Words
from tui.paper.page.pdf import pdf
from tui.paper.page.typeface import POINT, printable, width
from tui.views.figure.figure import figure

_PIXEL = 0.75 * POINT
"""Millimetres of a pixel of the figure: a letter of 12 pixels is one of 9 points."""
_FILLS: dict[str, Fill] = {"#000": "black", "#fff": "white", "url(#hatch)": "hatch"}
_SVG = "{http://www.w3.org/2000/svg}"


def figure_pdf(record: Record, chart: Chart, now: datetime, *, named: bool = False) -> bytes:
    """The figure, the same bytes for the same record and instant. ExportFault without the PDF extra."""
    root = ElementTree.fromstring(figure(record, chart, now, named=named))
    _, _, wide, high = (float(number) * _PIXEL for number in root.attrib["viewBox"].split())
    return pdf([list(_marks(root))], (wide, high), root.attrib["aria-label"], now)


def _marks(root: ElementTree.Element) -> Iterator[Mark]:
    """Every shape in the order it is drawn; what stands in the definitions is no shape of its own."""
    for shape in root:
        match shape.tag.removeprefix(_SVG):
            case "text":
                yield _words(shape)
            case "line":
                x1, y1, x2, y2, thick = _lengths(shape, "x1", "y1", "x2", "y2", "stroke-width")
                yield Rule(x1, y1, x2, y2, thick, dashed="stroke-dasharray" in shape.attrib)
            case "rect":
                x, y, wide, high, edge = _lengths(shape, "x", "y", "width", "height", "stroke-width")
                yield Box(x, y, wide, high, edge, _FILLS[shape.attrib["fill"]])
            case "circle":
                x, y, radius = _lengths(shape, "cx", "cy", "r")
                yield Circle(x, y, radius, _FILLS[shape.attrib["fill"]])


def _lengths(shape: ElementTree.Element, *names: str) -> list[float]:
    return [_length(shape, name) for name in names]


def _length(shape: ElementTree.Element, name: str) -> float:
    return float(shape.attrib[name]) * _PIXEL


def _words(shape: ElementTree.Element) -> Words:
    size, bold = float(shape.attrib["font-size"]) * 0.75, shape.get("font-weight") == "bold"
    text = printable(shape.text or "")
    share = 0.5 if shape.attrib["text-anchor"] == "middle" else 0.0
    x = _length(shape, "x") - share * width(text, size, bold)
    return Words(x, _length(shape, "y"), text, size, bold, white=shape.get("fill") == "#fff")
