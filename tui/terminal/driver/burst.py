"""Characters that come faster than anybody types: what a barcode scanner sends, or a line that had stalled.

A scanner plugged in as a keyboard sends 1 to 10 ms a key, and through SSH often all in one packet. A person
leaves 80 ms or more between two different keys; a key held down repeats every 33 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from textual import events

KEY_GAP = 0.03
"""Seconds a key waits for another before it is taken for one that somebody pressed."""
SCAN_GAP = 0.12
"""The same once a key has come too fast for a person: a slow line brings a scan in parts."""
TORN = 1.5
"""Seconds between two parts of one line that is a scanner's: a line that loses packets sends them again
after 0.2 s, then 0.4 s, then 0.8 s (RFC 6298), and a computer under load is no quicker."""
LEAST = 6
"""Characters of a line from which a burst is one. Fewer may be keys typed ahead of a slow line."""
LONGEST = 4096
"""Characters of a burst; more than any code has."""
SURELY_FAST = 2
"""Gaps under `KEY_GAP` in a line that no person leaves: two in a row, or two in a line of commands."""

PRESSED = 0.08
"""Seconds a character over a whole line of `LEAST` or more in which nobody presses so many commands."""
AT_ONCE = 0.4
"""Seconds for a whole line with its first keys, in which nobody presses a key and pulls a trigger then."""
TYPED = 0.04
"""The same of words typed into a field: the fastest typists take 0.055."""

ENDS = "\r\n\t"
"""Enter and Tab, which scanners are set to send behind a code."""
INSIDE = "\x04\x1c\x1d\x1e\x1f"
"""Separators inside a code, which arrive as keys with Ctrl: Ctrl+] is GS1's group separator."""


class Burst(events.Paste):
    """Text that came in a burst, as it came, with separators and line ends. It is never keys.

    `sure` says that a scanner sent it, for the site's prefix came before it. `torn` says that it is a part
    of its line: the rest came so much earlier or later that it could not be kept together. `early` says
    that it came while an entry was on its way, before the screen was there on which it is to act.

    `acted` are the first characters of its line that have been told as keys, before anybody could know;
    `pace` is how many seconds a character of that line took, with the wait in which it was torn.
    """

    def __init__(
        self,
        text: str,
        sure: bool = False,
        torn: bool = False,
        early: bool = False,
        acted: Sequence[events.Key] = (),
        pace: float = inf,
    ) -> None:
        super().__init__(text)
        self.sure = sure
        self.torn = torn
        self.early = early
        self.acted = acted
        self.pace = pace

    @property
    def lasted(self) -> float:
        """Seconds from the first of the keys that acted to its own end, about."""
        return self.pace * (len(self.acted) + len(self.text) - 1)

    @property
    def ended(self) -> bool:
        """Whether the Enter or Tab behind it came too: the code is whole."""
        return self.text.endswith(tuple(ENDS))


def goes_on(text: str, char: str) -> bool:
    """Whether `char`, coming behind `text`, may belong to the same burst."""
    return len(text) < LONGEST and (char.isprintable() or char in ENDS or char in INSIDE)


def is_held(text: str) -> bool:
    """Whether `text` is one letter again and again: a key held down, such as j for the next line."""
    return len(set(text)) == 1 and not text[0].isdigit()


def is_burst(text: str, head: int = 0) -> bool:
    """Whether `text`, which came at once, is a burst; else it is keys, typed or held down.

    `head` is how many characters of its first line came before it.
    """
    for end in ENDS:
        text = text.replace(end, "\n")
    if not head and len(set(text)) == 1:
        return False
    first, *others = text.split("\n")
    return head + len(first) >= LEAST or any(len(line) >= LEAST for line in others)
