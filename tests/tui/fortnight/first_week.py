"""To the hospital: a power cut, a dead clock battery, another zone, a rash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import OptionList

from protocols import entries as e
from protocols.record.people import initials_of
from protocols.record.slots import open_slot
from protocols.values.refusal import Refused
from tests.tui.fortnight.places import ABROAD, Fortnight, everything
from tests.tui.fortnight.rows import row
from tests.tui.helpers.bedside_app import NG, NURSE, PRESCRIBER
from tests.tui.helpers.scenario import give, look
from tests.tui.helpers.two_sites import answer, carry, record, send_from
from tui.widgets.field import Field

AHEAD = timedelta(minutes=7)
"""By how much the hospital's clock is wrong."""


@row(1, "07:00", "clinic", "A patient begins: seen rash-free, step 1 started, by keys.")
async def begins(here: Fortnight) -> None:
    here.clinic.admit()
    here.clinic.enrol()
    here.hospital.course = here.clinic.course
    async with here.sitting(here.clinic) as bed:
        await look(bed)
        await bed.press("u", "y", "enter", "enter")
        assert here.clinic.chart.step_number == 1
        here.at(1, "08:00")
        await give(bed)
    for day, wall in ((1, "20:00"), (2, "08:00")):
        here.at(day, wall)
        here.clinic.give()


@row(2, "20:00", "clinic", "The power is cut while a dose is saved: nothing is lost, it is recorded once.")
async def power_cut(here: Fortnight) -> None:
    before = here.clinic.path.read_bytes()
    async with here.sitting(here.clinic) as bed:
        await give(bed)
    written = here.clinic.path.read_bytes()
    size = max(len(before), len(written))
    old, new = before.ljust(size), written.ljust(size)
    first = next(at for at in range(size) if old[at] != new[at])
    here.clinic.path.write_bytes(old[:first] + new[first : first + 40] + old[first + 40 :])
    here.clinic.reopen()
    assert len(here.clinic.chart.taken) == 3
    async with here.sitting(here.clinic) as bed:
        await give(bed)
    assert len(here.clinic.chart.taken) == 4


@row(3, "06:30", "clinic", "The clock battery is dead: the check is kept, no step begins by such a clock.")
async def dead_battery(here: Fortnight) -> None:
    here.off["clinic"] = -timedelta(days=300)
    here.tick()
    async with here.sitting(here.clinic) as bed:
        assert "CLOCK BEHIND" in bed.text("#title")
        await look(bed)
        await bed.press("z")
        assert "is behind the newest entry" in everything(bed)
        await bed.press("escape")
        await bed.press("u")
        assert "WAITS FOR THE COMPUTER'S CLOCK" in everything(bed)
        await bed.press("escape")
    assert here.clinic.chart.step_number == 1


@row(3, "07:10", "clinic", "Set right, it asks when the check was; with its true time the gate opens.")
async def true_time(here: Fortnight) -> None:
    here.off.clear()
    here.tick()
    async with here.sitting(here.clinic) as bed:
        assert "1 WITHOUT A TIME" in bed.text("#title")
        await bed.press("z")
        bed.app.screen.query_one("#true-1", Field).value = "06:30"
        await record(bed)
        await bed.press("u", "y", "enter", "enter")
    assert here.clinic.chart.step_number == 2


@row(3, "12:00", "clinic", "Sent to the hospital: grey on the board, nothing due or overdue a day later.")
async def sent(here: Fortnight) -> None:
    here.at(3, "08:00")
    here.clinic.give()
    here.at(3, "12:00")
    async with here.sitting(here.clinic) as bed:
        await send_from(bed, "Hospital")
    here.at(4, "12:00")
    async with here.sitting(here.clinic) as bed:
        line = str(bed.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        assert "AWAY" in line
        assert "at Hospital" in line
        assert "OVERDUE" not in everything(bed)


@row(
    3,
    "14:00",
    "hospital",
    "Known there, with no allergies: asked who it is, none falls; times in both.",
)
async def received(here: Fortnight) -> None:
    here.off["hospital"] = AHEAD
    here.tick()
    here.hospital.record(e.PatientAdmitted(NG.family, NG.given, NG.born, "female", "3", "", "none known"))
    carry(here.clinic, here.hospital)
    async with here.sitting(here.hospital, PRESCRIBER) as bed:
        await bed.press("R")
        await bed.choose("#file", "1")
        assert "Different: allergies." in everything(bed)
        assert "Morning dose: 08:00 Europe/Berlin, which is 07:00 here." in everything(bed)
        await bed.press("escape")
        await answer(bed, same="y", bed="7", clock="0")
        assert not bed.is_open, bed.message
    details = here.record_of(here.hospital).details
    assert details is not None
    assert (details.bed, details.allergies) == ("7", "penicillin")


@row(
    3,
    "20:00",
    "hospital",
    "The evening dose is due at its own time of day, 19:00 on the clocks there.",
)
async def evening_dose(here: Fortnight) -> None:
    async with here.sitting(here.hospital) as bed:
        assert "450 mg" not in everything(bed)
        assert "300 mg due today 19:00" in everything(bed)
        await give(bed)
    assert here.hospital.chart.taken[-1].at == here.hospital.now


@row(
    4,
    "09:00",
    "clinic",
    "What is still recorded at the clinic is the side list; no decision there.",
)
async def side_list(here: Fortnight) -> None:
    async with here.sitting(here.clinic, PRESCRIBER) as bed:
        await bed.press("n")
        await bed.type("The bag was left here.")
        await bed.press("enter", "enter")
        assert not bed.is_open, bed.message
    with pytest.raises(Refused, match="steps and decisions are made there"):
        here.clinic.record(e.DecisionMade("stop", "left"), by=PRESCRIBER)


@row(8, "00:40", "hospital", "No zone opens a step early: it is still the evening before there.")
async def no_step_early(here: Fortnight) -> None:
    for day in range(4, 8):
        for wall in ("08:00", "20:00"):
            here.at(day, wall)
            here.hospital.give()
    here.at(8, "00:40")
    here.hospital.rash_free()
    async with here.sitting(here.hospital) as bed:
        await bed.press("u")
        assert "Not before Sun 08-Nov" not in everything(bed)
        assert "Not before Mon 09-Nov-2026" in everything(bed)
        await bed.press("escape")
    with pytest.raises(Refused, match="2 Days passed"):
        here.hospital.start(3)


@row(8, "08:00", "hospital", "In the morning the gate is open; step 3 is started by keys.")
async def next_step(here: Fortnight) -> None:
    async with here.sitting(here.hospital) as bed:
        await look(bed)
        await bed.press("u", "y", "enter", "enter")
        assert not bed.is_open, bed.message
    assert here.hospital.chart.step_number == 3
    here.hospital.give()


@row(9, "09:00", "hospital", "A rash holds; a prescriber with the nurse's initials ends it: AO and AO 2.")
async def rash(here: Fortnight) -> None:
    here.hospital.record(e.RashFound("maculopapular", ("neck",)))
    assert not here.hospital.chart.running
    here.at(9, "16:00")
    here.hospital.rash_free()
    here.hospital.record(e.DecisionMade("resume", "gone", None, _first(here)), by=ABROAD)
    assert here.hospital.chart.running
    found = here.record_of(here.hospital)
    assert [initials_of(found.initials, one) for one in (NURSE, ABROAD)] == ["AO", "AO 2"]


def _first(here: Fortnight) -> e.DoseKey:
    """The dose with which the step goes on at the hospital."""
    chart = here.hospital.chart
    assert chart.step is not None
    return open_slot(chart.plan, chart.step, here.hospital.now, chart.known, chart.step)
