"""What a command of the table of keys is made of, and the screens it can be given on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

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
EVERYWHERE: tuple[Place, ...] = get_args(Place)

_KEYS = {
    "Esc": "escape",
    "/": "slash",
    ":": "colon",
    "+": "plus",
    "-": "minus",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "=": "equals_sign",
    "!": "exclamation_mark",
    "?": "question_mark",
    ".": "full_stop",
    "@": "at",
    "*": "asterisk",
}
"""What Textual calls a key that is not called by its letter, or by its name in lower case."""


@dataclass(frozen=True)
class Command:
    """One key: what it does, in a word for the footer and in a sentence for help."""

    keys: str
    action: str
    label: str
    sentence: str
    group: str
    places: tuple[Place, ...]
    footer: tuple[Place, ...]
    key_text: str
    """The first of its keys as people read it."""


def given_by(pressed: str, action: str, label: str, sentence: str, group: str, works_on: str) -> Command:
    """The command of any of the keys `pressed`, on the screens of `works_on`; a star puts it at their foot.

    ValueError for a screen that is none.
    """
    keys, named = pressed.split(), works_on.split()
    places = tuple(place for name in named for place in _places(name.removesuffix("*")))
    footer = tuple(place for name in named if name.endswith("*") for place in _places(name[:-1]))
    return Command(",".join(map(_textual, keys)), action, label, sentence, group, places, footer, keys[0])


def _places(name: str) -> tuple[Place, ...]:
    if name == "everywhere":
        return EVERYWHERE
    if name == "below":
        return EVERYWHERE[1:]
    return (EVERYWHERE[EVERYWHERE.index(cast(Place, name))],)


def _textual(key: str) -> str:
    return _KEYS.get(key, key if len(key) == 1 else key.lower())


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
