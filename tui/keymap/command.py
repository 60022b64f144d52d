"""What a command of the table of keys is made of, and the screens it can be given on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Place = Literal[
    "board",
    "chart",
    "picture",
    "history",
    "protocols",
    "reader",
    "compare",
    "trend",
    "staff",
    "handover",
    "handovers",
]
PATIENT: tuple[Place, ...] = ("board", "chart")
SHELF: tuple[Place, ...] = ("protocols",)
BOARD: tuple[Place, ...] = ("board",)
PAST: tuple[Place, ...] = ("history",)
EVERYWHERE: tuple[Place, ...] = get_args(Place)


@dataclass(frozen=True)
class Command:
    """One key: what it does, in a word for the footer and in a sentence for help."""

    keys: str
    action: str
    label: str
    sentence: str
    group: str
    places: tuple[Place, ...]
    footer: tuple[Place, ...] = ()
    shown: str = ""

    @property
    def key_text(self) -> str:
        """The key as people read it."""
        return self.shown or self.keys.split(",")[0]


NAMES: dict[Place, str] = {
    "board": "the ward board",
    "chart": "a patient's chart",
    "history": "the history",
    "protocols": "the library",
    "reader": "a protocol",
    "staff": "the staff list",
    "picture": "the picture of a course",
    "compare": "protocols side by side",
    "trend": "the skin trend",
    "handover": "a handover",
    "handovers": "the list of handovers",
}
"""Each screen as a sentence names it."""
