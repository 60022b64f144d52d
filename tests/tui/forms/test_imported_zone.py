"""A course from a ward two hours east: times are typed and shown in this ward's zone, everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from textual.widgets import Input

from protocols.course.schedule import scheduled
from protocols.entries import CourseAmended, DoseGiven, DoseKey, NoteAdded
from protocols.record.slots import slot_instant
from protocols.reports.event_rows import rows
from protocols.reports.status import status_of
from protocols.values.clinic_time import instant_of
from protocols.values.formatting import time_text
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.protocols.helpers.published import library
from tests.store.helpers.clinic import bring, there
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.tui.helpers.bedside_app import FIRST_DAY, Ward, bedside
from tui.views.course.history import history
from tui.widgets.field import Field

EAST, HERE = "Europe/Helsinki", "Europe/Lisbon"


def imported(tmp_path: Path) -> Ward:
    """A ward in Lisbon with a course from Helsinki, two of whose doses were given there."""
    (tmp_path / "east").mkdir()
    bed = AtTheLedger(library("alectinib-report-2020"), EAST, FIRST_DAY, tmp_path / "east" / "clinic.json")
    bed.begin()
    bed.day()
    ward = Ward(tmp_path, zone=HERE)
    ward.now = bed.now
    bring(ward.ledger, there(bed).path, bed.now)
    for session in bed.sessions:
        session.close()
    ward.course = bed.course
    return ward


def at(ward: Ward, day: date, wall: str) -> datetime:
    ward.now = instant_of(day, wall, HERE).astimezone(UTC)
    return ward.now


async def test_a_time_typed_here_is_this_wards(tmp_path: Path) -> None:
    ward = imported(tmp_path)
    second = FIRST_DAY + timedelta(days=1)
    at(ward, second, "09:00")
    async with bedside(ward) as here:
        await here.press("d", "g")
        here.app.screen.query_one("#time Input", Input).value = "08:00"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    kept = ward.last
    assert isinstance(kept.what, DoseGiven)
    assert kept.at == instant_of(second, "08:00", HERE)
    assert kept.zone == HERE


def test_all_views_show_the_times_of_this_ward(tmp_path: Path) -> None:
    ward = imported(tmp_path)
    record = ward.ledger.record(MRN)
    (chart,) = record.charts
    assert (record.zone, chart.zone, chart.plan.zone) == (HERE, HERE, EAST)
    given = next(line for line in chart.taken)
    (row,) = [row for row in history(record, "doses") if row.entry.id == given.id]
    assert row.when.endswith(time_text(given.at, HERE))
    dose = next(dose for dose in status_of(chart, ward.now).doses if dose.at > ward.now)
    assert dose.at == slot_instant(chart.plan, dose.key), "dose times stay those of the plan until asked for"
    assert {row["happened"][-6:] for row in rows(record, "")} == {"+00:00"}, "and so does the spreadsheet"
    ward.record(NoteAdded("here"))
    assert ward.chart.zone == HERE


async def test_new_dose_times_are_typed_on_the_wards_clocks_and_earlier_doses_keep_theirs(
    tmp_path: Path,
) -> None:
    ward = imported(tmp_path)
    async with bedside(ward) as here:
        before = [(dose.key, dose.at) for dose in scheduled(ward.chart, ward.now) if dose.line]
        await here.press("E")
        await here.type("Our rounds")
        form = here.app.screen
        assert [form.query_one(f"#{slot}", Field).value for slot in ("morning", "evening")] == [
            "06:00",
            "18:00",
        ]
        form.query_one("#morning", Field).value = "07:00"
        await here.settle()
        form.query_one("#since", Field).value = "05-Nov-2026"
        form.query_one("#record").focus()
        await here.press("enter")
        assert ward.said() == CourseAmended(
            "Our rounds", {"morning": "07:00", "evening": "18:00"}, date(2026, 11, 5)
        )
    chart = ward.chart
    assert [(dose.key, dose.at) for dose in scheduled(chart, ward.now) if dose.line] == before
    for day, shown in ((4, "06:00"), (5, "07:00"), (6, "07:00")):
        at = slot_instant(chart.plan, DoseKey(date(2026, 11, day), "morning"))
        assert time_text(at, HERE) == shown
    assert verify(ward.path).ok
