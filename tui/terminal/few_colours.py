"""What every drawn line goes through on a terminal of sixteen colours, under every widget.

What these colours look like is the terminal's own affair, and so is what lies behind text that has none:
yellow on a white window is 1.07:1. So both the letters and what is behind them are always set, in the pairs
below, which stand out in the palettes of PuTTY, xterm and VGA. Many terminals brighten what is bold, so some
is never bold.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

Part = Literal["text", "bad", "warn", "good", "accent", "alarm", "chosen"]
"""What a piece of the screen is: a tone of text, a line of alarm, or where the highlight or the cursor is."""

Pair = tuple[int, int, bool]
"""The numbers of the colour of the letters and of the one behind, and whether they may be bold."""

BLACK, RED, MAGENTA, BLUE, WHITE = 0, 1, 5, 4, 7
BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_CYAN, BRIGHT_WHITE = 9, 10, 11, 14, 15

PAIRS: dict[str, dict[Part, Pair]] = {
    "dark": {
        "text": (WHITE, BLACK, True),
        "bad": (BRIGHT_RED, BLACK, True),
        "warn": (BRIGHT_YELLOW, BLACK, True),
        "good": (BRIGHT_GREEN, BLACK, True),
        "accent": (BRIGHT_CYAN, BLACK, True),
        "alarm": (BRIGHT_WHITE, RED, True),
        "chosen": (BLACK, WHITE, False),
    },
    "light": {
        "text": (BLACK, WHITE, False),
        "bad": (BRIGHT_WHITE, RED, True),
        "warn": (BRIGHT_WHITE, MAGENTA, True),
        "good": (BLUE, WHITE, False),
        "accent": (BLUE, WHITE, False),
        "alarm": (BRIGHT_WHITE, RED, True),
        "chosen": (BRIGHT_WHITE, BLACK, True),
    },
    "contrast": {
        "text": (BRIGHT_WHITE, BLACK, True),
        "bad": (BLACK, WHITE, False),
        "warn": (BRIGHT_YELLOW, BLACK, True),
        "good": (BRIGHT_GREEN, BLACK, True),
        "accent": (BRIGHT_CYAN, BLACK, True),
        "alarm": (BLACK, WHITE, False),
        "chosen": (BLACK, WHITE, False),
    },
}

SIXTEEN = Theme(
    name="sixteen",
    ansi=True,
    primary="ansi_default",
    secondary="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_bright_blue",
        "input-cursor-background": "ansi_magenta",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_magenta",
        "input-selection-foreground": "ansi_default",
        "scrollbar": "ansi_bright_blue",
        "scrollbar-hover": "ansi_bright_blue",
        "scrollbar-active": "ansi_bright_blue",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
    },
)
"""Says what each piece is by colours that `FewColours` puts its own in the place of."""

_TONES: dict[int, Part] = {1: "bad", 9: "bad", 3: "warn", 11: "warn", 2: "good", 10: "good", 4: "accent"}
_TONES |= {12: "accent", 5: "accent", 13: "accent", 6: "accent", 14: "accent"}
_CHOSEN = (4, 12)
"""Backgrounds of the highlight and of a field in focus. Its cursor, magenta, is drawn as text outside it."""


_WELL = 3
"""Background of a field out of focus: its whole width is underlined, also where nothing stands in it."""


class FewColours(LineFilter):
    """Draws every piece in a pair of `theme`."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        self._theme = theme

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """`segments` in the pairs of the theme."""
        return [
            Segment(text, _paired(style or Style.null(), self._theme), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _paired(style: Style, theme: str) -> Style:
    ink, behind, bold = PAIRS[theme][part_of(style)]
    plain = style.without_color + Style(reverse=False, dim=False, blink=False)
    pair = Style(color=RichColor.from_ansi(ink), bgcolor=RichColor.from_ansi(behind))
    well = Style(underline=True) if _number(style.bgcolor) == _WELL else Style()
    return plain + pair + well + (Style() if bold else Style(bold=False))


def part_of(style: Style) -> Part:
    """What is drawn with `style`."""
    behind, ink = _number(style.bgcolor), _number(style.color)
    if behind == RED:
        return "alarm"
    tone = _TONES.get(ink, "text")
    if (behind in _CHOSEN or style.reverse) and tone == "text":
        return "chosen"
    return tone


def _number(colour: RichColor | None) -> int:
    """Which of the sixteen `colour` is, -1 for another."""
    standard = colour is not None and colour.type is ColorType.STANDARD
    return colour.number if colour is not None and standard and colour.number is not None else -1
