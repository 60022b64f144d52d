"""A form that was open when the connection broke is offered again, to its person alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Button, Input

from protocols.entries import NoteAdded, RashFound
from store.site.drafts import Draft, Drafts
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, Bedside, Ward, bedside
from tests.tui.helpers.staffed import PIN, enter, hire
from tui.app.resume import draft_of, fill, form_of, keep_open
from tui.forms.base.form import Form
from tui.forms.correction.correct import CorrectForm
from tui.forms.course.hold import HoldForm
from tui.forms.patient.details import DetailsForm
from tui.forms.patient.note import NoteForm
from tui.forms.skin.skin import SkinForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field


@asynccontextmanager
async def session(ward: Ward, folder: Path) -> AsyncIterator[Bedside]:
    async with bedside(ward, by=None) as here:
        here.app.session.drafts = Drafts(folder)
        yield here


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob("draft-*"))


async def test_what_was_typed_is_there_again_and_can_be_recorded(ward: Ward, tmp_path: Path) -> None:
    hire(ward).begin()
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        form = await here.open(SkinForm(MRN, ward.course))
        await here.key_in("rp25")
        await here.press("enter", "a")
        form.query_one("#note", Field).value = "Both arms [/] since noon"
        await here.press("full_stop")
        here.app.hang_up()
    ward.record(NoteAdded("Called the ward sister."), by=OTHER_NURSE)
    async with session(ward, tmp_path) as here:
        await enter(here, f"BL{PIN}")
        assert not here.is_open, "nobody else sees it"
        await here.press("i")
        await enter(here, f"AO{PIN}")
        form = here.app.screen  # type: ignore[assignment]
        assert isinstance(form, SkinForm)
        assert form.query_one("#note", Field).value == "Both arms [/] since noon"
        assert form.query_one("#rash-type", Choice).value is None, "what was seen is asked again"
        assert not isinstance(here.app.focused, Button)
        assert "TYPED Mon 02-Nov-2026 07:00, when the connection broke" in here.message
        assert "Called the ward sister" in here.message, "what others recorded meanwhile is told"
        assert not drafts(tmp_path)
        await here.press("enter", "r", "p", "2", "5", "enter", "a")
        form.query_one("#time Input", Input).value = "06:50"
        await here.settle()
        await form.submit()
        assert "Press Record again" in here.message
        await form.submit()
        await here.settle()
        found = ward.said()
        assert isinstance(found, RashFound)
        assert (found.rash_type, found.note) == ("maculopapular", "Both arms [/] since noon")
        await here.press("i")
        await enter(here, f"AO{PIN}")
        assert not here.is_open, "it is offered once"


async def test_forms_that_lay_one_over_the_other_come_back_one_after_the_other(
    ward: Ward, tmp_path: Path
) -> None:
    """A red flag over a note: both were typed, and neither is lost."""
    hire(ward).begin()
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        await here.open(NoteForm(MRN, ward.course))
        await here.type("half a note")
        over = await here.open(SkinForm(MRN, ward.course))
        over.query_one("#note", Field).value = "Both arms"
        here.app.hang_up()
    assert len(drafts(tmp_path)) == 2
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        assert isinstance(here.app.screen, SkinForm)
        await here.press("escape")
        await here.settle()
        under = here.app.screen
        assert isinstance(under, NoteForm)
        assert any("half a note" in text for rows in under.typed().values() for _, text in rows)
        await here.press("f8")
        await here.settle()
        assert not here.is_open
    (left,) = drafts(tmp_path)
    assert b"Both arms" in left.read_bytes(), "Esc keeps it, F8 throws away"


async def test_a_fault_of_the_program_keeps_what_was_typed_and_twice_is_enough(
    ward: Ward, tmp_path: Path
) -> None:
    """A form that brings the fault on would keep its person out for good if it came back each time."""
    hire(ward).begin()
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        form = await here.open(NoteForm(MRN, ward.course))
        await here.type("half a note")
        here.app.stop_for_fault(ValueError())
        assert "offered again" in here.app.kept
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        form = here.app.screen  # type: ignore[assignment]
        assert isinstance(form, NoteForm)
        assert any("half a note" in text for rows in form.typed().values() for _, text in rows)
        here.app.stop_for_fault(ValueError())
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        assert not here.is_open
        assert any("Stepward stopped twice" in note.message for note in here.app._notifications)
        assert not drafts(tmp_path)


async def test_what_was_recorded_after_all_is_not_offered_but_told(ward: Ward, tmp_path: Path) -> None:
    hire(ward).begin()
    kept = ward.record(NoteAdded("x"))
    draft = Draft("note", (MRN, ward.course), MRN, {}, kept.number - 1, ward.now, kept.id)
    Drafts(tmp_path).keep(ward.path, NURSE, draft)
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        assert not here.is_open
        assert any("was recorded before" in note.message for note in here.app._notifications)
        assert not drafts(tmp_path)


async def test_nothing_is_kept_of_an_untouched_form_nor_of_any_pin(ward: Ward, tmp_path: Path) -> None:
    from tui.forms.ward.staff import AddStaffForm

    hire(ward).begin()
    async with session(ward, tmp_path) as here:
        await enter(here, f"MS{PIN}")
        keep_open(here.app)
        assert not drafts(tmp_path)
        await here.open(NoteForm(MRN, ward.course))
        keep_open(here.app)
        assert not drafts(tmp_path)
        await here.press("escape")
        form = await here.open(AddStaffForm(""))
        form.query_one("#pin Input", Input).value = "902718"
        keep_open(here.app)
        assert not drafts(tmp_path)


@pytest.mark.parametrize(
    "form",
    [
        "os:system",
        "add_staff",
        "chart",
        "handovers",
        "gone",
    ],
)
def test_only_forms_are_made_of_a_draft(form: str, ward: Ward) -> None:
    draft = Draft("note", (MRN, ""), MRN, {}, 1, ward.now)
    assert isinstance(form_of(draft), NoteForm)
    assert form_of(msgspec.structs.replace(draft, form=form)) is None


def test_a_correction_is_of_the_same_entry_again() -> None:
    form = CorrectForm(MRN, "course", "entry-7")
    assert CorrectForm(*form.made_with()).entry_id == "entry-7"


async def test_esc_keeps_the_draft_until_it_is_thrown_away(ward: Ward, tmp_path: Path) -> None:
    hire(ward).begin()
    draft = Draft("note", (MRN, ward.course), MRN, {"form/fields/note": [("", "Slept well")]}, 1, ward.now)
    Drafts(tmp_path).keep(ward.path, NURSE, draft)
    for key, left in (("escape", 1), ("f8", 0)):
        async with session(ward, tmp_path) as here:
            await enter(here, f"AO{PIN}")
            assert isinstance(here.app.screen, NoteForm)
            await here.press(key)
            assert not here.is_open
            assert len(drafts(tmp_path)) == left


@pytest.mark.parametrize(
    ("form", "made_with", "patient"),
    [
        ("note", ("00999-1", ""), "00999-1"),
        ("dose", (MRN, "no-such-course"), MRN),
        ("correct", (MRN, "", "no-such-entry"), MRN),
        ("answer_handover", ("no-such-handover",), ""),
    ],
)
async def test_a_draft_about_what_is_gone_is_told_and_ends_nothing(
    form: str, made_with: tuple[str, ...], patient: str, ward: Ward, tmp_path: Path
) -> None:
    hire(ward).begin()
    Drafts(tmp_path).keep(ward.path, NURSE, Draft(form, made_with, patient, {}, 1, ward.now))
    async with session(ward, tmp_path) as here:
        await enter(here, f"AO{PIN}")
        assert not here.is_open
        assert any("What it was about is gone" in note.message for note in here.app._notifications)


@pytest.mark.parametrize(("form", "field"), [(HoldForm, "reason"), (DetailsForm, "bed")])
async def test_a_form_that_asks_nothing_again_asks_whether_it_is_still_so(
    ward: Ward, form: type[Form], field: str
) -> None:
    """A hold has no time and no choice: Enter, Enter would place the one that was meant yesterday."""
    ward.begin()
    async with bedside(ward) as here:
        opened = await here.open(form(MRN, ward.course))
        opened.query_one(f"#{field}", Field).value = "14 for the scan"
        opened.query_one("#reason", Field).value = "as told"
        draft = draft_of(opened, ward.now)
        assert draft is not None
        opened.dismiss(None)
        ward.at(2, "09:00")
        again = form_of(draft)
        assert isinstance(again, form)
        await here.open(again)
        fill(again, draft, ward.zone)
        await here.settle()
        before = ward.last
        again.query_one("#record", Button).press()
        await here.settle()
        assert ward.last == before
        assert "is it still so?" in here.message
        assert not isinstance(here.app.focused, Button)
        again.query_one("#record", Button).press()
        await here.settle()
        assert not here.is_open, here.message


async def test_no_move_is_kept(ward: Ward, tmp_path: Path) -> None:
    hire(ward).begin()
    for form in ("step_up", "decision"):
        assert form_of(Draft(form, (MRN, ward.course), MRN, {}, 1, ward.now)) is None
