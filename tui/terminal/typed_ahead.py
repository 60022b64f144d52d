"""A burst taken apart: into the codes that were scanned, or into keys for the text field in focus."""

from __future__ import annotations

import re

from textual import events
from textual.keys import _character_to_key

from tui.terminal.driver.burst import ENDS


class NoScanner:
    """What an app does with codes that does nothing with them."""

    def take(self, text: str) -> None:
        """A code was scanned, or text came at once where no text is typed."""

    def take_torn(self, text: str) -> None:
        """A part of a code came apart from the rest, where no text is typed."""

    def take_early(self, text: str) -> None:
        """A part of a code, or text for a field, came while an entry was on its way: it is not used."""

    def take_back(self, depth: int) -> bool:
        """A code's first characters have acted as keys, when so many screens were open.

        Close what they have opened; whether anything was.
        """
        return False

    def names(self, text: str, whole: bool) -> bool:
        """Whether `text` is a code whatever has the focus, and not words for the text field in focus.

        `whole` says that an Enter or Tab came right behind it.
        """
        return False

    def identified(self, patient: str) -> bool:
        """Whether the wristband of `patient` was scanned, and nobody else has been looked at since."""
        return False

    def enter_goes_on(self) -> bool:
        """Whether Enter in the text field in focus only goes to the next field; else say that it waits."""
        return True


_ENDS = re.compile(f"[{ENDS}]+")
_NAMES = {"\r": "enter", "\n": "enter", "\t": "tab"}


class TypedAhead(events.Key):
    """A key out of a burst. It types text, and goes on to the next field; it never chooses or records."""


TypedAhead.handler_name = events.Key.handler_name  # to a widget it is a key as any other


MOST = 8
"""Codes at once; a text of more lines is none, and told as a whole."""


def lines_of(text: str) -> list[str]:
    """The codes of a burst: scanners send Enter or Tab behind each."""
    lines = [line for line in _ENDS.split(text) if line.strip()]
    return lines if len(lines) <= MOST else [" ".join(lines)]


def keys_of(text: str) -> list[TypedAhead]:
    """The keys that a person has pressed for `text`."""
    return [_key(char) for char in text]


def _key(char: str) -> TypedAhead:
    return TypedAhead(_NAMES.get(char) or key_name(char), char)


def key_name(char: str) -> str:
    """What Textual calls the key that sends `char`."""
    return _character_to_key(char)
