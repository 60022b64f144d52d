"""Nothing chosen is out of sight, from 60x20 up: not in a form, not in a list, with a banner or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, OptionList

from protocols.entries import HoldPlaced, RedFlagSeen
from tests.tui.app.test_what_was_kept import with_a_flag
from tests.tui.forms.test_form import ABOUT_A_PATIENT
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Bedside, Ward, bedside
from tui.forms.base.form import Form
from tui.forms.base.frame import hint_text
from tui.forms.correction.correct import CorrectForm
from tui.forms.doses.dose import DoseForm
from tui.forms.patient.admit import AdmitForm
from tui.forms.skin.alarm_seen import AlarmSeenForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.terminal.eye import eye
from tui.views.lines.lines import width
from tui.widgets.choice import Choice
from tui.widgets.in_sight import Fields
from tui.widgets.picks import Picks
from tui.widgets.shown import shown

W = TypeVar("W", bound=Widget)
SMALLEST = (60, 20)


def held(ward: Ward) -> None:
    ward.begin()
    ward.record(HoldPlaced("surgery tomorrow, a long reason that needs two lines of a narrow window"))
    ward.record(RedFlagSeen(("skin pain",)))


def open_beside_a_flag(ward: Ward) -> None:
    """The gate is open; another patient has a red flag."""
    with_a_flag(ward)
    for day, wall in ((1, "08:00"), (1, "20:00"), (2, "08:00"), (2, "20:00")):
        ward.at(day, wall)
        ward.give()
    ward.at(3, "07:00")
    ward.rash_free()
    ward.at(3, "07:30")


def seen_at(widget: Widget) -> bool:
    """Whether the line in focus of `widget` lies in the window and in everything that scrolls around it."""
    at = eye(widget)
    if isinstance(widget, Input):  # a long text scrolls sideways in its own line
        at = Offset(widget.region.x, at.y)
    boxes = [widget.screen.region, *(node.region for node in widget.ancestors if isinstance(node, Widget))]
    return all(box.contains_point(at) for box in boxes if box.area)


async def comes_into_sight(here: Bedside, widget: W, seen: Callable[[W], bool] = seen_at) -> bool:
    """Whether it is `seen` once all that its focus or its change has set off is done."""
    for _ in range(5):
        await here.settle()
        if seen(widget):
            return True
    return False


def every_word(picks: Choice | Picks) -> bool:
    """Whether all words of its lines stand within its lines and cells: none is wrapped away or cut."""
    lines = str(picks.render()).splitlines()
    told = " ".join(" ".join(lines).split())
    fits = len(lines) <= picks.size.height and all(width(line.rstrip()) <= picks.size.width for line in lines)
    return fits and all(" ".join(option.words.split()) in told for option in picks.options)


async def every_choice(here: Bedside, form: Form) -> None:
    """Go through all that can have the focus, and choose each line of each."""
    for widget in form.query("Choice, Picks, Tick, Input, Button"):
        if not (shown(widget) and widget.focusable):
            continue
        widget.focus()
        assert await comes_into_sight(here, widget), (form, widget)
        if isinstance(widget, Choice):
            told = widget.across or await comes_into_sight(here, widget, every_word)
            assert told, (form, widget.title, "a line of it is cut or wrapped away")
            for place in range(len(widget.options)):
                widget.chosen = place
                assert await comes_into_sight(here, widget), (form, widget.title, place)
        elif isinstance(widget, Picks):
            assert await comes_into_sight(here, widget, every_word), (
                form,
                widget.title,
                "a line of it is cut or wrapped away",
            )
            for place in range(len(widget.options)):
                widget.cursor = place
                assert await comes_into_sight(here, widget), (form, widget.title, place)
        elif isinstance(widget, Input):
            widget.value = "x" * 90
            assert await comes_into_sight(here, widget), (form, widget)


@pytest.mark.parametrize("state", [held, open_beside_a_flag])
async def test_what_is_chosen_in_a_form_is_seen(ward: Ward, state: Callable[[Ward], None]) -> None:
    state(ward)
    forms: list[Form] = [kind(MRN, ward.course) for kind in ABOUT_A_PATIENT]
    forms += [AdmitForm(""), CorrectForm(MRN, ward.course, ward.ledger.record(MRN).entries[-1].id)]
    forms += [AlarmSeenForm(MRN)]
    async with bedside(ward, PRESCRIBER, SMALLEST) as here:
        for form in forms:
            await here.app.push_screen(form)
            await here.settle()
            await every_choice(here, form)
            form.say(*["A sentence that is long enough for two lines of a window of sixty columns."] * 6)
            await here.settle()
            focused = form.focused
            assert focused is not None
            assert seen_at(focused), (form, focused, "with words above the buttons")
            form.dismiss(None)
            await here.settle()


async def test_the_highlighted_line_of_a_list_is_seen_beside_every_notice(ward: Ward) -> None:
    with_a_flag(ward)
    for number in range(12):
        ward.record(ward.ledger.record("77").details, patient=f"{number}00", course="")  # type: ignore[arg-type]
    async with bedside(ward, size=SMALLEST) as here:
        rows = here.app.screen.query_one(OptionList)
        for _ in range(rows.option_count):
            await here.press("down")
            assert await comes_into_sight(here, rows)
        here.app.tell("Something long enough for several lines of a narrow window. " * 3, 60)
        assert await comes_into_sight(here, rows)


async def test_a_red_flag_is_whole_in_the_smallest_window_and_its_title_stays(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward, size=SMALLEST) as here:
        await here.press("exclamation_mark")
        form = here.app.screen
        fields = form.query_one(Fields)
        assert fields.out_of_sight == (0, 0)
        assert fields.region.contains_region(form.query_one("#when").region)
        assert here.text("#form-title").startswith("RED FLAG: STOP AND CALL THE PRESCRIBER ")
        assert here.text("#hint") == "F1 Help"
        assert form.query_one("#day Input", Input).size.width > len("17-Nov-2026")


async def test_lines_out_of_sight_are_counted_beside_the_buttons(ward: Ward) -> None:
    with_a_flag(ward)
    async with bedside(ward, size=SMALLEST) as here:
        form = await here.open(RedFlagForm(MRN, ward.course))
        assert here.text("#hint") == "... 1 below F1 Help"
        form.query_one("#day Input", Input).focus()
        await here.settle()
        assert here.text("#hint") == "... 1 above F1 Help"
        form.dismiss(None)
        form = await here.open(DoseForm(MRN, ward.course))
        above, below = form.query_one(Fields).out_of_sight
        assert above == 0
        assert here.text("#hint") == f"{below} below F9 Red flag"
        form.query_one("#day Input", Input).focus()
        await here.settle()
        above, below = form.query_one(Fields).out_of_sight
        assert above
        assert here.text("#hint").removeprefix("... ").startswith(f"{above} above")


def test_the_count_of_lines_never_gives_way_to_the_keys() -> None:
    keys = "F1 Help  F9 Red flag"
    assert hint_text(keys, 0, 0, 5) == keys
    assert hint_text(keys, 2, 3, 48) == f"... 2 above, 3 below  {keys}"
    assert hint_text(keys, 0, 3, 24) == "... 3 below  F9 Red flag"
    assert hint_text(keys, 0, 3, 20) == "3 below  F9 Red flag"
    assert hint_text(keys, 2, 3, 18) == "2 above, 3 below"
    assert hint_text(keys, 2, 3, 8) == "3 below"
