"""The follower by itself: what it says there is to take in, to draw again, and how it goes through a ward."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta

import pytest

from protocols.entries import NoteAdded
from store.errors import LedgerError, Unreachable
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, Ward
from tui.app.follower import Follower
from tui.session import Session


@pytest.fixture
def session(ward: Ward) -> Session:
    ward.begin()
    session = Session(ward.path, now=ward.clock)
    session.open()
    session.new_notices()
    return session


@pytest.fixture
def follower(session: Session) -> Follower:
    follower = Follower(session)
    follower.begin()
    return follower


@pytest.fixture
def garbage() -> Iterator[None]:
    """As the program starts: no garbage is looked for before the ward has been read."""
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_nothing_is_to_be_done_where_nothing_happens(follower: Follower) -> None:
    assert not follower.has_news
    assert not follower.take_in()
    assert not follower.minute_passed()


def test_what_another_session_records_is_news_once(follower: Follower, session: Session, ward: Ward) -> None:
    kept = ward.record(NoteAdded("Seen."), by=OTHER_NURSE)
    assert follower.has_news
    assert follower.take_in()
    assert session.ledger.record(MRN).entries[-1].id == kept.id
    assert not follower.has_news
    assert not follower.take_in()


def test_a_notice_is_news_until_it_was_told(follower: Follower, session: Session) -> None:
    session.ledger.notices.append("The file was moved.")
    assert follower.has_news
    assert not follower.take_in(), "nothing on the screens has changed"
    session.new_notices()
    assert not follower.has_news


def test_a_new_minute_is_to_be_drawn_once(follower: Follower, ward: Ward) -> None:
    ward.now += timedelta(seconds=59)
    assert not follower.minute_passed()
    ward.now += timedelta(seconds=1)
    assert follower.minute_passed()
    assert not follower.minute_passed()


def test_a_lost_connection_is_drawn_and_tried_again(
    follower: Follower, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*, ask: bool) -> list[object]:
        raise Unreachable("No answer.")

    monkeypatch.setattr(session.ledger, "refresh", gone)
    assert follower.take_in()
    assert follower.take_in()


def test_a_ledger_that_cannot_be_used_is_said(
    follower: Follower, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*, ask: bool) -> list[object]:
        raise LedgerError("Damaged.")

    monkeypatch.setattr(session.ledger, "refresh", damaged)
    with pytest.raises(LedgerError):
        follower.take_in()


@pytest.mark.usefixtures("garbage")
async def test_the_ward_is_gone_through_and_gives_way_to_keys(follower: Follower) -> None:
    waiting = [True, True, False]
    asked = 0

    def keys_waiting() -> bool:
        nonlocal asked
        asked += 1
        return waiting.pop(0) if waiting else False

    renewed, renew = 0, follower.renew

    def in_two_slices() -> bool:
        nonlocal renewed
        renewed += 1
        return renew() and renewed > 1

    follower.renew = in_two_slices  # type: ignore[method-assign]
    await follower.go_through(keys_waiting)
    assert (renewed, asked) == (2, 3)
    assert follower.ward.whole
    assert [row.patient for row in follower.ward.rows] == [MRN]
    assert gc.isenabled()


async def test_what_is_not_there_any_more_behind_the_board_ends_nothing(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.follower.BEHIND_THE_BOARD", ("tui.forms.gone",))
    await follower.read_the_rest()


def test_another_ledger_begins_another_ward(follower: Follower, session: Session) -> None:
    before = follower.ward
    assert follower.ward is before
    session.open()
    follower.begin()
    assert follower.ward is not before
