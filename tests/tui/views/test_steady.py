"""What is said of a patient on the board stays as it is for as long as the rules say that it does."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from protocols.record.fold import Record
from protocols.reports import steady
from protocols.values.clinic_time import minute_of
from tests.tui.one_fact.random_courses import RandomCourse
from tui.views.course.board import BoardRow, rows_of

COURSES = int(os.environ.get("STEPWARD_TEST_STEADY", "6"))
MINUTE = timedelta(minutes=1)


def told(record: Record, now: datetime, zone: str) -> list[object]:
    """All that the board shows of a patient, and what it is ordered by."""

    def row(one: BoardRow) -> object:
        return one.cells, one.why, one.status and (one.status.word, one.status.urgency)

    return [row(one) for one in rows_of(record, now, zone)]


@pytest.mark.parametrize("seed", range(COURSES))
def test_nothing_changes_before_the_minute_that_is_named(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steady, "LONGEST", timedelta(days=1))  # to ask the rule, not the limit behind it
    random, course = Random(seed), RandomCourse(seed, tmp_path)
    try:
        for _ in range(3):
            course.go_on(8)
            record, zone = course.bed.folded, course.bed.zone
            now = course.bed.now + timedelta(seconds=random.randrange(3 * 86400))
            for _ in range(12):
                until = steady.steady_until(record, now, zone)
                assert now < until <= now + timedelta(days=1)
                then, last = told(record, now, zone), until - timedelta(seconds=1)
                between = now + (last - now) * random.random()
                for at in (between, last):
                    if minute_of(at) > minute_of(now):  # within one, nobody is judged again
                        pairs = zip(then, told(record, at, zone), strict=True)
                        assert not [pair for pair in pairs if pair[0] != pair[1]], (now, at, until)
                now = until + timedelta(seconds=random.randrange(60))
    finally:
        course.close()


def test_it_is_never_longer_than_a_quarter_of_an_hour_nor_shorter_than_a_minute(tmp_path: Path) -> None:
    course = RandomCourse(1, tmp_path)
    try:
        course.go_on(10)
        for minutes in range(0, 600, 7):
            now = course.bed.now + timedelta(minutes=minutes, seconds=17)
            until = steady.steady_until(course.bed.folded, now, course.bed.zone)
            assert minute_of(now) + MINUTE <= until <= minute_of(now + steady.LONGEST)
    finally:
        course.close()
