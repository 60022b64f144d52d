"""How a sentence names a dose's time of day, and whether a step goes up or down."""

from __future__ import annotations

from protocols.definition.protocol import Protocol
from protocols.definition.step import SLOTS, Direction


def slot_text(slot: str) -> str:
    """A dose's time in a sentence: "in the morning", "at bedtime", "at 14:30"."""
    return f"{'in the' if slot in ('morning', 'evening') else 'at'} {slot}"


def slot_lead(slot: str) -> str:
    """`slot_text` before a dose's day and time, "" where that time is its name already."""
    return f"{slot_text(slot)}, " if slot in SLOTS else ""


ARROWS: dict[Direction, str] = {
    "up": "\N{UPWARDS ARROW}",
    "down": "\N{DOWNWARDS ARROW}",
    "same": "=",
    "up and down": "\N{UP DOWN ARROW}",
}
"""What stands beside a step in a protocol that goes down somewhere."""

_DIRECTIONS: dict[Direction, str] = {
    "up": "a step UP",
    "down": "a step DOWN",
    "same": "the same amount in another rhythm",
    "up and down": "more and less at once: look at both the single and the daily dose",
}


def arrow(protocol: Protocol, number: int) -> str:
    """The arrow of step `number` in two cells, "" in a protocol whose steps all go up."""
    if not protocol.goes_down:
        return ""
    return f"{' ' if number == 1 else ARROWS[protocol.direction(number)]} "


def direction_text(protocol: Protocol, number: int) -> str:
    """Whether step `number` goes up or down, "" where all steps go up, and of the first."""
    return _DIRECTIONS[protocol.direction(number)] if number > 1 and protocol.goes_down else ""
