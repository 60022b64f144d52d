"""What is drawn on a page: words, lines, boxes and circles, in millimetres from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fill = Literal["none", "white", "grey", "black", "hatch"]
"""Each is told from the others on a printer without colours; `grey` is light enough for words on it."""


@dataclass(frozen=True)
class Words:
    """Printable words in one line; `y` is their base line, `size` in points."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    white: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle, with an edge unless `edge` is 0."""

    x: float
    y: float
    width: float
    height: float
    edge: float = 0.2
    fill: Fill = "none"


@dataclass(frozen=True)
class Circle:
    """A circle around its middle."""

    x: float
    y: float
    radius: float
    fill: Fill = "white"


Mark = Words | Rule | Box | Circle
