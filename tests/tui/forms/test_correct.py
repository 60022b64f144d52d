"""Corrections: entered in error or put right, both versions kept, what follows told before."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from textual.widgets import Button, Input, OptionList

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside, key
from tests.tui.helpers.staffed import drawn
from tui.forms.correction.correct import CorrectForm
from tui.widgets.field import Field


async def correct(here: Bedside, entry: e.Entry) -> None:
    await here.open(CorrectForm(MRN, here.ward.course, entry.id))


async def finish(here: Bedside, reason: str) -> None:
    """Write the reason and record."""
    here.app.screen.query_one("#reason", Field).focus_input()
    await here.settle()
    await here.type(reason)
    await here.press("enter", "enter")


def said(ward: Ward) -> e.EntryCorrected:
    what = ward.said()
    assert isinstance(what, e.EntryCorrected)
    return what


async def test_a_check_entered_in_error_warns_of_the_hold_it_brings(ward: Ward) -> None:
    ward.gate_open()
    check = ward.last
    ward.start(2)
    async with bedside(ward) as here:
        await correct(here, check)
        assert "Ada Okafor (AO), nurse: Rash-free: whole skin and mucosa seen" in here.text("#entry")
        await here.press("e")
        assert "held until a fresh rash-free check is recorded" in here.text("#follows")
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert here.message == "Write the reason for the correction."
        await finish(here, "Wrong patient")
        assert said(ward) == e.EntryCorrected(check.id, "Wrong patient")
        assert [hold.cause for hold in ward.chart.open_holds] == ["check"]


async def test_a_check_that_was_a_rash_takes_the_findings_and_the_true_time(ward: Ward) -> None:
    ward.gate_open()
    check = ward.last
    async with bedside(ward) as here:
        await correct(here, check)
        await here.press("c", "r", "m", "4", "enter", "a")
        here.app.screen.query_one("#time Input", Input).value = "06:50"
        await finish(here, "Seen at 06:50")
        right = said(ward)
        assert right.right == e.RashFound("erythema multiforme", ("front trunk",), mucosa="clear")
        assert right.right_at is not None
        assert f"{right.right_at:%H:%M}" == "05:50"
        await correct(here, check)
        assert "Corrected before. It stands as: Rash found: erythema multiforme" in here.text("#entry")
        await here.press("c", "g", "3")
        await finish(here, "It was a red flag")
        assert said(ward).right == e.RedFlagSeen(("skin pain",))


async def test_a_dose_of_another_amount_slot_and_status(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    dose = ward.give()
    ward.at(1, "20:10")
    async with bedside(ward) as here:
        await correct(here, dose)
        await here.press("c", "enter")
        amount = here.app.screen.query_one("#amount Input", Input)
        assert here.app.focused is amount
        amount.value = "12,5"
        await finish(here, "Only part taken")
        assert "use a point for decimals" in here.message
        assert amount.value == "12,5"
        amount.value = "75"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert isinstance(dose.what, e.DoseGiven)
        second = dose.what.second
        assert second is not None
        assert said(ward).right == e.DoseGiven(
            key(1, "morning"), Decimal(75), with_food=True, reason="Only part taken", second=second
        )
        await correct(here, dose)
        await here.press("c", "r")
        await finish(here, "Spat out unseen")
        assert said(ward).right == e.DoseNotGiven(key(1, "morning"), "refused", "Only part taken")
        await correct(here, dose)
        await here.press("c", "shift+tab", "2", "tab", "g")
        here.app.screen.query_one("#amount Input", Input).value = "150"
        await finish(here, "It was the evening dose")
        what = said(ward).right
        assert isinstance(what, e.DoseGiven)
        assert what.dose == key(1, "evening")


async def test_a_note_and_a_step_that_cannot_be_corrected(ward: Ward) -> None:
    ward.begin()
    start = ward.last
    note = ward.record(e.NoteAdded("Slpet well"))
    async with bedside(ward) as here:
        await correct(here, note)
        await here.press("c")
        field = here.app.screen.query_one("#note", Field).line
        assert (here.app.focused, field.value) == (field, "Slpet well")
        field.value = "Slept well"
        await finish(here, "Misspelt")
        assert said(ward) == e.EntryCorrected(note.id, "Misspelt", e.NoteAdded("Slept well"))
        assert isinstance(start.what, e.StepStarted)
        await correct(here, start)
        await here.press("e")
        await finish(here, "Not meant")
        assert "Only what happened can be corrected." in here.message
        assert said(ward).entry == note.id


async def test_the_key_offers_only_what_can_be_corrected_and_says_what_helps_instead(ward: Ward) -> None:
    ward.begin()
    ward.record(e.NoteAdded("about nobody's course"), course="")
    said_of = {}
    async with bedside(ward) as here:
        await here.press("t")
        listed = here.app.screen.query_one(OptionList)
        for at in range(listed.option_count):
            if listed.get_option_at_index(at).disabled:
                continue
            listed.highlighted = at
            await here.settle()
            await here.press("c")
            row = here.app.screen.highlighted if not here.is_open else None  # type: ignore[attr-defined]
            if row is None:
                await here.press("escape")
                continue
            said_of[type(row.entry.what)] = " ".join(drawn(here).split())
    assert "changed with E on the chart" in said_of[e.CourseEnrolled]
    assert "put right with b" in said_of[e.PatientAdmitted]
    assert "a prescriber decides: p" in said_of[e.StepStarted]
    assert e.RashFreeChecked not in said_of


async def test_a_corrected_finding_keeps_every_site_and_field_it_had(ward: Ward) -> None:
    ward.begin()
    was = e.RashFound(
        "maculopapular",
        ("neck", "back", "left ear"),
        Decimal(12),
        "hand",
        symptoms="itch",
        daily_living="no effect",
        mucosa="clear",
        temperature=Decimal("36.9"),
        grade=2,
        ctcae="v5",
        severity="mild",
    )
    wrong = ward.record(was)
    ward.at(1, "07:30")
    async with bedside(ward) as here:
        await correct(here, wrong)
        await here.press("c")
        await here.choose("#severity", "v")
        await finish(here, "Symptoms were moderate")
        what = ward.said()
        assert isinstance(what, e.EntryCorrected)
        sites = ("head and neck", "back", "left ear")
        assert what.right == msgspec.structs.replace(was, sites=sites, severity="moderate")
