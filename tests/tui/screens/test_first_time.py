"""Somebody who has never seen Stepward: from no ledger to the board, or to the invented ward."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from store.files.restoring import PLAN, folder_of
from tests.tui.helpers.rest import come_to_rest, press
from tests.tui.helpers.terminal import Terminal, environment
from tui.app.app import StepwardApp
from tui.screens.help.problem import ProblemScreen
from tui.screens.sign_on.first_start import SetupScreen
from tui.screens.ward.board import BoardScreen
from tui.session import Session


async def test_enter_goes_from_field_to_field_to_the_button_that_begins(tmp_path: Path) -> None:
    app = StepwardApp(Session(tmp_path / "ward.json"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await come_to_rest(pilot)
        for typed in ("Ward 7", "", "Jo Bell", "JB", "735190", "735190"):
            field = app.focused
            assert isinstance(field, Input)
            field.insert_text_at_cursor(typed)
            await press(pilot, "enter")
        assert isinstance(app.screen, SetupScreen)
        assert getattr(app.focused, "id", "") == "begin", "not the button that quits"
        await press(pilot, "enter")
        assert isinstance(app.screen, BoardScreen)
        empty = str(app.screen.query_one("#empty").render())
        assert "Press a to admit" in empty
        assert "then e to enrol" in empty


async def test_where_a_restore_broke_off_no_empty_ledger_is_offered(tmp_path: Path) -> None:
    begun = folder_of(tmp_path / "ward.json")
    begun.mkdir()
    (begun / PLAN).write_text("{}")
    app = StepwardApp(Session(tmp_path / "ward.json"))
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        assert isinstance(app.screen, ProblemScreen)
        assert "Begin the restore again" in " ".join(str(part.render()) for part in app.screen.query(Static))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_one_key_shows_the_invented_ward_and_begins_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    environ = environment(XDG_STATE_HOME=str(tmp_path / "state"))
    with Terminal([sys.executable, "-m", "tui", "--data", str(ledger)], environ) as terminal:
        terminal.wait_for("F2 Look around first")
        terminal.send("\x1bOQ")
        terminal.wait_for("Everybody's PIN is")
        terminal.send("\x11")
        assert terminal.end() == 0
    assert not ledger.exists()
