"""A line on the terminal that says how far a command has come, once it has taken a second; then it is gone.

Only where stderr is a terminal: in a pipe, a file or a mail there is nothing of it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from store.progress import watched

FIRST = 1.0
"""Seconds after which it is shown."""

AGAIN = 0.2
"""Seconds between two lines."""

_WIPE = "\r\x1b[K"


class Meter:
    """What is shown on `out`; `clock` gives seconds."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._what, self._begun, self._shown_at = "", clock(), 0.0
        self._since = self._begun
        self._shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """`done` of `total` things are done, of 0 where nobody knows."""
        now = self._clock()
        if what != self._what or not done:
            self._what, self._since = what, now
        if now - self._begun >= FIRST and now - self._shown_at >= AGAIN:
            self._shown, self._shown_at = True, now
            self._out.write(f"{_WIPE}{self._line(done, total, now - self._since)}")
            self._out.flush()
        if done == total:
            self.wipe()  # What is said next begins on an empty line.

    def _line(self, done: int, total: int, seconds: float) -> str:
        if not total:
            return f"{self._what}: {done:,}"
        words = f"{self._what}: {done:,} of {total:,}"
        return f"{words}, {left(done, total, seconds)}" if done and seconds > AGAIN else words

    def wipe(self) -> None:
        """Take the line away."""
        if self._shown:
            self._shown = False
            self._out.write(_WIPE)
            self._out.flush()


def left(done: int, total: int, seconds: float) -> str:
    """How long the rest will take, where `done` of `total` took so many seconds."""
    rest = round(seconds * (total - done) / done)
    return f"{rest} s left" if rest < 120 else f"{-(-rest // 60)} minutes left"


@contextmanager
def metered() -> Iterator[None]:
    """Show how far it is, where there is a terminal to show it on."""
    if not sys.stderr.isatty():
        yield
        return
    meter = Meter(sys.stderr)
    with watched(meter):
        try:
            yield
        finally:
            meter.wipe()
