"""Doses from a paper record: many at once, each its own entry at its true time; nothing half told or lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from protocols.course.forecast import StayingDose, without_record
from protocols.entries import DoseGiven, DoseNotGiven, Entry, NoteAdded, RashFound, StepStarted
from protocols.entries.wording import dose_key_text
from protocols.values.clinic_time import instant_of
from store.errors import NotSaved
from tests.protocols.helpers.bedside import at_bedside
from tests.tui.helpers.bedside_app import FIRST_DAY, NURSE, OTHER_NURSE, ZONE, Bedside, Ward, bedside, key
from tui.app.resume import draft_of, fill, form_of
from tui.forms.doses.from_paper import FromPaperForm
from tui.forms.doses.paper_line import Common, letters, read_line
from tui.forms.doses.sheet_recorder import LATER
from tui.parsing import Fault
from tui.widgets.field import Field

COMMON = Common("downtime")
CONFIRMED = (
    "Recorded: NG, bed 12: 4 doses from paper. Next 150 mg Wed 04-Nov-2026 08:00. A skin check is wanted now."
)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """Two days without a computer: four doses of step 1 have no record; it is 21:00 on day 2."""
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(2, "21:00")
    return ward


def moment(day: int, wall: str) -> datetime:
    return instant_of(FIRST_DAY + timedelta(days=day - 1), wall, ZONE).astimezone(UTC)


def doses(ward: Ward) -> list[Entry]:
    ward.ledger.refresh()
    entries = ward.ledger.record("00481-7").entries
    return [entry for entry in entries if isinstance(entry.what, DoseGiven | DoseNotGiven)]


async def write(here: Bedside, *lines: str) -> None:
    """Type a line for each dose, with Enter after each."""
    for line in lines:
        if line:
            await here.type(line)
        await here.press("enter")


async def test_four_doses_take_one_form_and_become_four_entries(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "w 20:20 sick later", "r no appetite", "g 20:05")
        await here.press("enter")
        assert not here.is_open, here.message
        assert here.confirmed == CONFIRMED
    found = doses(ward)
    assert [entry.what for entry in found] == [
        DoseGiven(key(1, "morning"), Decimal(150), with_food=True, reason="downtime", no_second_check=LATER),
        DoseGiven(key(1, "evening"), Decimal(150), with_food=False, reason="downtime; sick later"),
        DoseNotGiven(key(2, "morning"), "refused", "downtime; no appetite"),
        DoseGiven(key(2, "evening"), Decimal(150), with_food=True, reason="downtime"),
    ]
    times = [(1, "08:10"), (1, "20:20"), (2, "08:00"), (2, "20:05")]
    assert [entry.at.astimezone(UTC) for entry in found] == [moment(*time) for time in times]
    assert all(entry.recorded == ward.now for entry in found)
    assert [entry.number for entry in found] == sorted(entry.number for entry in found)
    assert not without_record(ward.chart, ward.now)


async def test_an_empty_line_stays_without_a_record_and_another_person_is_named(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("enter", "plus")
        await write(here, "", "g 20:00")
        here.app.screen.query_one("#giver", Field).value = "Ben Lind"
        here.app.screen.query_one("#reason", Field).value = "network down"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
    (only,) = doses(ward)
    assert isinstance(only.what, DoseGiven)
    assert only.what.dose == key(1, "evening")
    assert only.what.reason == "network down; given by Ben Lind"
    assert only.by == NURSE
    assert len(without_record(ward.chart, ward.now)) == 3


async def test_a_line_that_cannot_be_read_records_nothing_and_keeps_the_rest(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "g", "k")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "Mon 02-Nov-2026 evening: write the time after the letter" in here.message
        assert doses(ward) == []
        assert here.app.focused is not None
        assert here.app.focused.parent is here.app.screen.query_one("#dose-2026-11-02-evening")
        await here.type(" 20:10")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open
    assert len(doses(ward)) == 3


@pytest.mark.parametrize(
    ("id", "wrong", "right", "words"),
    [
        ("reason", "", "downtime", "Write the reason for all"),
        ("dose-2026-11-02-morning", "g", "g 08:10", "write the time after the letter"),
        ("dose-2026-11-02-morning", "", "g 08:10", "Nothing is written yet"),
        ("beside", "c", "c 06:30", "write the time after the letter"),
    ],
)
async def test_a_refusal_puts_the_cursor_in_its_line_and_goes_when_that_is_mended(
    ward: Ward, id: str, wrong: str, right: str, words: str
) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        line = here.app.screen.query_one(f"#{id}", Field)
        line.value = wrong
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert words in here.message
        assert line.has_focus_within
        line.value = right
        await here.settle()
        assert not here.message


async def test_what_is_said_as_of_now_is_kept_as_of_then(ward: Ward) -> None:
    """Typed on one day, recorded on the next: neither its day nor "-30m" goes on with the clock."""
    async with bedside(ward) as here:
        await here.press("plus")
        form = here.app.screen
        assert isinstance(form, FromPaperForm)
        form.query_one("#beside", Field).focus_input()
        await here.settle()
        await here.type("c 06:30; h -5m scan")
        draft = draft_of(form, ward.now)
        assert draft is not None
        form.dismiss(None)
        ward.at(3, "07:00")
        again = form_of(draft)
        assert isinstance(again, FromPaperForm)
        await here.open(again)
        fill(again, draft, ZONE)
        assert [line.at for line in again._typed()] == [moment(2, "06:30"), moment(2, "20:55")]


async def test_a_line_is_written_out_when_it_is_left(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        form = here.app.screen
        form.query_one("#dose-2026-11-03-evening", Field).focus_input()
        await here.settle()
        await here.type("g -30m late")
        await here.press("enter")
        ward.at(2, "21:20")
        assert form.query_one("#dose-2026-11-03-evening", Field).value == "g 03-Nov-2026 20:30 late"
        form.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    assert ward.last.at == moment(2, "20:30")


async def test_what_the_rules_refuse_is_told_exactly_and_the_rest_can_be_recorded(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "g 20:10", "g 08:00", "g 01-Nov-2026 22:00")
        await here.press("enter")
        assert here.is_open
        assert "Nothing was recorded." in here.message
        assert "NOT recorded: Tue 03-Nov-2026 evening" in here.message
        assert "more than a day from Sun 01-Nov-2026 22:00" in here.message
        left = ", ".join(dose_key_text(key(1, slot)) for slot in ("morning", "evening"))
        assert f"Not tried after it: {left} and Tue 03-Nov-2026 morning." in here.message
        assert len(doses(ward)) == 0
        form = here.app.screen
        assert [field.display for field in form.query("#fields > Field").results(Field)][2:] == [
            True,
            True,
            True,
            True,
        ]
        form.query_one("#dose-2026-11-03-evening", Field).value = "g 20:55"
        form.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open
    assert len(doses(ward)) == 4


async def test_a_disk_that_fails_in_the_middle_loses_nothing(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "g 20:10", "g 08:00", "")
        append, calls = here.app.session.ledger.append, []

        def failing(entry: Entry, expected: int) -> Entry:
            calls.append(entry)
            if len(calls) == 2:
                raise NotSaved("The disk is full.")
            return append(entry, expected)

        monkeypatch.setattr(here.app.session.ledger, "append", failing)
        await here.press("enter")
        assert "Recorded: Mon 02-Nov-2026 morning." in here.message
        assert "NOT recorded: Mon 02-Nov-2026 evening. " in here.message
        assert "Not tried after it: Tue 03-Nov-2026 morning. What you typed is still here." in here.message
        await here.press("enter", "enter", "enter")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    assert len(doses(ward)) == 3
    assert calls[1].id == calls[2].id, "the same content tried again is the same entry"


async def test_another_session_is_read_before_anything_is_recorded(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10")
        ward.record(NoteAdded("The tray came late."), by=OTHER_NURSE)
        here.app.follow()
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "The record has changed while this form was open" in here.message
        assert doses(ward) == []
        await here.press("enter")
        assert not here.is_open
    assert len(doses(ward)) == 1


async def test_a_hold_recorded_meanwhile_freezes_the_form_and_keeps_what_was_typed(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "g 20:10")
        ward.record(RashFound("maculopapular", ("neck",)), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        assert "Nothing is recorded yet" in here.message
        await here.press("tab", "enter")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    assert len(doses(ward)) == 2


async def test_with_every_dose_recorded_there_is_nothing_to_type(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    async with bedside(ward) as here:
        await here.press("plus")
        assert "Every dose up to now has a record" in here.message
        await here.press("escape")
        assert not here.is_open


async def test_what_was_typed_is_there_again_after_a_broken_connection(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("plus")
        await write(here, "g 08:10", "r no appetite")
        form = here.app.screen
        assert isinstance(form, FromPaperForm)
        draft = draft_of(form, ward.now)
        assert draft is not None
        assert draft.entry == ""
        await here.press("escape")
        ward.give()
        again = form_of(draft)
        assert isinstance(again, FromPaperForm)
        await here.open(again)
        fill(again, draft, ZONE)
        await here.settle()
        assert again.query_one("#dose-2026-11-02-morning", Field).value == "g 08:10"
        assert again.query_one("#dose-2026-11-02-evening", Field).value == "r no appetite"


def test_letters_and_lines_are_read_as_they_say() -> None:
    bed = at_bedside("alectinib-shirasawa")
    bed.go(days=1, hours=2)
    (dose, *_) = without_record(bed.chart, bed.now)
    chart, zone = bed.chart, bed.zone

    def read(line: str) -> tuple[DoseGiven | DoseNotGiven, datetime]:
        return read_line(line, dose, chart, COMMON, bed.now)

    what, at = read("SW 3-Nov-2026 0:10 by mouth")
    assert isinstance(what, DoseGiven)
    assert what.self_administered
    assert what.with_food is False
    assert what.reason == "downtime; by mouth"
    assert at == instant_of(dose.key.day + timedelta(days=1), "00:10", zone)
    assert "w 08:05 without" in letters(True)[0]
    assert "w" not in letters(False)[0].split()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("x 08:00", "begin with a letter"),
        ("08:00", "begin with a letter"),
        ("g", "write the time after the letter"),
        ("g 8 am", "write the time in 24 hours"),
        ("g 30-Feb-2026 08:00", "write the day as"),
        ("g 23:50", "Write the day too"),
        ("o", "write why after the letter O"),
        ("d ", "write why after the letter D"),
    ],
)
def test_what_cannot_be_read_names_the_dose(line: str, told: str) -> None:
    bed = at_bedside()
    due = bed.next
    assert due is not None
    dose = StayingDose(due.key, due.at, due.amount)
    with pytest.raises(Fault, match=told) as fault:
        read_line(line, dose, bed.chart, COMMON, due.at + timedelta(days=1))
    assert dose_key_text(due.key) in str(fault.value)


async def sheet(here: Bedside, beside: str, *lines: str) -> None:
    """Open the form and type a whole sheet: what stands beside the doses, then a line for each dose."""
    await here.press("plus")
    form = here.app.screen
    form.query_one("#beside", Field).value = beside
    await write(here, *lines)
    form.query_one("#record").focus()
    await here.press("enter")


@pytest.fixture
def sheet_of_a_step(tmp_path: Path) -> Ward:
    """Step 1 up to the last evening dose; the rest of it, and the start of step 2, are on paper."""
    ward = Ward(tmp_path)
    ward.begin()
    for day, wall in ((1, "08:00"), (1, "20:00"), (2, "08:00")):
        ward.at(day, wall)
        ward.give()
    ward.at(3, "12:00")
    return ward


async def test_a_step_started_on_paper_is_a_step_with_its_doses(sheet_of_a_step: Ward) -> None:
    ward = sheet_of_a_step
    async with bedside(ward) as here:
        await sheet(here, "u 07:00 BL; c 06:30", "g 20:00", "g 08:05")
        assert not here.is_open, here.message
    assert ward.chart.step_number == 2
    assert ward.chart.running
    assert [entry.what for entry in ward.chart.entries if isinstance(entry.what, StepStarted)][
        -1
    ] == StepStarted(2, key(3, "morning"), paper="BL")
    given = ward.chart.statuses[key(3, "morning")].what
    assert isinstance(given, DoseGiven)
    assert given.amount == ward.chart.protocol.step(2).amount("morning"), "the amount of the step by then"


async def test_a_step_the_gate_would_not_have_opened_is_kept_held_and_told(sheet_of_a_step: Ward) -> None:
    ward = sheet_of_a_step
    async with bedside(ward) as here:
        await sheet(here, "u 07:00 BL", "g 20:00", "g 08:05")
        told = " ".join(str(one.message) for one in here.app._notifications)
        assert "KEPT AS WHAT HAPPENED, HELD until a prescriber decides" in told
        assert "No rash-free check yet" in told or "Rash-free check" in told
        assert ward.chart.step_number == 2
        assert not ward.chart.running
        # The check is found on the back of the sheet: entered, the same start is what it was.
        await sheet(here, "c 06:30")
        assert not here.is_open, here.message
    assert ward.chart.running


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ("x 07:00", "Begin with c, u, h or p"),
        ("u 07:00", "who started the step"),
        ("h 07:00", "why it was held"),
        ("p 07:00 CM jump", "write who decided"),
        ("p 07:00 CM back up", "the step to go back to"),
        ("c 23:00", "Write the day too"),
        ("c", "write the time"),
    ],
)
async def test_a_line_beside_the_doses_that_cannot_be_read_is_asked_about(
    sheet_of_a_step: Ward, beside: str, told: str
) -> None:
    async with bedside(sheet_of_a_step) as here:
        await sheet(here, beside)
        assert told in here.message
