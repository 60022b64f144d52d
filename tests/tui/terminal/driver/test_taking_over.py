"""How the terminal is taken over and left: what it is asked, how large it is drawn, what stays on it."""

from __future__ import annotations

import os
import re
import signal
import struct
import sys
from pathlib import Path

import pyte
import pytest

from tests.tui.helpers.terminal import Terminal, environment, stand_in, stand_in_command
from tui.terminal.driver.posix import TerminalDriver
from tui.terminal.driver.probe import ASKED, WidthProbe

if sys.platform != "win32":
    import fcntl
    import termios

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

F2_FAILS = "\x1bOQ"
CTRL_Q = "\x11"
TWO_CELLS = b"\x1b[1;3R"


def open_stand_in(folder: Path, answers: bytes) -> Terminal:
    environ = environment(XDG_STATE_HOME=str(folder / "state"))
    return Terminal(stand_in_command(folder), environ, answers=answers)


def test_a_terminal_that_makes_two_cells_of_a_letter_is_shown_ascii_and_told_why(tmp_path: Path) -> None:
    with open_stand_in(tmp_path, TWO_CELLS) as terminal:
        terminal.wait_for("not set to UTF-8")
        text = terminal.wait_for("|box")
        assert text.isascii()
        drawn = terminal.raw[terminal.raw.rindex(b"\x1b[6n") :]
        assert drawn.isascii(), "from the first picture on"


def test_a_terminal_that_says_nothing_is_shown_every_character(tmp_path: Path) -> None:
    with open_stand_in(tmp_path, b"") as terminal:
        terminal.wait_for("╰─")
        assert "not set to UTF-8" not in terminal.wait_until_quiet()


@pytest.mark.parametrize(
    ("answers", "good"), [((1,) * len(ASKED), True), ((1, 3), False), ((2,), False), ((), None)]
)
def test_every_character_has_to_be_one_cell(answers: tuple[int, ...], good: bool | None) -> None:
    told: list[bool] = []
    probe = WidthProbe(told.append)
    for column in answers:
        probe.answer(column)
    assert told == ([] if good is None else [good])
    probe.give_up()
    probe.answer(7)
    assert told == [good is not False], "what comes late changes nothing"
    assert not probe.waiting


def left_behind(raw: bytes) -> str:
    """What stays on a terminal without another screen to go back to."""
    screen = pyte.Screen(80, 24)
    strange = re.compile(rb"\x1b\[\?1049[hl]|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
    pyte.ByteStream(screen).feed(strange.sub(b"", raw))
    return "\n".join(line.rstrip() for line in screen.display).strip()


@pytest.mark.parametrize(("keys", "number"), [(CTRL_Q, None), (F2_FAILS, None), ("", signal.SIGHUP)])
def test_nothing_stays_on_a_terminal_that_has_no_other_screen(
    keys: str, number: signal.Signals | None, tmp_path: Path
) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(keys)
        terminal.end(number)
        left = left_behind(terminal.raw)
        assert "READY" not in left
        assert left == "" or left.startswith("Stepward had to stop")
        assert b"\x1b[2J" not in terminal.raw, "some terminals would keep it where one can scroll back to"


def test_no_size_is_taken_from_what_is_typed_and_no_number_is_too_large(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.wait_until_quiet()
        before = len(terminal.raw)
        terminal.send("\x1b[48;9000;9000;0;0t\x1b[1114112u\x1b[?2048;1$y\x1b[97:65u\x15still there")
        terminal.wait_for("still there")
        assert len(terminal.raw) - before < 3_000
        terminal.send(CTRL_Q)
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("window", "drawn"),
    [((80, 24), (80, 24)), ((5000, 5000), (640, 240)), ((641, 24), (640, 24)), ((80, 241), (80, 240))],
)
def test_a_window_is_drawn_as_large_as_a_person_can_have_one(
    window: tuple[int, int], drawn: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLUMNS", "LINES"):  # as some shells export them: of the moment when they did
        monkeypatch.setenv(name, "7")
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", window[1], window[0], 0, 0))
    driver = object.__new__(TerminalDriver)
    with open(slave, "w") as driver._file:
        assert driver._get_terminal_size() == drawn
    os.close(master)
