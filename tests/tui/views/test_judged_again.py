"""Judging a course again, and saying its handover sheet again, costs the same however long it has lasted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from benchmarks.wards import ZONE, ward
from protocols.course.schedule import scheduled
from store.ledger.ledger import Ledger
from tui.views.course.board import rows_of
from tui.views.handover.lines import sheet_lines
from tui.views.handover.sheets import sheet_now

SHORT, LONG = 30, 90


def calls(act: Callable[[], object]) -> int:
    """How many functions of Python are called, or gone on with."""
    count = 0

    def counting(frame: object, event: str, what: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def row(opened: Ledger, at: datetime) -> object:
    return rows_of(opened.record(opened.patients()[0]), at, ZONE)


def sheet(opened: Ledger, at: datetime) -> object:
    return sheet_lines(sheet_now(opened, at, opened.patients()[0]), [], 80)


@pytest.mark.parametrize("said", [row, sheet])
def test_again_is_as_much_for_a_long_course_as_for_a_short_one(
    tmp_path: Path, said: Callable[[Ledger, datetime], object]
) -> None:
    counted = []
    for days in (SHORT, LONG):
        ward(path := tmp_path / f"{days}.json", 1, 0, days)
        with Ledger.open(path, read_only=True) as opened:
            now = opened.newest
            assert now
            said(opened, now)
            counted.append(calls(partial(said, opened, now + timedelta(minutes=1))))
    short, long = counted
    assert long < short * 1.1


def test_what_has_gone_by_is_told_as_if_it_were_asked_for_the_first_time(tmp_path: Path) -> None:
    ward(path := tmp_path / "ward.json", 1, 0, 20)
    with Ledger.open(path, read_only=True) as opened:
        now = opened.newest
        assert now
        (asked,) = opened.record(opened.patients()[0]).charts
    for hours in (0, 30, -40, 500, -11_000, -300):  # also where the clock is put back
        with Ledger.open(path, read_only=True) as opened:
            (fresh,) = opened.record(opened.patients()[0]).charts
        at = now + timedelta(hours=hours)
        assert scheduled(asked, at) == scheduled(fresh, at)
