"""Whether a terminal shows UTF-8: it is asked how wide some characters have become on it.

A terminal that is set to Latin-1 takes the two or three bytes of one character for as many characters. One
that is set to Chinese or Japanese widths gives them two cells. Both push what follows to the right.
"""

from __future__ import annotations

from collections.abc import Callable

ASKED = "é─"
"""A Latin letter, and a line as the boxes have it: one cell each, or none but ASCII is shown."""

QUESTIONS = "".join(f"\x1b[H{char}\x1b[6n" for char in ASKED) + "\x1b[H\x1b[2K"
"""Writes each at the top left, asks where the cursor is, and wipes them away."""

PATIENCE = 1.0
"""Seconds for the answers. A terminal that gives none is taken at its locale's word."""

SENTENCE = (
    "This terminal is not set to UTF-8, so everything is shown in ASCII, with ? for other letters. "
    "In PuTTY: Window, Translation, Remote character set: UTF-8. Then start again."
)


class WidthProbe:
    """Takes the answers; `done` is called once, with whether every character took one cell."""

    def __init__(self, done: Callable[[bool], None]) -> None:
        self._done: Callable[[bool], None] | None = done
        self._answers = 0

    @property
    def waiting(self) -> bool:
        """Whether it is not known yet."""
        return self._done is not None

    def answer(self, column: int) -> None:
        """The cursor stands in `column`, from 0, behind the next character asked about."""
        self._answers += 1
        if column != 1:
            self._end(False)
        elif self._answers == len(ASKED):
            self._end(True)

    def give_up(self) -> None:
        """No answer has come."""
        self._end(True)

    def _end(self, good: bool) -> None:
        if self._done is not None:
            done, self._done = self._done, None
            done(good)
