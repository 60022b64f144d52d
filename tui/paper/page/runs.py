"""A line of words in the order in which it is seen: pieces of one font and one direction.

Letters of Arabic, Hebrew, Indic and other scripts are joined, moved and set one on the other by HarfBuzz;
where it is not installed, such letters cannot be printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

from protocols.values.text import JOINERS
from tui.paper.page.fault import needs_extra
from tui.paper.page.fonts import BUNDLED, Font, advances, font_for

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True)
class Run:
    """Words of one font, from left to right, or `backwards`; `shaped` where HarfBuzz has to set them."""

    text: str
    font: Font = BUNDLED
    shaped: bool = False
    backwards: bool = False


def is_simple(text: str) -> bool:
    """Whether `text` is one run of the font that rides along, set letter by letter."""
    return text.isascii() or all(BUNDLED.has(char) and not needs_shaping(char) for char in text)


def needs_shaping(char: str) -> bool:
    """Whether `char` is set on another one, or joined to it."""
    return not char.isascii() and (is_mark(char) or unicodedata.bidirectional(char) in _RIGHT_TO_LEFT)


def is_mark(char: str) -> bool:
    """Whether `char` belongs to the one before it: a mark, or a joiner, which says how that one is joined."""
    return char in JOINERS or unicodedata.category(char).startswith("M")


@cache
def can_shape() -> bool:
    """Whether HarfBuzz is installed."""
    return find_spec("uharfbuzz") is not None


def runs(text: str) -> list[Run]:
    """`text`, every character of which can be printed, in the order from left to right on the paper."""
    if is_simple(text):
        return [Run(text)] if text else []
    return [run for part, backwards in _directions(text) for run in _by_font(part, backwards)]


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a line that is read from the left, as they stand on it.

    What runs from right to left is set by itself (Unicode, UAX 9, as an isolate): from its first such letter
    to its last before any other. So no number after a name, a dose least of all, changes its place.
    """
    for beside, rtl in _right_to_left(text):
        if beside:
            yield beside, False
        if rtl:
            yield from _reordered(rtl)


def _right_to_left(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of what runs from the left and of what runs from the right behind it; either can be empty."""
    ways = [unicodedata.bidirectional(char) for char in text]
    done, first, last = 0, -1, -1
    for place, way in enumerate([*ways, "L"]):
        if way in _RIGHT_TO_LEFT or (way == "NSM" and last == place - 1 >= 0):
            first, last = (place if first < 0 else first), place
        elif way == "L" and first >= 0:
            yield text[done:first], text[first : last + 1]
            done, first, last = last + 1, -1, -1
    yield text[done:], ""


def _reordered(text: str) -> Iterator[tuple[str, bool]]:
    with needs_extra():
        from fpdf.bidi import BidiParagraph
        from fpdf.enums import TextDirection
    seen = BidiParagraph(text, TextDirection.RTL, preserve_bn_chars=True).get_reordered_characters()
    for backwards, group in groupby(seen, key=lambda char: char.embedding_level % 2 == 1):
        part = "".join(char.character for char in group)
        yield part[::-1] if backwards else part, backwards


def _by_font(text: str, backwards: bool) -> list[Run]:
    """One run a font; a mark stays with its letter. What runs backwards is seen last part first."""
    parts: list[tuple[Font, str]] = []
    for char in text:
        font = font_for(char) or BUNDLED
        stays = char in JOINERS or (is_mark(char) and parts and parts[-1][0].has(char))
        if parts and (parts[-1][0] == font or stays):
            parts[-1] = parts[-1][0], parts[-1][1] + char
        else:
            parts.append((font, char))
    found = [Run(part, font, backwards or any(map(needs_shaping, part)), backwards) for font, part in parts]
    return found[::-1] if backwards else found


def run_width(run: Run, bold: bool) -> float:
    """How wide it is, in parts of the size."""
    path = run.font.file(bold)
    if not run.shaped:
        return sum(advances(path)[ord(char)] for char in run.text)
    return _shaped_width(run.text, path, run.backwards)


@cache
def _shaped_width(text: str, path: Path, backwards: bool) -> float:
    with needs_extra():
        import uharfbuzz  # type: ignore[import-untyped]
    font, buffer = _shaper(path), uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    uharfbuzz.shape(font, buffer)
    return sum(float(place.x_advance) for place in buffer.glyph_positions) / float(font.face.upem)


@cache
def _shaper(path: Path) -> Any:
    with needs_extra():
        import uharfbuzz
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), 0))
