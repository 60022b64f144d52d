"""What every form keeps: the patient in view, Back first, words on refusal, nothing typed lost."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input

from protocols.entries import DoseGiven, NoteAdded
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, PRESCRIBER, Bedside, Ward, bedside, said
from tui.forms.base.form import Form
from tui.forms.correction.correct import CorrectForm
from tui.forms.course.decision import DecisionForm
from tui.forms.course.enrol import EnrolForm
from tui.forms.course.follow_up import FollowUpForm
from tui.forms.course.hold import HoldForm
from tui.forms.course.step_up import StepUpForm
from tui.forms.doses.dose import DoseForm
from tui.forms.doses.from_paper import FromPaperForm
from tui.forms.doses.vomited import VomitedForm
from tui.forms.patient.admit import AdmitForm
from tui.forms.patient.details import DetailsForm
from tui.forms.patient.medicines import MedicinesForm
from tui.forms.patient.note import NoteForm
from tui.forms.skin.naranjo import NaranjoForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.forms.skin.skin import SkinForm
from tui.forms.ward.clock import ClockForm
from tui.widgets.field import Field, Lines

ABOUT_A_PATIENT: tuple[type[Form], ...] = (
    FromPaperForm,
    DecisionForm,
    DetailsForm,
    DoseForm,
    EnrolForm,
    FollowUpForm,
    HoldForm,
    NaranjoForm,
    MedicinesForm,
    NoteForm,
    RedFlagForm,
    SkinForm,
    StepUpForm,
    VomitedForm,
)


def on_screen(here: Bedside, form: Form) -> None:
    """Title, buttons and every field lie within 80x24; who it is and the dose are in view."""
    for selector in ("#form-title", "#back", "#record"):
        region = form.query_one(selector).region
        assert region.height == 1
        assert region.bottom <= 24
    assert form.query_one("#fields").virtual_size.height <= form.query_one("#fields").size.height, form
    if form.patient:
        banner = said(form.query_one("#form-banner"))  # type: ignore[arg-type]
        assert "NG, Li Wei" in banner
        assert "MRN 00481-7" in banner
        assert "DOSE" in here.text("#form-state")


async def test_enter_at_once_records_nothing_and_esc_records_nothing(ward: Ward) -> None:
    ward.gate_open()
    forms = [kind(MRN, ward.course) for kind in ABOUT_A_PATIENT]
    forms += [AdmitForm(""), ClockForm(""), CorrectForm(MRN, ward.course, ward.last.id)]
    before = ward.ledger.position
    async with bedside(ward, PRESCRIBER) as here:
        for form in forms:
            await here.open(form)
            on_screen(here, form)
            safe = here.app.focused
            assert isinstance(safe, Input | Lines) or (isinstance(safe, Button) and safe.id == "back"), form
            await here.press("enter")
            if here.is_open:
                await here.press("escape")
            assert not here.is_open
    ward.ledger.refresh()
    assert ward.ledger.position == before


async def test_what_others_record_is_told_and_needs_a_second_record(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n")
        await here.type("Ate half of breakfast")
        await here.press("enter")
        ward.record(NoteAdded("Family called."), by=OTHER_NURSE)
        await here.press("enter")
        assert "The record has changed while this form was open" in here.message
        assert "Ben Lind: Note: Family called." in here.message
        assert "Press Record again" in here.message
        assert ward.last.by == OTHER_NURSE
        await here.press("enter")
        assert not here.is_open
        assert ward.last.what == NoteAdded("Ate half of breakfast")


async def test_a_change_that_is_seen_meanwhile_is_told_before_anyone_presses(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("s", "w", "m")
        ward.record(NoteAdded("Going to theatre."), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        assert "Going to theatre." in here.message
        await here.press("enter")
        assert here.is_open
        assert "Press Record again" in here.message
        await here.press("enter")
        assert not here.is_open
        assert ward.last.by.name == "Ada Okafor"


FULL_WIDTH = "\uff11\uff12"


async def test_no_amount_in_another_shape_is_taken_or_changed(ward: Ward) -> None:
    """terminal.md section 0, 1: `12,5` must never become 125."""
    ward.begin()
    ward.at(1, "08:00")
    async with bedside(ward) as here:
        await here.press("d", "x")
        assert here.app.focused is here.app.screen.query_one("#amount Input"), "X asks for the amount"
        amount = here.app.screen.query_one("#amount Input", Input)
        for typed in ("12,5", "1e3", "-5", FULL_WIDTH):
            amount.value = ""
            amount.focus()
            await here.settle()
            await here.key_in(typed)
            here.app.screen.query_one("#record", Button).press()
            await here.settle()
            assert amount.value == typed
            assert typed in here.message
        amount.value = ""
        amount.focus()
        await here.settle()
        await here.key_in("112.5")
        await here.press("enter", "f")
        await here.type("One capsule lost")
        await here.press("enter", "enter")
        await here.press("n")  # Textual lets no second press of a button through within 0.2 s
        await here.press("enter")
        what = ward.last.what
        assert isinstance(what, DoseGiven)
        assert (str(what.amount), what.reason) == ("112.5", "One capsule lost")


async def test_what_the_ledger_refuses_is_shown_and_nothing_typed_is_lost(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n")
        note = "x" * 2001
        here.app.screen.query_one("#note", Field).value = note
        await here.press("enter", "enter")
        assert "2,001 characters" in here.message
        assert here.app.screen.query_one("#note", Field).value == note
        assert here.app.focused is here.app.screen.query_one("#note", Field).line
        await here.press("escape")
        assert not any(isinstance(entry.what, NoteAdded) for entry in ward.ledger.entries())


@pytest.mark.parametrize("keys", [("s", "w", "m", "escape"), ("exclamation_mark", "a", "escape")])
async def test_esc_leaves_a_filled_form_without_recording(ward: Ward, keys: tuple[str, ...]) -> None:
    ward.begin()
    before = ward.ledger.position
    async with bedside(ward) as here:
        await here.press(*keys)
        assert not here.is_open
    ward.ledger.refresh()
    assert ward.ledger.position == before
