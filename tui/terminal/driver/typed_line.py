"""One line of characters as it comes, in one piece or torn apart: whether a person can have typed it."""

from __future__ import annotations

import re
from collections import deque
from math import inf

from textual import events

from tui.terminal.driver.burst import ENDS, KEY_GAP, LEAST, SCAN_GAP, SURELY_FAST, TORN, is_held

_TO_LAST_END = re.compile(f".*[{ENDS}]", re.DOTALL)


class TypedLine:
    """What has come since the last Enter, Tab or other key, or since a pause that is too long to tear a line.

    `head` counts its characters that have been told already, as keys or as part of a burst; once one part has
    been told as a burst (`is_burst`) all that follows is one too. Times are the parser's clock, in seconds.
    """

    def __init__(self) -> None:
        self.end()

    def end(self) -> None:
        """A key that no scanner sends, or a long pause: what comes next is another line."""
        self.head, self.is_burst = 0, False
        self._last, self._came, self._alive, self._ended = "", 0.0, 0.0, False
        self._run = ""
        """The last characters that came too fast behind each other."""
        self._fast = self._most_in_a_row = 0
        self.acted = deque[events.Key](maxlen=LEAST)
        """The keys that characters of this line have been told as."""
        self._count, self._began, self.pace = 0, 0.0, inf
        """`pace` is the least time a character has taken, of a line that has been told in part."""

    def take(self, char: str, now: float) -> None:
        """`char` came at `now`."""
        gap = now - self._came
        if now - self._alive > TORN or (self._ended and gap >= KEY_GAP):
            self.end()
        elif self._ended:  # the next line of the same burst
            self.head = self._count = 0
            self.acted.clear()
        self._measure(now)
        self._run = (self._run + char)[-LEAST:] if gap < KEY_GAP and self._last else char
        if len(self._run) > 1 and not is_held(self._run):
            was_held = is_held(self._run[:-1])
            self._fast += len(self._run) - 1 if was_held else 1
            self._most_in_a_row = max(len(self._run) - 1, self._most_in_a_row)
        self._last, self._came, self._alive, self._ended = char, now, now, char in ENDS

    def _measure(self, now: float) -> None:
        """How fast the line came, once the rest follows what has been told of it."""
        self._began = self._began if self._count else now
        self._count += 1
        if self.head and self._count >= LEAST:
            self.pace = min(self.pace, (now - self._began) / (self._count - 1))

    def told(self, text: str, now: float, as_burst: bool) -> None:
        """`text`, the last that was taken, is told at `now`: as a burst, else as keys."""
        if not as_burst and now - self._came >= TORN:
            self.end()
            return
        self.is_burst, self._alive = as_burst, now
        rest = _TO_LAST_END.sub("", text)
        self.head = len(rest) if rest != text else self.head + len(text)
        while len(self.acted) > self.head:  # of the line before
            self.acted.popleft()

    def goes_on_with(self, char: str, now: float) -> bool:
        """Whether `char`, coming at `now`, is the rest of a burst that was told, and never a key."""
        return self.is_burst and not self._ended and now - self._alive <= TORN

    def ends_with(self, char: str, now: float) -> bool:
        """Whether `char` is only the second half of the Enter behind a burst."""
        return self.is_burst and (self._last, char) == ("\r", "\n") and now - self._alive <= TORN

    def is_fast(self, typing: bool) -> bool:
        """Whether no person types so. Two letters of a word overlap now and then; commands do not."""
        return (self._most_in_a_row if typing else self._fast) >= SURELY_FAST

    def gap(self, typing: bool) -> float:
        """Seconds until which the next character is waited for, before what has come is told.

        `typing` says that the characters land in a text field, where they do no harm and are to be seen soon.
        """
        if not self._fast:
            return KEY_GAP
        waits = self.is_fast(typing) and not (typing or self._ended or self.is_burst)
        return TORN if waits else SCAN_GAP
