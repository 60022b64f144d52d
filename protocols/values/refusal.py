"""How an entry is refused: in words, with nothing recorded."""

from __future__ import annotations

from typing import TypeVar

from protocols.values.text import says_nothing

T = TypeVar("T")

UNFIT = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What comes of an entry that does not fit the record before it, where no rule has a word for it."""

LONGEST_TEXT = 2000
"""Characters in one free text; a longer one is refused whole rather than cut."""


class Refused(Exception):
    """The entry may not be recorded. `reasons` say why and what to do; nothing was recorded.

    `about` is the part of the entry they are about, such as "reason", "" where they are about none alone.
    """

    def __init__(self, *reasons: str, about: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons, self.about = reasons, about


def refuse_if(fault: bool, reason: str, about: str = "") -> None:
    """Refuse with `reason` when there is a fault."""
    if fault:
        raise Refused(reason, about=about)


def need(found: T | None, reason: str) -> T:
    """`found`, or a refusal with `reason` when there is none."""
    if found is None:
        raise Refused(reason)
    return found


def need_text(text: str, what: str, about: str = "") -> None:
    """Refuse a free text that shows nothing or is overlong; `what` names it ("a reason")."""
    refuse_if(says_nothing(text), f"Write {what}.", about)
    fits(text, what, about)


def fits(text: str, what: str, about: str = "") -> None:
    """Refuse a text longer than a record can show."""
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"Shorten {what}: it has {len(text):,} characters, at most {LONGEST_TEXT:,} can be kept.",
            about=about,
        )
