"""A red flag from every screen: one key, a second action, and every screen of every user says so."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList, Static

from protocols.course.schedule import scheduled
from protocols.entries import DecisionMade, EntryCorrected, PatientAdmitted, RedFlagSeen
from protocols.record.slots import open_slot
from protocols.values.refusal import Refused
from tests.tui.helpers.bedside_app import MRN, NG, PRESCRIBER, Bedside, Ward, bedside, said
from tests.tui.keymap.test_commands import SCREENS
from tui.forms.skin.red_flag import RedFlagForm
from tui.keymap.command import EVERYWHERE
from tui.keymap.commands import COMMANDS
from tui.screens.base.which_patient import WhichPatientScreen
from tui.widgets.field import Field

ZORN = PatientAdmitted("Zorn", "Eva", NG.born, "female", "3", "", "none known")
COMPARED = ("l", "space", "down", "space", "equals_sign")
SEEN = ("a", "enter", "enter")
"""Mucosal erosion, to Record, and Record."""
EROSION = RedFlagSeen(("mucosal erosion",))
ALARM = "!! STOP AND CALL. NG, Li Wei, bed 12: Red flag (mucosal erosion)."


def test_the_key_is_everywhere_in_the_table_and_stands_at_every_foot() -> None:
    flag = next(command for command in COMMANDS if command.action == "red_flag")
    assert flag.places == flag.footer == EVERYWHERE
    assert set(SCREENS) == set(EVERYWHERE)


async def to_the_board(here: Bedside) -> None:
    for _ in range(4):
        await here.press("escape")


async def test_where_a_patient_is_on_the_screen_the_flag_is_theirs(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        for there in ((), ("t",), ("f1",), ("d",)):
            await to_the_board(here)
            await here.press(*there, "exclamation_mark")
            assert isinstance(here.app.screen, RedFlagForm), there
            assert "NG, Li Wei" in here.text("#form-banner")
        await here.press(*SEEN)
        assert ward.said() == EROSION
        assert ward.chart.open_holds
        assert not any(dose.recordable for dose in scheduled(ward.chart, ward.now))


async def test_where_no_patient_is_on_the_screen_it_asks_who(ward: Ward) -> None:
    ward.begin()
    ward.record(ZORN, patient="77", course="")
    async with bedside(ward) as here:
        for there in (("l", "f1"), COMPARED, ("a",)):
            await to_the_board(here)
            await here.press(*there, "f9")
            assert isinstance(here.app.screen, WhichPatientScreen), there
        assert here.app.screen.query_one(OptionList).option_count == 1, "without a course nothing can be held"
        await here.press("enter")
        assert "NG, Li Wei" in here.text("#form-banner")
        await here.press(*SEEN)
        assert ward.said() == EROSION


async def test_who_is_meant_is_found_by_typing_and_esc_records_nothing(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        before = ward.last
        await here.press("l", "exclamation_mark")
        await here.key_in("zz")
        await here.press("enter")
        assert isinstance(here.app.screen, WhichPatientScreen)
        await here.press("backspace", "backspace")
        await here.key_in("12")
        await here.press("enter", "escape")
        assert ward.last == before
        assert not here.is_open


async def test_f9_works_while_text_is_typed_where_an_exclamation_mark_is_text(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n")
        await here.key_in("itch")
        await here.press("exclamation_mark")
        assert here.app.screen.query_one("#note", Field).value == "itch!"
        await here.press("f9", *SEEN)
        assert ward.said() == EROSION
        assert here.app.screen.query_one("#note", Field).value == "itch!", "what was typed is not lost"
        assert "red flag" in here.message.casefold()


async def test_at_the_door_it_says_to_call_and_opens_after_signing_on(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("enter", "full_stop", "f9")
        assert "call the prescriber now. Sign on" in here.message
        assert "NG" not in "".join(said(static) for static in here.app.screen.query(Static))
        await here.press("1", "enter")
        assert isinstance(here.app.screen, WhichPatientScreen)
        await here.press("enter", *SEEN)
        assert ward.said() == EROSION


async def test_without_a_course_there_is_nothing_to_hold_and_it_says_what_to_do(ward: Ward) -> None:
    ward.admit()
    async with bedside(ward) as here:
        for keys in (("exclamation_mark",), ("l", "exclamation_mark")):
            await here.press(*keys)
            assert not here.is_open
            told = [notice.message for notice in here.app._notifications]
            assert "call the prescriber now" in told[-1]


async def test_a_flag_of_another_session_shows_on_every_screen_until_a_prescriber_ends_it(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("l")
        assert not here.app.screen.query_one("#alarm").display
        ward.record(EROSION)
        here.app.follow()
        assert here.text("#alarm") == ALARM
        for there in ((), ("enter",), ("t",), COMPARED):
            await to_the_board(here)
            await here.press(*there)
            assert here.text("#alarm") == ALARM, there
            assert here.app.screen.query_one("#alarm").display
        with pytest.raises(Refused, match="prescriber"):
            ward.record(DecisionMade("stop", "not mine to make"))
        ward.record(DecisionMade("stop", "changed to another drug"), by=PRESCRIBER)
        here.app.follow()
        assert here.text("#alarm") == ALARM, "to stop a course releases nothing"
        ward.at(1, "09:00")
        ward.rash_free()
        ward.record(DecisionMade("resume", "healed, seen together"), by=PRESCRIBER)
        here.app.follow()
        assert not here.app.screen.query_one("#alarm").display


async def test_a_form_about_another_patient_shows_it_too(ward: Ward) -> None:
    ward.begin()
    ward.record(ZORN, patient="77", course="")
    async with bedside(ward) as here:
        await here.press("a")
        ward.record(EROSION)
        here.app.follow()
        assert here.text("#form-alarm") == ALARM
        assert here.app.screen.query_one("#record").region.bottom <= 24


async def test_only_a_prescriber_releases_and_then_doses_are_due_again(ward: Ward) -> None:
    ward.begin()
    ward.record(EROSION)
    ward.at(1, "12:00")
    ward.rash_free()
    first = open_slot(ward.chart.plan, ward.chart.protocol.step(1), ward.now, ward.chart.known)
    with pytest.raises(Refused, match="prescriber"):
        ward.record(DecisionMade("resume", "looks fine", first=first))
    ward.record(DecisionMade("resume", "seen, healed", first=first), by=PRESCRIBER)
    assert ward.chart.running


async def test_a_rash_corrected_into_a_red_flag_says_what_was_seen(ward: Ward) -> None:
    ward.begin()
    look = ward.rash_free()
    ward.record(EntryCorrected(look.id, "looked again", EROSION))
    async with bedside(ward) as here:
        assert here.text("#alarm") == ALARM
    assert ward.ledger.record(MRN).version == ward.last.number
