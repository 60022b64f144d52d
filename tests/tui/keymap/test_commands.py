"""The table of keys is the only one: bindings, footer and help agree with it."""

from __future__ import annotations

from itertools import chain

import pytest
from textual.screen import Screen

from tui.keymap.command import EVERYWHERE, Place, given_by
from tui.keymap.commands import COMMANDS, elsewhere, footer
from tui.screens.library.compare import CompareScreen
from tui.screens.library.protocols import ProtocolsScreen
from tui.screens.library.reader import ReaderScreen
from tui.screens.patient.chart import ChartScreen
from tui.screens.patient.history import HistoryScreen
from tui.screens.patient.picture import PictureScreen
from tui.screens.patient.trend import TrendScreen
from tui.screens.ward.board import BoardScreen
from tui.screens.ward.handover import HandoverScreen
from tui.screens.ward.handovers import HandoversScreen
from tui.screens.ward.staff import StaffScreen
from tui.views.lines.help import help_lines
from tui.views.lines.lines import text_of, width

SCREENS: dict[Place, type[Screen[None]]] = {
    "board": BoardScreen,
    "chart": ChartScreen,
    "history": HistoryScreen,
    "protocols": ProtocolsScreen,
    "reader": ReaderScreen,
    "compare": CompareScreen,
    "trend": TrendScreen,
    "picture": PictureScreen,
    "staff": StaffScreen,
    "handover": HandoverScreen,
    "handovers": HandoversScreen,
}


def test_a_key_means_one_thing() -> None:
    keys = list(chain.from_iterable(command.keys.split(",") for command in COMMANDS))
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_footer_fits_80_columns(place: Place) -> None:
    words = "".join(f" {command.key_text} {command.label} " for command in footer(place))
    assert width(words) <= 80
    assert footer(place)[0].key_text == "F1"


@pytest.mark.parametrize("place", EVERYWHERE)
def test_every_command_can_be_done_where_the_table_says(place: Place) -> None:
    for command in COMMANDS:
        if place in command.places:
            assert hasattr(SCREENS[place], f"action_{command.action}"), command


@pytest.mark.parametrize("place", EVERYWHERE)
def test_help_names_every_key_and_fits_80_columns(place: Place) -> None:
    lines = help_lines(place, 76)
    assert all(width(line) <= 76 for line in text_of(lines).splitlines())
    for command in COMMANDS:
        shown = any(line[0][0].strip() == command.key_text for line in lines)
        assert shown == (place in command.places), command


def test_a_key_of_another_screen_says_where_it_works() -> None:
    assert "on a patient's chart" not in elsewhere("d", "board")
    assert "Record the dose" in elsewhere("d", "reader")
    assert elsewhere("9", "board") == ""


async def test_no_letter_is_bound_beside_the_table() -> None:
    moving = {"j", "k"}
    for place, screen in SCREENS.items():
        table = set(chain.from_iterable(c.keys.split(",") for c in COMMANDS if place in c.places))
        bound = {key for key in screen._merge_bindings().key_to_bindings if len(key) == 1}
        assert bound - moving <= table, place


def test_a_row_of_the_table_says_where_a_key_works_and_where_it_is_named() -> None:
    one = given_by("/ Ctrl+F", "find", "Find", "Find something.", "Moving", "board* chart")
    assert (one.keys, one.key_text) == ("slash,ctrl+f", "/")
    assert (one.places, one.footer) == (("board", "chart"), ("board",))
    below = given_by("Esc", "back", "Back", "Go back.", "Moving", "below")
    assert (set(EVERYWHERE) - set(below.places), below.footer) == ({"board"}, ())
    with pytest.raises(ValueError, match="tuple"):
        given_by("x", "x", "X", "X.", "Moving", "bord")
