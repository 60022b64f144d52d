"""Reports of a mouse: only where it was asked for, and only presses and the wheel."""

from __future__ import annotations

import pytest
from textual import events

from tui.terminal.driver.keys import KeyParser
from tui.terminal.driver.mouse import ON, mouse_event

PRESS, RELEASE = "\x1b[<0;12;5M", "\x1b[<0;12;5m"
MOVES = (
    "\x1b[<35;12;5M",
    "\x1b[<32;12;5M",
    "\x1b[<2;12;5M",
    "\x1b[<4;12;5M",
    "\x1b[<66;1;1M",
    "\x1b[<0;0;1M",
)


def test_without_the_option_a_report_means_nothing() -> None:
    assert list(KeyParser(term="xterm").feed(PRESS + RELEASE)) == []


def test_a_press_a_release_and_the_wheel_say_where() -> None:
    told = list(KeyParser(term="xterm", mouse=True).feed(f"{PRESS}{RELEASE}\x1b[<64;1;1M\x1b[<65;1;1M"))
    kinds = (events.MouseDown, events.MouseUp, events.MouseScrollUp, events.MouseScrollDown)
    assert tuple(map(type, told)) == kinds
    assert isinstance(told[0], events.MouseDown)
    assert (told[0].x, told[0].y, told[0].button) == (11, 4, 1)


@pytest.mark.parametrize("report", MOVES)
def test_moves_other_buttons_and_nonsense_are_nothing(report: str) -> None:
    assert mouse_event(report) is None


def test_the_terminal_is_never_asked_to_tell_where_the_mouse_moves() -> None:
    assert "1002" not in ON
    assert "1003" not in ON
