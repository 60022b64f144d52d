"""The ledger goes on in a new file while people work: what is typed stays, and who is gone can be found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import OptionList

from protocols.entries import ClockConfirmed, DecisionMade, NoteAdded
from protocols.reports.carried_over import RECENT
from store.errors import NotSaved
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, NURSE, PRESCRIBER, Ward, bedside
from tui.screens.patient.history import HistoryScreen


async def test_what_is_typed_stays_and_is_recorded_once_in_the_new_file(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "09:00")
    async with bedside(ward) as here:
        await here.press("n")
        await here.type("Slept well.")
        ward.ledger.roll_over(NURSE)
        here.app.follow()
        await here.settle()
        assert here.is_open
        await here.press("enter", "enter")
        assert not here.is_open
        assert ward.said() == NoteAdded("Slept well.")
        assert here.app.session.ledger.path == ward.ledger.path
        assert ward.ledger.path.name == "ward-0002.json"
        told = [notice.message for notice in here.app._notifications]
        assert sum("goes on in a new file, ward-0002.json" in message for message in told) == 1


async def test_a_full_file_is_left_when_somebody_signs_on(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    monkeypatch.setattr("store.ledger.ledger.FULL", 6)
    async with bedside(ward, by=None) as here:
        assert here.app.session.ledger.path == ward.path
        await here.press("1", "enter")
        assert here.app.session.person is not None
        assert here.app.session.ledger.path.name == "ward.json", "five entries are not full"
    ward.record(NoteAdded("one more"))
    async with bedside(ward, by=None) as here:
        await here.press("1", "enter")
        assert here.app.session.ledger.path.name == "ward-0002.json"
        assert here.app.session.ledger.record(MRN) == ward.ledger.record(MRN)


async def test_where_no_new_file_can_be_begun_the_old_one_is_used_and_that_is_said(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(self: Ledger, by: object) -> None:
        raise NotSaved("The disk is full.")

    ward.begin()
    monkeypatch.setattr("store.ledger.ledger.FULL", 1)
    monkeypatch.setattr(Ledger, "roll_over", full_disk)
    async with bedside(ward, by=None) as here:
        await here.press("1", "enter")
        told = " ".join(notice.message for notice in here.app._notifications)
        assert "which was not possible" in told
        assert "The disk is full." in told
        assert here.app.session.ledger.path == ward.path


async def test_an_earlier_patient_is_found_by_name(ward: Ward) -> None:
    ward.begin()
    ward.record(DecisionMade("stop", "as agreed"), by=PRESCRIBER)
    ward.now += RECENT + timedelta(days=1)
    ward.record(ClockConfirmed("the wall clock"), patient="", course="")
    before = ward.ledger.record(MRN)
    ward.ledger.roll_over(NURSE)
    async with bedside(ward) as here:
        rows = here.app.screen.query_one("#rows", OptionList)
        assert rows.option_count == 0
        await here.press("slash")
        await here.key_in("n")
        assert rows.option_count == 0
        await here.key_in("g")
        assert rows.option_count == 1
        await here.press("enter", "enter", "t")
        screen = here.app.screen
        assert isinstance(screen, HistoryScreen)
        assert [row.entry for row in screen.drawn_rows[0]] == list(reversed(before.entries))
