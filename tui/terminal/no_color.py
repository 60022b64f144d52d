"""What every drawn line goes through under NO_COLOR, under every widget."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_BRIGHT = 0.25
"""The brightness, 0 to 1, from which a background of the dark theme is there to make something stand out."""

_WELL = ColorTriplet(1, 2, 3)
"""The background that style.tcss gives a field where there are no colours: its whole width is underlined."""


class NoColours(LineFilter):
    """Takes every colour out, for NO_COLOR; what stood out by its background is in reverse video.

    Textual's own filter makes greys, which on 16 colours become black on black.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """`segments` in the terminal's own two colours."""
        return [Segment(text, style and _colourless(style), control) for text, style, control in segments]


@lru_cache(1024)
def _colourless(style: Style) -> Style:
    behind = style.color if style.reverse else style.bgcolor
    stands_out = _is_bright(behind) if behind else bool(style.reverse)
    well = behind is not None and behind.type is ColorType.TRUECOLOR and behind.triplet == _WELL
    return style.without_color + Style(reverse=stands_out, underline=style.underline or well)


def _is_bright(colour: RichColor) -> bool:
    if colour.type in (ColorType.DEFAULT, ColorType.STANDARD):
        return bool(colour.number)
    return Color.from_rich_color(colour).brightness > _BRIGHT
