"""The demonstration ward shows every state, whatever the time of day, the zone and the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from protocols.course.co_medications import medicines
from protocols.entries import DoseGiven, EntryCorrected, NoteAdded, RashFreeChecked, StepStarted
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.reports.status import MEANINGS, Status, status_of
from store.errors import AlreadyThere
from store.ledger.ledger import Ledger
from tui.demo.moment import (
    Moment,
    Times,
    a_dose_is_due,
    a_dose_is_late,
    a_step_is_complete,
    choose,
    nothing_is_due,
)
from tui.demo.patients import MRNS, PATIENTS
from tui.demo.ward import build

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/London"))

CLOCKS = [
    *(("Europe/London", f"2026-11-22T{wall}") for wall in ("00:00", "00:30", "03:00", "07:55")),
    *(
        ("Europe/London", f"2026-11-22T{wall}")
        for wall in ("12:00", "15:37:21", "19:59", "23:50", "23:59:59")
    ),
    ("Europe/London", "2026-03-29T00:40"),  # the hour from 01:00 does not exist
    ("Europe/London", "2026-03-29T02:10"),
    ("Europe/London", "2026-03-30T08:10"),
    ("Europe/London", "2026-10-25T01:30"),  # comes twice
    ("Europe/London", "2026-10-26T00:20"),
    ("America/Santiago", "2026-09-06T01:05"),  # midnight does not exist
    ("Australia/Lord_Howe", "2026-04-05T23:55"),  # half an hour comes twice
    ("UTC", "2028-03-01T06:59"),
]
INSTANTS = [
    pytest.param(_zone, datetime.fromisoformat(_wall), id=f"{_zone} {_wall}") for _zone, _wall in CLOCKS
]


@cache
def ward(zone: str, now: datetime) -> dict[str, Record]:
    """The records of the ward, by hospital number."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ward.json"
        build(path, now, zone)
        with Ledger.open(path, read_only=True) as ledger:
            return {mrn: ledger.record(mrn) for mrn in MRNS}


def charts(zone: str, now: datetime) -> list[Chart]:
    found = [record.latest for record in ward(zone, now).values()]
    return [chart for chart in found if chart is not None]


def stands(zone: str, now: datetime) -> list[Status]:
    return [status_of(chart, now) for chart in charts(zone, now)]


@pytest.mark.parametrize(("zone", "wall"), INSTANTS)
def test_every_state_is_shown_at_any_time(zone: str, wall: datetime) -> None:
    """One test for each clock, because each builds a ward."""
    now = wall.replace(tzinfo=ZoneInfo(zone))
    found = stands(zone, now)
    assert {each.word for each in found} == set(MEANINGS) - {
        "CLOCK",
        "FINISHED",
        "AWAY",
        "LEAVE",
        "LEFT",
        "DIED",
    }
    assert [each.gate.to for each in found if each.gate.open] == [2]
    _, _, _, _, broken, _, extended, _, first_day, last, past, _, _ = found
    is_extended(extended)
    assert (first_day.chart.step_number, first_day.days and first_day.days.number) == (1, 1)
    assert last.chart.step_number == last.chart.target == len(last.chart.protocol.steps)
    assert (last.word, past.word) == ("CHECK", "NEXT")
    assert broken.gate.missing[-1].name == "No treatment break"


def is_extended(found: Status) -> None:
    """Its gate is shut, for want of doses, on day 3 of 2."""
    assert found.extended
    assert found.days is not None
    assert (found.days.number, found.days.planned) == (3, 2)
    assert found.gate.missing[0].name == "Doses given"


TIMES_OF_DAY = range(0, 24 * 60, 25)


@pytest.mark.parametrize("fits", [a_dose_is_due, a_dose_is_late, a_step_is_complete, nothing_is_due])
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/London", date(2026, 11, 22)),
        ("Europe/London", date(2026, 3, 29)),
        ("Europe/London", date(2026, 10, 25)),
        ("America/Havana", date(2026, 11, 1)),
        ("Asia/Kathmandu", date(2026, 1, 1)),
    ],
)
def test_dose_times_can_be_chosen_at_any_time_of_day(
    fits: Callable[[Moment, Times], bool], zone: str, day: date
) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    for minutes in TIMES_OF_DAY:
        times = choose(Moment(midnight + timedelta(minutes=minutes), zone), fits)
        assert times["morning"] < times["evening"]


def test_dose_times_stay_usual_where_they_can() -> None:
    assert choose(Moment(NOON.astimezone(UTC), "Europe/London"), nothing_is_due)["morning"] == "08:00"


def test_nothing_is_dated_after_now_and_everything_was_recorded_when_it_happened() -> None:
    entries = [entry for record in ward("Europe/London", NOON).values() for entry in record.entries]
    assert max(entry.at for entry in entries) <= NOON
    assert all(entry.recorded == entry.at for entry in entries)
    assert all(entry.clock == "ok" for entry in entries)


def test_the_ward_has_a_note_two_corrections_a_whole_course_and_prednisolone() -> None:
    records = ward("Europe/London", NOON)
    kinds = [type(entry.what) for record in records.values() for entry in record.entries]
    assert kinds.count(EntryCorrected) == 2
    assert NoteAdded in kinds
    whole = records[MRNS[10]]
    assert [e.what.step for e in whole.entries if isinstance(e.what, StepStarted)] == [1, 2, 3, 4, 5]
    assert sum(isinstance(entry.what, DoseGiven) for entry in whole.entries) >= 46
    kimura = records[MRNS[5]].latest
    assert kimura is not None
    (prednisolone,) = medicines(kimura)
    assert (prednisolone.name, len(prednisolone.given)) == ("prednisolone 10 mg", 14)


def test_every_start_has_a_rash_free_check_just_before_it() -> None:
    for record in ward("Europe/London", NOON).values():
        for place, entry in enumerate(record.entries):
            if isinstance(entry.what, StepStarted):
                before = record.entries[place - 1]
                assert isinstance(before.what, RashFreeChecked)
                assert entry.at - before.at == timedelta(minutes=10)


def test_people_and_numbers_are_all_different() -> None:
    names = {(who.family, who.given) for who in PATIENTS}
    assert len(names) == len(set(MRNS)) == len({who.bed for who in PATIENTS}) == len(PATIENTS)
    assert max(len(who.family) for who in PATIENTS) > 30
    assert any("\u4e00" <= char <= "\u9fff" for who in PATIENTS for char in who.family)


def test_the_same_moment_gives_the_same_ward() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ward.json"
        build(path, NOON, "Europe/London")
        with Ledger.open(path, read_only=True) as ledger:
            again = {mrn: ledger.record(mrn) for mrn in MRNS}
    assert {mrn: record.entries for mrn, record in again.items()} == {
        mrn: record.entries for mrn, record in ward("Europe/London", NOON).items()
    }


def test_the_computers_own_time_and_zone_are_used_unless_given(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    build(tmp_path / "ward.json")
    with Ledger.open(tmp_path / "ward.json", read_only=True) as ledger:
        assert ledger.newest is not None
        assert before - timedelta(hours=24) < ledger.newest <= datetime.now(UTC)


def test_a_ledger_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        build(path, NOON, "UTC")
    assert path.read_text() == "mine"
