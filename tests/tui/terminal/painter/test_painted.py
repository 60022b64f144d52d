"""Only changed cells are sent, and the terminal shows the same as if everything had been."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.terminal.painter.painted import Painted

WIDTH, HEIGHT = 24, 4
STYLES = (
    Style(),
    Style(color="red"),
    Style(color="#ff0000", bgcolor="#000080", bold=True),
    Style(reverse=True),
    Style(bgcolor="green", underline=True),
    Style(color="red", bold=True),
    Style(color="#ff0000", bgcolor="#000080", reverse=True),
    Style(bgcolor="#000080", dim=True),
)
WORDS = ("HOLD", " ", "450 mg", "NGUYỄN", "佐藤, 美", "ok", "│──", "é", "Z\u0351go")
CONSOLE = Console(color_system="256", force_terminal=True, legacy_windows=False)


def line(parts: list[tuple[str, int]]) -> Strip:
    """One line of the screen, exactly as wide as that."""
    return Strip([Segment(text, STYLES[style]) for text, style in parts]).adjust_cell_length(WIDTH)


lines = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, len(STYLES) - 1)), max_size=7).map(line)
pictures = st.lists(lines, min_size=HEIGHT, max_size=HEIGHT)


def update(picture: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[strip] for strip in picture], Region(0, 0, WIDTH, HEIGHT))


class Shown:
    """A terminal of that size, with what was written to it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)
        self._stream.feed("\x1b[?7l")  # as the app has it: no line goes on in the next

    def feed(self, text: str) -> None:
        self._stream.feed(text.replace("\n", ""))  # Textual moves to each line; a feed would scroll the last

    @property
    def cells(self) -> list[list[object]]:
        return [[_seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _seen(cell: pyte.screens.Char) -> object:
    """What can be seen of it: of a blank only what is behind."""
    if cell.data != " " or cell.underscore or cell.strikethrough:
        return cell
    return (False, cell.fg) if cell.reverse and cell.fg != "default" else (cell.reverse, cell.bg)


@settings(max_examples=60)
@given(st.lists(pictures, min_size=1, max_size=4))
def test_the_terminal_shows_what_textual_would_have_drawn(drawn: list[list[Strip]]) -> None:
    painted, ours, theirs = Painted(), Shown(), Shown()
    for picture in drawn:
        ours.feed(painted.sequence(update(picture), CONSOLE))
        theirs.feed(update(picture).render_segments(CONSOLE))
        assert ours.cells == theirs.cells


def test_what_is_there_already_is_not_sent_again() -> None:
    painted = Painted()
    picture = [line([("HOLD", 1), ("450 mg", 2)])] * HEIGHT
    assert painted.sequence(update(picture), CONSOLE)
    assert painted.sequence(update(picture), CONSOLE) == ""
    other = [*picture[:-1], line([("HOLD", 1), ("300 mg", 2)])]
    assert len(painted.sequence(update(other), CONSOLE)) < 50
    painted.forget()
    assert len(painted.sequence(update(other), CONSOLE)) > 100


def test_the_end_of_bold_takes_no_colour_along_and_a_blank_needs_only_what_is_behind_it() -> None:
    bold, usual = Style(color="red", bgcolor="blue", bold=True), Style(color="red", bgcolor="blue")
    strip = Strip([Segment("a", bold), Segment("b", usual), Segment(" ", bold), Segment("c", usual)])
    sent = Painted().sequence(LayoutUpdate([[strip]], Region(0, 0, 4, 1)), CONSOLE)
    assert sent == "\x1b[1;1H\x1b[1;31;44ma\x1b[22mb c\x1b[0m"


def test_over_what_has_not_changed_the_pen_goes_along_the_line() -> None:
    painted = Painted()
    for words in ("a" * WIDTH, f"b{'a' * 20}bbb"):
        sent = painted.sequence(update([Strip([Segment(words)])]), CONSOLE)
    assert sent == "\x1b[1;1Hb\x1b[20Cbbb"


@pytest.mark.parametrize("hostile", ["X\x1b]0;PWN\x07", "\x9b31m", "a\u202eb", "a\u200bb", "\x00"])
def test_no_control_character_gets_through(hostile: str) -> None:
    painted = Painted()
    sent = painted.sequence(LayoutUpdate([[Strip([Segment(hostile)])]], Region(0, 0, WIDTH, 1)), CONSOLE)
    text = sent.replace("\x1b[1;1H", "").replace("\r", "")
    assert text.isprintable()


def test_ascii_only_keeps_the_columns() -> None:
    painted = Painted()
    painted.ascii_only = True
    sent = painted.sequence(update([line([("│──佐藤, 美é", 0)])] * HEIGHT), CONSOLE)
    assert sent.isascii()
    assert "|--????, ???" in sent
