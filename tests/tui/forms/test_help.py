"""F1 in a form: what it is for, what the field in focus asks, and back with nothing lost."""

from __future__ import annotations

import pytest

from tests.tui.forms.test_form import ABOUT_A_PATIENT
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Bedside, Ward, bedside
from tui.forms.base.form import Form
from tui.forms.base.help import form_help
from tui.screens.help.help import HelpScreen
from tui.views.lines.lines import text_of, width
from tui.widgets.field import Field


def help_of(form: Form) -> str:
    return text_of(form_help(form, 76))


async def test_every_form_says_what_it_is_for_in_76_cells(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward, PRESCRIBER) as here:
        for kind in ABOUT_A_PATIENT:
            form = await here.open(kind(MRN, ward.course))
            assert form.ABOUT, form
            words = help_of(form)
            assert " ".join(form.ABOUT.split()) in " ".join(words.split())
            assert all(width(line) <= 76 for line in words.splitlines())
            await here.press("f1")
            assert isinstance(here.app.screen, HelpScreen), form
            await here.press("escape")
            assert here.is_open
            await here.press("escape")


async def _focus(here: Bedside, selector: str) -> Form:
    form = here.app.screen
    assert isinstance(form, Form)
    form.query_one(selector).focus()
    await here.settle()
    return form


@pytest.mark.parametrize(
    ("keys", "selector", "told"),
    [
        ("d", "#event", "V      Given and vomited"),
        ("d", "#reason Lines", "Reason."),
        ("s", "#whole-skin", "Whole skin seen, no rash: a statement you make by ticking it."),
        ("exclamation_mark", "Picks", "any of these"),
    ],
)
async def test_the_field_in_focus_is_explained(keys: str, selector: str, told: str, ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await here.press(keys)
        assert told in help_of(await _focus(here, selector))


async def test_a_question_mark_helps_but_in_a_line_of_text_it_is_one(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "question_mark")
        assert isinstance(here.app.screen, HelpScreen)
        await here.press("escape", "escape", "n", "question_mark")
        line = here.app.screen.query_one("#note", Field).line
        assert line.value == "?"
        await here.press("f1", "escape")
        assert here.app.screen.query_one("#note", Field).value == "?"


async def test_an_arrow_goes_past_what_was_filled_in_beforehand(ward: Ward) -> None:
    """Nobody changes which dose is meant by walking through the form (rules.md, "Doses")."""
    ward.begin()
    ward.at(1, "20:30")
    async with bedside(ward) as here:
        await here.press("d")
        form = await _focus(here, "#which")
        which = form.query_one("#which")
        before = which.value  # type: ignore[attr-defined]
        assert before
        await here.press("down")
        assert which.value == before  # type: ignore[attr-defined]
        assert not which.has_focus
        await here.press("shift+tab", "up")
        assert which.value == before  # type: ignore[attr-defined]
        await here.press("1")
        which.focus()
        await here.press("down")
        assert which.value != "1", "who has chosen by hand may go on by hand"  # type: ignore[attr-defined]
