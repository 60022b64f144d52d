"""A large ward is gone through beside the keys: what was just recorded first, and nobody is left out."""

from __future__ import annotations

import gc
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.screen import Screen
from textual.widgets import OptionList

from benchmarks.wards import ward as build
from protocols.entries import NoteAdded, RedFlagSeen
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, Ward, bedside
from tests.tui.helpers.rest import come_to_rest
from tui.app.app import StepwardApp
from tui.app.follower import Follower
from tui.demo.people import DAY_NURSE
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.views.course import ward as module
from tui.views.course.board import board
from tui.views.course.ward import Ward as Rows

PATIENTS = 40


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "ward.json"
    build(path, PATIENTS)
    return path


def test_slice_by_slice_it_is_the_whole_ward_in_its_order(large: Path) -> None:
    with Ledger.open(large, read_only=True) as ledger:
        now = ledger.newest
        assert now
        rows, slices = Rows(ledger), 1
        assert rows.unread == PATIENTS
        assert not rows.whole
        while not rows.renew(now, seconds=0.0):
            slices += 1
            assert slices < 10 * PATIENTS
            rows.renew(now, seconds=0.001)
        assert rows.unread == 0
        assert rows.whole
        assert slices > 2
        records = [ledger.record(patient) for patient in ledger.patients()]
        assert rows.rows == board(records, now, ledger.zone)
        later = now + timedelta(hours=9)
        while not rows.renew(later):
            pass
        assert rows.rows == board(records, later, ledger.zone)


def test_nothing_is_judged_again_within_a_minute(ward: Ward) -> None:
    ward.begin()
    rows = Rows(ward.ledger)
    assert rows.renew(ward.now)
    before = rows.rows
    assert rows.renew(ward.now + timedelta(seconds=20), seconds=-1.0)
    assert rows.rows is before


def test_minute_by_minute_few_are_judged_again_and_nobody_is_shown_as_before(large: Path) -> None:
    with Ledger.open(large, read_only=True) as ledger:
        now = ledger.newest
        assert now
        rows = Rows(ledger)
        while not rows.renew(now):
            pass
        assert rows.judged == PATIENTS
        for minutes in range(1, 31):
            while not rows.renew(now + timedelta(minutes=minutes)):
                pass
            if minutes % 6 == 0:
                rows.compare(now + timedelta(minutes=minutes))
        assert rows.judged < 12 * PATIENTS  # of 31


def test_a_row_that_is_kept_for_too_long_is_found(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.begin()
    rows = Rows(ward.ledger, compare=True)
    assert rows.renew(ward.now)
    monkeypatch.setattr(module, "steady_until", lambda *_: ward.now + timedelta(days=9))
    rows = Rows(ward.ledger, compare=True)
    assert rows.renew(ward.now)
    with pytest.raises(AssertionError, match=f"The row of {MRN}"):
        rows.renew(ward.now + timedelta(days=1))


def test_what_was_just_recorded_is_taken_in_at_once(ward: Ward) -> None:
    ward.begin()
    rows = Rows(ward.ledger)
    assert rows.renew(ward.now)
    assert not rows.alarms
    ward.record(RedFlagSeen(("fever over 38.5 °C",)), by=OTHER_NURSE)
    rows.renew(ward.now + timedelta(hours=1), seconds=-1.0)
    assert [told.patient for told in rows.alarms] == [MRN]
    assert rows.rows[0].cells[0][0].strip() == "!! RED FLAG"


async def test_the_board_shows_everybody_and_the_collector_works_again(large: Path) -> None:
    gc.disable()
    app = StepwardApp(Session(large))
    app.session.person = DAY_NURSE
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        assert len(screen.rows) == PATIENTS
        assert "Reading" not in str(screen.query_one("#counts").render())
        assert gc.isenabled()


async def test_the_cursor_begins_at_the_most_urgent_however_slowly_the_ward_is_read(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew = Rows.renew
    monkeypatch.setattr(Rows, "renew", lambda rows, now: renew(rows, now, seconds=0.0))
    app = StepwardApp(Session(large))
    app.session.person = DAY_NURSE
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        await come_to_rest(pilot)
        assert screen.query_one(OptionList).highlighted == 0
        assert len(screen.rows) == PATIENTS


async def test_while_the_ward_is_read_there_is_no_frame_for_what_is_not_there(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rows, "renew", lambda rows, now: False)
    app = StepwardApp(Session(large))
    app.session.person = DAY_NURSE
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Reading the ward" in str(app.screen.query_one("#counts").render())
        assert not app.screen.query_one("#pane").display


async def test_a_note_of_another_session_does_not_move_the_board(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        before = here.app.ward.rows
        ward.record(NoteAdded("Ate well."), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        assert [row.cells for row in here.app.ward.rows] == [row.cells for row in before]


async def test_what_the_board_does_not_need_is_read_behind_it(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its lines were sent, and not only are to be drawn."""
    app, sent, before = StepwardApp(Session(large)), [0], list[int]()
    app.session.person = DAY_NURSE
    display, usual = StepwardApp._display, Follower.read_the_rest

    def sending(self: StepwardApp, screen: Screen[object], update: RenderableType | None) -> None:
        if isinstance(screen, BoardScreen):
            sent.append(len(screen.rows))
        display(self, screen, update)

    async def read(follower: Follower) -> None:
        before.append(sent[-1])
        await usual(follower)

    monkeypatch.setattr(StepwardApp, "_display", sending)
    monkeypatch.setattr(Follower, "read_the_rest", read)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
    assert before[0] == PATIENTS
