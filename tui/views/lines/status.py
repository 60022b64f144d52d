"""How a status word looks: symbol, word and tone together (CUI MEDa-0089, 0120)."""

from __future__ import annotations

from protocols.reports.status import Label
from tui import glyphs
from tui.views.lines.lines import Part, Tone

_LOOKS: dict[Label, tuple[str, Tone]] = {
    "RED FLAG": (glyphs.URGENT, "bad"),
    "HOLD": (glyphs.URGENT, "bad"),
    "CLOCK": (glyphs.ATTENTION, "warn"),
    "OVERDUE": (glyphs.ATTENTION, "warn"),
    "DUE": (glyphs.ATTENTION, "warn"),
    "OPEN DUE": (glyphs.ATTENTION, "warn"),
    "OPEN": (glyphs.OPEN, "good"),
    "CHECK": (glyphs.ATTENTION, "warn"),
    "MEDICINE": (glyphs.ATTENTION, "warn"),
    "RASH": (glyphs.ATTENTION, "warn"),
    "DIED": (glyphs.ATTENTION, "warn"),
    "LEFT": (glyphs.ATTENTION, "warn"),
    "LEAVE": (glyphs.WAITING, "dim"),
    "AWAY": (glyphs.ENDED, "dim"),
    "BEGIN": (glyphs.WAITING, ""),
    "NEXT": (glyphs.DONE, ""),
    "FINISHED": (glyphs.DONE, "good"),
    "COMPLETE": (glyphs.ENDED, "good"),
    "STOPPED": (glyphs.ENDED, "dim"),
}

CHIP = 11
"""Cells of the longest status with its symbol: "!! RED FLAG"."""


def tone_of(word: Label) -> Tone:
    """The tone of a status word."""
    return _LOOKS[word][1]


def chip(word: Label) -> Part:
    """The status with its symbol and tone, `CHIP` cells wide."""
    symbol, tone = _LOOKS[word]
    return f"{symbol:<2} {word}".ljust(CHIP), tone
