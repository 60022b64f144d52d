"""How a sentence names a dose's time of day."""

from __future__ import annotations

from protocols.definition.step import SLOTS


def slot_text(slot: str) -> str:
    """A dose's time in a sentence: "in the morning", "at bedtime", "at 14:30"."""
    return f"{'in the' if slot in ('morning', 'evening') else 'at'} {slot}"


def slot_lead(slot: str) -> str:
    """`slot_text` before a dose's day and time, "" where that time is its name already."""
    return f"{slot_text(slot)}, " if slot in SLOTS else ""
