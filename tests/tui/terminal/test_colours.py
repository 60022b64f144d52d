"""A red status stays red on a terminal of 16 colours, and colours can be switched off."""

import re
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import Terminal, environment, stand_in, type_pin
from tui.demo.people import PIN
from tui.terminal.few_colours import PAIRS
from tui.terminal.theme import WORDS, theme_named

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def colour_of(terminal: Terminal, word: str) -> str:
    """The colour in which `word` is on the screen, as pyte names it."""
    for row, line in enumerate(terminal.wait_for(word).splitlines()):
        if line.startswith(word):
            return str(terminal.screen.buffer[row][0].fg)
    raise AssertionError(word)


@pytest.mark.parametrize("term", ["xterm", "screen", "linux", "vt100", ""])
def test_a_status_keeps_its_colour_where_there_are_16(term: str, tmp_path: Path) -> None:
    with stand_in(tmp_path, environ={"TERM": term}) as terminal:
        assert colour_of(terminal, "HOLD") == "brightred"
        assert colour_of(terminal, "LATE") == "brightbrown", "as pyte calls the bright yellow of 16 colours"
        assert not re.search(rb"[34]8;[25];", terminal.raw), "none but the 16"


def test_a_terminal_of_256_colours_keeps_the_theme(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        assert re.fullmatch("[0-9a-f]{6}", colour_of(terminal, "HOLD"))


def test_another_theme_is_drawn_everywhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "--demo"]
    with Terminal(command, environment(TERM="xterm", XDG_STATE_HOME=str(tmp_path))) as terminal:
        terminal.wait_for("PIN")
        type_pin(terminal, "AD", PIN)
        terminal.wait_for("u Step")
        terminal.wait_until_quiet()
        for theme in ("light", "contrast", "dark"):
            terminal.send("m")
            terminal.wait_for(WORDS[theme_named(theme) or "dark"])
            terminal.wait_until_quiet()
            cells = [cell for line in terminal.screen.buffer.values() for cell in line.values()]
            names = {(_NAMES[ink], _NAMES[behind]) for ink, behind, _ in PAIRS[theme].values()}
            assert {(cell.fg, cell.bg) for cell in cells if cell.data.strip()} <= names


_DULL = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
_NAMES = (*_DULL, *(f"bright{name}" for name in _DULL))


@pytest.mark.parametrize("term", ["xterm", "xterm-256color"])
def test_no_color_takes_every_colour_and_leaves_what_stands_out(term: str, tmp_path: Path) -> None:
    with stand_in(tmp_path, environ={"TERM": term, "NO_COLOR": "1"}) as terminal:
        terminal.wait_for("field 'X")
        cells = [cell for line in terminal.screen.buffer.values() for cell in line.values()]
        assert {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}
        stands_out = "".join(cell.data for cell in cells if cell.reverse)
        assert "X]0;PWN31m" in stands_out, "the selected text of the field in focus"
        assert "HOLD" not in stands_out


def test_an_empty_no_color_is_none(tmp_path: Path) -> None:
    with stand_in(tmp_path, environ={"TERM": "xterm", "NO_COLOR": ""}) as terminal:
        assert colour_of(terminal, "HOLD") == "brightred"
