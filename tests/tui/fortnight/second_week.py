"""And back: unknown people, a lost stick, two courses of which one is taken on, paper, a changed file."""

from __future__ import annotations

from protocols import entries as e
from tests.tui.fortnight.places import ABROAD, Fortnight, everything
from tests.tui.fortnight.rows import row
from tests.tui.helpers.bedside_app import PRESCRIBER
from tests.tui.helpers.two_sites import answer, carry, record, send_from
from tui.widgets.field import Field


@row(
    10,
    "10:00",
    "clinic",
    "It comes back: a yes for the unknown prescriber; the other clock is told.",
)
async def back(here: Fortnight) -> None:
    here.at(9, "20:00")
    here.hospital.give()
    here.at(10, "08:00")
    here.hospital.give()
    here.at(10, "09:00")
    async with here.sitting(here.hospital) as bed:
        await send_from(bed, "Clinic")
    here.at(10, "10:00")
    carry(here.hospital, here.clinic)
    async with here.sitting(here.clinic, PRESCRIBER) as bed:
        await answer(bed, yes=False, bed="12", clock="7")
        assert "yes to each" in bed.message
        await bed.choose("#decisions", *"ab")
        await record(bed)
        assert not bed.is_open, bed.message
    assert here.clinic.chart.running
    assert here.clinic.chart.step_number == 3


@row(10, "20:00", "clinic", "A rash-free check by the clock that was wrong opens nothing here: look again.")
async def look_again(here: Fortnight) -> None:
    assert any(not line.sure for line in here.clinic.chart.lines.values())
    here.clinic.give()
    async with here.sitting(here.clinic) as bed:
        await bed.press("enter")
        assert "Rash-free Tue 10-Nov-2026" not in everything(bed)
    here.at(11, "07:00")
    here.clinic.rash_free()
    here.at(11, "08:00")
    here.clinic.give()


@row(
    11,
    "12:00",
    "both",
    "The stick is lost: taken back by a prescriber. It turns up, both go on.",
)
async def both_went_on(here: Fortnight) -> None:
    async with here.sitting(here.clinic, PRESCRIBER) as bed:
        await send_from(bed, "Hospital")
        await bed.press("T")
        await bed.choose("#away", "t")
        bed.app.screen.query_one("#note", Field).value = "the stick was lost"
        await record(bed)
        assert not bed.is_open, bed.message
    here.clinic.record(e.DecisionMade("target", "small patient", 4), by=PRESCRIBER)
    carry(here.clinic, here.hospital)
    async with here.sitting(here.hospital, PRESCRIBER) as bed:
        await answer(bed, bed="7", clock="0")
        assert not bed.is_open, bed.message
    here.at(11, "20:00")
    here.hospital.give()
    here.hospital.record(e.DecisionMade("stay", "nausea"), by=ABROAD)
    here.clinic.record(e.NoteAdded("She is not here tonight."), course="")


@row(
    12,
    "09:00",
    "clinic",
    "Both stand side by side; a prescriber takes the hospital's on, and it is held.",
)
async def one_course(here: Fortnight) -> None:
    async with here.sitting(here.hospital) as bed:
        await send_from(bed, "Clinic")
    carry(here.hospital, here.clinic)
    async with here.sitting(here.clinic, PRESCRIBER) as bed:
        await bed.press("R")
        await bed.choose("#file", "1")
        assert "ONLY HERE" in everything(bed)
        assert "ONLY THERE" in everything(bed)
        await bed.press("escape")
        await answer(bed, bed="12", clock="7", take="t", why="she was there")
        assert not bed.is_open, bed.message
    chart = here.clinic.chart
    assert [hold.cause for hold in chart.open_holds] == ["hold"]
    assert chart.target == 3
    assert len(here.record_of(here.clinic).aside) > 0


@row(
    13,
    "09:00",
    "clinic",
    "A sheet from a night without power: check and decision count at their times.",
)
async def from_paper(here: Fortnight) -> None:
    here.at(13, "09:00")
    async with here.sitting(here.clinic, PRESCRIBER) as bed:
        await bed.press("plus")
        bed.app.screen.query_one("#beside", Field).value = "c 06:30; p 07:00 CM resume read both sides"
        await bed.settle()
        await record(bed)
        assert not bed.is_open, bed.message
    assert here.clinic.chart.running


@row(13, "12:00", "hospital", "A file in which one word was changed is refused; the true one comes in.")
async def changed_file(here: Fortnight) -> None:
    async with here.sitting(here.clinic) as bed:
        await send_from(bed, "Hospital")
    carry(here.clinic, here.hospital)
    (file,) = (here.hospital.path.parent / "incoming").iterdir()
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("nausea", "no nausea"), encoding="utf-8")
    async with here.sitting(here.hospital, PRESCRIBER) as bed:
        await bed.press("R")
        await bed.choose("#file", "1")
        assert "hash" in bed.message
        await bed.press("escape")
        file.write_text(whole, encoding="utf-8")
        await bed.press("R")
        await bed.choose("#file", "1")
        assert "SET ASIDE THERE" in everything(bed)
        await bed.press("escape")
        await answer(bed, bed="7", clock="0")
        assert not bed.is_open, bed.message


@row(
    14,
    "09:00",
    "both",
    "Every fact is on both charts, both are on one step, both ledgers are whole.",
)
async def the_end(here: Fortnight) -> None:
    clinic, hospital = here.record_of(here.clinic), here.record_of(here.hospital)
    one, other = ({entry.id for entry in record.entries if _travels(entry)} for record in (clinic, hospital))
    assert one <= other, "what the clinic recorded since its last file stays there until the next one"
    assert clinic.aside == hospital.aside
    assert here.clinic.chart.step_number == here.hospital.chart.step_number == 3
    assert here.clinic.chart.target == here.hospital.chart.target == 3
    assert len(here.clinic.chart.taken) == len(here.hospital.chart.taken)
    for ward in (here.clinic, here.hospital):
        facts = [entry for entry in here.record_of(ward).entries if isinstance(entry.what, FACTS)]
        assert {entry.id for entry in facts} <= ward.chart.lines.keys()
    assert here.whole()


FACTS = (e.DoseGiven, e.RashFreeChecked, e.RashFound, e.EntryCorrected)


def _travels(entry: e.Entry) -> bool:
    return not isinstance(entry.what, e.RecordImported)
