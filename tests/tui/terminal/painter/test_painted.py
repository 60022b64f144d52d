"""Only changed cells are sent, and the terminal shows the same as if everything had been."""

from __future__ import annotations

import subprocess
import sys

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
WORDS = ("HOLD", " ", " " * 7, " " * 12, "450 mg", "NGUYỄN", "佐藤, 美", "ok", "│──", "é", "Z\u0351go")
CONSOLE = Console(color_system="256", force_terminal=True, legacy_windows=False)


def line(parts: list[tuple[str, int]]) -> Strip:
    """One line of the screen, exactly as wide as that."""
    return Strip([Segment(text, STYLES[style]) for text, style in parts]).adjust_cell_length(WIDTH)


def with_bar(strip: Strip, bar: tuple[str, int] | None) -> Strip:
    """The line with a piece of a scroll bar at its end."""
    if bar is None:
        return strip
    return Strip([*strip.crop(0, WIDTH - 1), Segment(bar[0], STYLES[bar[1]])])


styles = st.integers(0, len(STYLES) - 1)
bars = st.none() | st.tuples(st.sampled_from((" ", "▄", "x")), styles)
lines = st.builds(with_bar, st.lists(st.tuples(st.sampled_from(WORDS), styles), max_size=7).map(line), bars)
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


@settings(max_examples=120)
@given(st.lists(pictures, min_size=1, max_size=4), st.booleans())
def test_the_terminal_shows_what_textual_would_have_drawn(drawn: list[list[Strip]], erases: bool) -> None:
    painted, ours, theirs = Painted(), Shown(), Shown()
    painted.erases = erases
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


def test_a_scroll_bar_is_sent_by_itself_where_that_takes_fewer_bytes() -> None:
    behind, bar = Style(color="white", bgcolor="blue"), Style(bgcolor="#303030")
    strip = Strip([Segment("450 mg", behind), Segment(" ", bar)])
    many = LayoutUpdate([[strip]] * 4, Region(0, 0, 7, 4))
    lines = "".join(f"\x1b[{y};1H450 mg" for y in range(2, 5))
    pieces = "".join(f"\x1b[{y};7H " for y in range(2, 5))
    assert Painted().sequence(many, CONSOLE) == (
        f"\x1b[1;1H\x1b[37;44m450 mg{lines}\x1b[1;7H\x1b[48;5;236m {pieces}\x1b[0m"
    )
    one = LayoutUpdate([[strip]], Region(0, 0, 7, 1))
    assert Painted().sequence(one, CONSOLE) == "\x1b[1;1H\x1b[37;44m450 mg\x1b[48;5;236m \x1b[0m"


def test_many_blanks_of_one_colour_are_erased_where_the_terminal_keeps_it() -> None:
    behind, under = Style(bgcolor="blue"), Style(bgcolor="blue", underline=True)
    painted = Painted()
    painted.erases = True
    for parts, sent in (
        ([("a" + " " * 6, behind)], "\x1b[44ma\x1b[6X"),
        ([("a" + " " * 5, behind)], "\x1b[44ma     "),
        ([("a" + " " * 11 + "b", behind)], "\x1b[44ma\x1b[11X\x1b[11Cb"),
        ([("a" + " " * 10 + "b", behind)], "\x1b[44ma          b"),
        ([("a" + " " * 11, under)], "\x1b[4;44ma           "),
        ([("a", under), (" " * 11, behind)], "\x1b[4;44ma\x1b[24m\x1b[11X"),
    ):
        strip = Strip([Segment(text, style) for text, style in parts])
        painted.forget()
        picture = LayoutUpdate([[strip]], Region(0, 0, strip.cell_length, 1))
        assert painted.sequence(picture, CONSOLE) == f"\x1b[1;1H{sent}\x1b[0m"


@pytest.mark.parametrize(
    ("term", "erases"), [("xterm-256color", "True"), ("screen", "False"), ("?", "False")]
)
def test_whether_it_erases_is_what_its_terminfo_says(term: str, erases: str) -> None:
    asked = f"from tui.terminal.painter.erasing import can_erase; print(can_erase({term!r}))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == erases


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
