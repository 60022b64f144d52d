"""Two sessions on one ledger: a change of plan made in one stops an open form in the other.

CUI MEDa-0294 to 0297: made plain, frozen, explained, acknowledged; what was given can still be recorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
from textual.widgets import Button, Input

from protocols.course.progress import counted_doses
from protocols.entries import DoseGiven, RedFlagSeen
from tests.tui.helpers.bedside_app import OTHER_NURSE, PRESCRIBER, Bedside, Ward, bedside, key
from tui.forms.base.form import Form
from tui.forms.doses.dose import DoseForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field


@asynccontextmanager
async def two(ward: Ward) -> AsyncIterator[tuple[Bedside, Bedside]]:
    """Ada at one terminal; a colleague at another."""
    async with bedside(ward) as ada, bedside(ward, PRESCRIBER) as other:
        yield ada, other


async def frozen(here: Bedside, within: float = 1.0) -> Form:
    """The open form once it has stopped, without a key being pressed; fails after `within` seconds."""
    async with asyncio.timeout(within):
        while not (isinstance(here.app.screen, Form) and here.app.screen.frozen):
            await asyncio.sleep(0.01)
    await here.settle()
    return here.app.screen


def label(here: Bedside) -> str:
    return str(here.app.screen.query_one("#record", Button).label)


async def test_a_red_flag_stops_an_open_dose_form_and_what_was_given_is_recorded(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:05")
    async with two(ward) as (ada, other):
        await ada.press("d", "g")
        assert label(ada) == "Record"
        await other.press("exclamation_mark", "a", "enter", "enter")
        assert isinstance(ward.said(), RedFlagSeen)
        flag = ward.last
        await frozen(ada)
        assert "Cleo Marsh: RED FLAG: mucosal erosion" in ada.message
        assert "Nothing is recorded yet" in ada.message
        assert "RED FLAG" in ada.text("#form-state")
        assert label(ada) == "I have read this"
        assert ada.app.screen.query_one("#record", Button).size.width >= len("I have read this") + 2
        await ada.press("enter", "g", "enter")
        assert ward.last == flag, "neither Enter nor a letter records, or reads, anything"
        await ada.press("tab", "enter")
        assert ward.last == flag, "having read it records nothing"
        assert ada.is_open
        assert label(ada) == "Record"
        ada.app.screen.query_one("#time Input", Input).value = "20:00"
        await ada.press("g", "enter")
        assert ward.said() == DoseGiven(key(1, "evening"), Decimal(150), with_food=True)
        assert f"{ward.last.at:%H:%M}" == "20:00"
        assert len(counted_doses(ward.chart, 1)) == 2
        assert ward.chart.open_holds


async def test_a_red_flag_during_the_second_check_records_nothing_and_begins_again(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:05")
    async with two(ward) as (ada, other):
        await ada.press("d", "g", "enter", "1")
        assert "Second check" in ada.text("#form-title")
        await other.press("exclamation_mark", "a", "enter", "enter")
        flag = ward.last
        await frozen(ada)
        assert "mucosal erosion" in ada.message
        await ada.press("tab", "enter")
        assert ward.last == flag
        assert "Record a dose" in ada.text("#form-title")
        assert ada.app.screen.query_one("#event", Choice).value is None


async def test_after_a_hold_the_time_is_asked_for_and_a_dose_given_during_it_needs_a_reason(
    ward: Ward,
) -> None:
    ward.begin()
    ward.at(1, "08:05")
    async with two(ward) as (ada, other):
        await ada.press("d", "g")
        await other.press("h")
        await other.type("liver values")
        await other.press("enter", "enter")
        held = ward.last
        await frozen(ada)
        await ada.press("tab", "enter", "g")
        assert ada.app.screen.query_one("#time Input", Input).value == ""
        await ada.key_in("08:05")
        await ada.press("enter", "enter")
        assert ward.last == held
        assert "why a dose was given that was not due" in ada.message


async def test_a_prescribers_change_stops_the_form_and_the_old_choice_is_asked_again(ward: Ward) -> None:
    ward.gate_open()
    ward.start(2)
    ward.at(3, "08:00")
    async with two(ward) as (ada, other):
        await ada.press("d", "g")
        await other.press("p", "b", "1")
        await other.press("enter")
        screen = other.app.screen
        assert isinstance(screen, Form)
        screen.query_one("#reason", Field).value = "tired"
        screen.query_one("#record", Button).press()
        await other.settle()
        await frozen(ada)
        assert "Cleo Marsh" in ada.message
        assert "step 1" in ada.message
        await ada.press("tab", "enter")
        assert ada.app.screen.query_one("#event", Choice).value is None


async def test_leaving_a_frozen_form_records_nothing(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:05")
    async with two(ward) as (ada, other):
        await ada.press("d", "g")
        await other.press("exclamation_mark", "a", "enter", "enter")
        flag = ward.last
        await frozen(ada)
        await ada.press("escape")
        assert not ada.is_open
        assert ward.last == flag


@pytest.mark.parametrize("key_of_form", ["u", "p"])
async def test_the_other_forms_that_move_a_course_stop_too(ward: Ward, key_of_form: str) -> None:
    ward.gate_open()
    async with two(ward) as (ada, other):
        await other.press(key_of_form)
        await ada.press("exclamation_mark", "a", "enter", "enter")
        await frozen(other)
        assert "mucosal erosion" in other.message


async def test_a_note_of_another_session_is_told_and_stops_nobody(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:05")
    async with two(ward) as (ada, other):
        await ada.press("d", "g")
        await other.press("n")
        await other.type("sips of water")
        await other.press("enter", "enter")
        ada.app.follow()
        form = ada.app.screen
        assert isinstance(form, DoseForm)
        assert not form.frozen
        assert "sips of water" in ada.message
        assert OTHER_NURSE not in (ada.app.session.person, other.app.session.person)
