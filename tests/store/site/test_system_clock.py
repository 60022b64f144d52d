"""What the kernel says of the clock: yes, no, or nobody knows. Never an error, never a wait."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

import pytest

from store.site import system_clock

asked = system_clock.synchronised
"""The function itself: tests have another one in its place."""


class Kernel:
    """A C library whose adjtimex fills in the largest error and gives a state."""

    def __init__(self, state: int, max_error: int) -> None:
        self.state, self.max_error = state, max_error

    @property
    def adjtimex(self) -> Callable[[Any], int]:
        def fill(pointer: Any) -> int:
            pointer._obj.max_error = self.max_error
            return self.state

        return fill


@pytest.mark.parametrize(
    ("state", "max_error", "found"),
    [(0, 2_000, True), (0, 15_999_999, True), (5, 16_000_000, False), (-1, 0, None)],
)
def test_what_the_kernel_says(
    state: int, max_error: int, found: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Kernel(state, max_error))
    assert asked() is found


def test_a_library_without_it_and_another_system_know_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    assert asked() is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert asked() is None


def test_this_computer_answers() -> None:
    assert asked() in (True, False, None)
