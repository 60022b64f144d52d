"""A red flag behind a key that opens a screen waits neither for that screen's parts nor for its picture."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from tests.tui.app.test_typed_ahead import at_once
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.forms.patient.note import NoteForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.screens.base.which_patient import WhichPatientScreen
from tui.terminal.app import TerminalApp
from tui.widgets.field import Field


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The screens in the order in which they were drawn."""
    found: list[str] = []
    usual = TerminalApp._display

    def display(app: TerminalApp, screen: Screen[object], renderable: object) -> None:
        found.append(type(screen).__name__)
        usual(app, screen, renderable)  # type: ignore[arg-type]

    monkeypatch.setattr(TerminalApp, "_display", display)
    return found


@pytest.mark.parametrize("key", ["d", "n", "enter", "question_mark", "o", "l"])
async def test_it_stands_before_the_other_screen_is_drawn(key: str, ward: Ward, drawn: list[str]) -> None:
    ward.begin()
    async with bedside(ward) as here:
        drawn.clear()
        await at_once(here, key, "f9")
        wanted = WhichPatientScreen if key in ("o", "l") else RedFlagForm
        assert isinstance(here.app.screen, wanted)
        assert set(drawn) <= {"BoardScreen", wanted.__name__}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_was_opened_before_it_is_there_behind_it(size: tuple[int, int], ward: Ward) -> None:
    ward.begin()
    async with bedside(ward, size=size) as here:
        await at_once(here, "n", "f9", "a")
        assert isinstance(here.app.screen, RedFlagForm)
        assert here.app.screen.query_one("#flags").values == ("mucosal erosion",)  # type: ignore[attr-defined]
        await here.press("escape")
        assert isinstance(here.app.screen, NoteForm)
        await here.press(*"seen")
        assert here.app.screen.query_one("#note", Field).value == "seen"
