"""The mouse points: at a row, a tab, a key, a choice, a button. It never records."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.widget import Widget
from textual.widgets import OptionList

from protocols import entries as e
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.forms.base.form import Form
from tui.screens.patient.chart import ChartScreen
from tui.screens.ward.board import BoardScreen
from tui.widgets.choice import Choice


async def press(here: Bedside, widget: Widget, x: int = 1, y: int = 0) -> None:
    """Press and let go the button in that cell of `widget`."""
    x, y = widget.region.x + x, widget.region.y + y
    for kind in (events.MouseDown, events.MouseUp):
        here.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await here.settle()


def two_patients(ward: Ward) -> None:
    ward.begin()
    other = e.PatientAdmitted("Zhang", "Ada", date(1960, 1, 1), "female", "3", "", "none known")
    ward.record(other, patient="M3", course="")
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:00")


async def test_a_click_highlights_a_row_and_a_second_one_opens_it(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        rows = here.app.screen.query_one(OptionList)
        await press(here, rows, 5, 1)
        assert rows.highlighted == 1
        assert isinstance(here.app.screen, BoardScreen)
        await press(here, rows, 5, 1)
        assert isinstance(here.app.screen, ChartScreen)


async def test_the_wheel_moves_the_highlight_of_a_list(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        rows = here.app.screen.query_one(OptionList)
        here.app.post_message(events.MouseScrollDown(None, 5, rows.region.y, 0, 0, 0, False, False, False))
        await here.settle()
        assert rows.highlighted == 1


async def test_a_tab_that_is_pointed_at_is_shown(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        board = here.app.screen
        assert isinstance(board, BoardScreen)
        tabs = here.text("#counts")
        await press(here, board.query_one("#counts"), tabs.index("Open") + 1)
        shown = [str(board.tab)]
        await press(here, board.query_one("#counts"), tabs.index("Now") + 1)
        assert [*shown, board.tab] == ["Open", "Now"]


async def test_a_key_at_the_foot_does_what_the_key_does(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        keys = here.app.screen.query_one("#keys")
        await press(here, keys, str(keys.render()).index(" Dose") + 2)
        assert isinstance(here.app.screen, Form)
        assert "dose" in here.app.screen.TITLE_TEXT.lower()


async def test_no_click_records_and_one_on_record_only_goes_there(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        before = ward.last
        await here.press("d")
        form = here.app.screen
        choice = next(iter(form.query(Choice)))
        await press(here, choice, 3, 1)
        assert choice.chosen == 0, "the line pointed at is chosen"
        await here.press("g")
        record = form.query_one("#record")
        for _ in range(3):
            await press(here, record)
        assert here.app.screen is form
        assert record.has_focus
        assert ward.last == before
        await here.press("enter")
        assert isinstance(ward.said(), e.DoseGiven)


async def test_the_button_that_leads_back_may_be_clicked(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("d")
        await press(here, here.app.screen.query_one("#back"))
        assert isinstance(here.app.screen, BoardScreen)


async def test_nothing_is_pointed_at_while_an_entry_is_on_its_way(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        rows = here.app.screen.query_one(OptionList)
        here.app.deaf = True
        await press(here, rows, 5, 1)
        here.app.deaf = False
        assert rows.highlighted == 0


async def test_a_press_says_that_somebody_is_there_and_a_move_does_not(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        seconds = [0.0]
        here.app.lock.idle.clock = lambda: seconds[0]
        here.app.mouse = True
        here.app.lock.idle.touch()
        seconds[0] = here.app.lock.idle.after - 1
        x, y = 5, 5
        here.app.post_message(events.MouseMove(None, x, y, 0, 0, 0, False, False, False, x, y))
        await here.settle()
        assert here.app.lock.idle.soon
        await press(here, here.app.screen.query_one(OptionList), 5, 0)
        assert not here.app.lock.idle.soon


async def test_help_tells_of_the_mouse_only_where_it_is_on(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        told = []
        for wanted in (False, True):
            here.app.mouse = wanted
            for keys in ((), ("d",)):
                await here.press(*keys, "f1")
                told.append("The mouse records nothing" in " ".join(here.text("#reading Static").split()))
                await here.press("escape", *["escape"] * len(keys))
        assert told == [False, False, True, True]
