"""A laptop whose clock battery is dead: what is done meanwhile is kept, and counts once its time is said."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import Static

from protocols.entries import ClockConfirmed, DoseGiven, EntryCorrected, RashFreeChecked
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import NURSE, Bedside, Ward, bedside, said
from tui.widgets.field import Field

LOST = timedelta(days=300)


def form_text(here: Bedside) -> str:
    return " ".join(said(static) for static in here.app.screen.query(Static))


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record").focus()
    await here.press("enter")


async def test_one_screen_says_what_is_wrong_how_to_set_it_and_what_waits(ward: Ward) -> None:
    ward.step_one()
    ward.at(3, "07:00")
    ward.rash_free()
    ward.now -= LOST
    ward.rash_free()
    async with bedside(ward) as here:
        await here.press("z")
        told = form_text(here)
        assert "is behind the newest entry, Wed 04-Nov-2026 07:00" in told
        assert "Whether a time server keeps its clock is not known here." in told
        assert "have it changed" in told
        assert "1 entry recorded meanwhile will be asked for by true time" in told


async def test_the_true_times_are_taken_once_the_clock_is_right_and_open_the_gate(ward: Ward) -> None:
    ward.step_one()
    ward.at(3, "07:00")
    ward.now -= LOST
    ward.rash_free()
    ward.record(DoseGiven(None, ward.chart.protocol.step(1).doses[0].amount, reason="in the dark"))
    ward.now += LOST + timedelta(hours=5)
    async with bedside(ward) as here:
        assert "2 WITHOUT A TIME (z)" in here.text("#title")
        await here.press("z")
        assert not here.app.screen.query_one("#compared").display, "the clock is right, nothing is compared"
        assert "Rash-free" in form_text(here)
        await record(here)
        assert "No time is written yet" in here.message
        here.app.screen.query_one("#true-1", Field).value = "07:05 more"
        await record(here)
        assert '"more" is neither' in here.message
        here.app.screen.query_one("#true-1", Field).value = "23:00"
        here.app.screen.query_one("#true-2", Field).value = "yesterday 22:00"
        await record(here)
        assert here.app.screen.query_one("#true-2", Field).value == "03-Nov-2026 22:00", "not of a later day"
        assert "Write the day too" in here.message
        here.app.screen.query_one("#true-1", Field).value = "11:45"
        here.app.screen.query_one("#true-2", Field).value = "07:10"
        await here.settle()
        assert "= Wed 04-Nov-2026 11:45, today" in form_text(here)
        await record(here)
        assert not here.is_open, here.message
        assert here.confirmed.startswith("Recorded: NG, bed 12: 2 true times. Next 150 mg 20:00.")
        assert "WITHOUT A TIME" not in here.text("#title")
    ward.ledger.refresh()
    corrections = [entry for entry in ward.ledger.entries()[-2:] if entry.by == NURSE]
    assert [type(entry.what) for entry in corrections] == [EntryCorrected, EntryCorrected]
    chart = ward.chart
    assert all(line.sure for line in chart.lines.values())
    check = next(
        line for line in chart.lines.values() if isinstance(line.what, RashFreeChecked) and line.corrections
    )
    assert (check.at - chart.taken[-1].at) == timedelta(hours=4, minutes=35)
    ward.start(2)
    assert verify(ward.path).ok


async def test_one_time_may_wait_and_a_confirmed_clock_goes_on_to_the_times(ward: Ward) -> None:
    ward.step_one()
    ward.now -= LOST
    ward.rash_free()
    ward.rash_free()
    ward.now += LOST + timedelta(days=9)
    async with bedside(ward) as here:
        await here.press("z")
        await here.type("the wall clock")
        await record(here)
        ward.ledger.refresh()
        assert ward.ledger.entries()[-1].what == ClockConfirmed("the wall clock")
        assert here.is_open, "the form goes on with the times"
        here.app.screen.query_one("#true-2", Field).value = "04-Nov-2026 07:00"
        await record(here)
        assert "1 WITHOUT A TIME (z)" in here.text("#title")
