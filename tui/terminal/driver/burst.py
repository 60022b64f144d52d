"""Characters that come faster than anybody types: what a barcode scanner sends, or a line that had stalled.

A scanner plugged in as a keyboard sends 1 to 10 ms a key, and through SSH often all in one packet. A person
leaves 80 ms or more between two different keys; a key held down repeats every 33 ms.
"""

from __future__ import annotations

from textual import events

KEY_GAP = 0.03
"""Seconds a key waits for another before it is taken for one that somebody pressed."""
SCAN_GAP = 0.12
"""The same once a few keys have come too fast for a person: a slow line brings a scan in parts."""
PREFIX_GAP = 0.5
"""The same behind the prefix that the site's scanners send."""
LEAST = 6
"""Characters of a line from which a burst is one. Fewer may be keys typed ahead of a slow line."""
LONGEST = 4096
"""Characters of a burst; more than any code has."""
SURELY_FAST = 3
"""Characters within `KEY_GAP` of each other that no person types."""

ENDS = "\r\n\t"
"""Enter and Tab, which scanners are set to send behind a code."""
INSIDE = "\x04\x1c\x1d\x1e\x1f"
"""Separators inside a code, which arrive as keys with Ctrl: Ctrl+] is GS1's group separator."""


class Burst(events.Paste):
    """Text that came in a burst, as it came, with separators and line ends. It is never keys.

    `sure` says that a scanner sent it, for the site's prefix came before it.
    """

    def __init__(self, text: str, sure: bool = False) -> None:
        super().__init__(text)
        self.sure = sure


def goes_on(text: str, char: str) -> bool:
    """Whether `char`, coming at once behind `text`, may belong to the same burst."""
    return len(text) < LONGEST and (char.isprintable() or char in ENDS or char in INSIDE)


def gap(text: str, prefix: str) -> float:
    """Seconds that the next character may take behind `text` to belong to it."""
    if prefix and text.startswith(prefix):
        return PREFIX_GAP
    return SCAN_GAP if len(text) >= SURELY_FAST and not is_held(text) else KEY_GAP


def is_held(text: str) -> bool:
    """Whether `text` is one letter again and again: a key held down, such as j for the next line."""
    return len(set(text)) == 1 and not text[0].isdigit()


def is_burst(text: str, prefix: str) -> bool:
    """Whether `text`, which came at once, is a burst; else it is keys, typed or held down."""
    if prefix and text.startswith(prefix):
        return True
    for end in ENDS:
        text = text.replace(end, "\n")
    return len(set(text)) > 1 and any(len(line) >= LEAST for line in text.split("\n"))
