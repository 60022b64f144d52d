"""How long nobody has pressed a key."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

WARN_BEFORE = 15.0
"""Seconds between the warning and the lock."""


def seconds_awake() -> float:
    """Seconds that only go forward, also while a computer sleeps where the system counts that."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class Idle:
    """Counts from the last `touch` to the lock, `after` seconds later; `clock` gives seconds."""

    def __init__(self, after: float, clock: Callable[[], float] = seconds_awake) -> None:
        self.after, self.clock = after, clock
        self._touched = clock()
        self._warned = False

    def touch(self) -> bool:
        """Begin again; whether a warning had been given."""
        warned, self._warned, self._touched = self._warned, False, self.clock()
        return warned

    @property
    def soon(self) -> bool:
        """Whether it is time to ask `due`."""
        return self._touched + self.after - self.clock() <= WARN_BEFORE

    def due(self) -> Literal["", "warn", "lock"]:
        """What the time without a key asks for now; the warning once."""
        left = self._touched + self.after - self.clock()
        if left <= 0:
            return "lock"
        if left > WARN_BEFORE or self._warned:
            return ""
        self._warned = True
        return "warn"
