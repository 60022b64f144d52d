"""What a person says is what is kept: only what was touched, every character, and a key where the eye is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from textual import events
from textual.widgets import Button, Input

from protocols import entries as e
from protocols.record.corrected import on_top
from protocols.values.text import clean, visible
from tests.tui.helpers.bedside_app import MRN, NG, OTHER_NURSE, Bedside, Ward, bedside, key
from tui.forms.doses.dose import DoseForm
from tui.forms.patient.details import DetailsForm
from tui.forms.patient.note import NoteForm
from tui.widgets.field import Field, Lines


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.begin()
    ward.at(1, "08:00")
    return ward


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record", Button).press()
    await here.settle()


async def test_an_allergy_added_meanwhile_outlives_a_move_to_another_bed(ward: Ward) -> None:
    async with bedside(ward) as here:
        form = await here.open(DetailsForm(MRN))
        form.query_one("#bed Input", Input).value = "14"
        form.query_one("#reason", Field).value = "moved"
        more = msgspec.structs.replace(NG, allergies="penicillin, latex")
        ward.record(e.PatientDetailsChanged(more, "told by her son"), by=OTHER_NURSE, course="")
        here.app.follow()
        await here.settle()
        await form.submit()
        assert "told by her son" in here.message, "both people are told"
        await form.submit()
        await here.settle()
    said = ward.said()
    assert isinstance(said, e.PatientDetailsChanged)
    assert (said.details.bed, said.details.allergies) == ("14", "penicillin, latex")


def test_a_correction_stands_on_top_of_another_made_meanwhile() -> None:
    opened = e.DoseGiven(key(1, "morning"), Decimal(150), with_food=True)
    stands = msgspec.structs.replace(opened, amount=Decimal(75), reason="half of it")
    typed = msgspec.structs.replace(opened, with_food=False)
    assert on_top(typed, opened, stands) == msgspec.structs.replace(stands, with_food=False)
    assert on_top(opened, opened, stands) == stands
    refused = e.DoseNotGiven(key(1, "morning"), "refused", "")
    assert on_top(typed, opened, refused) == typed


async def test_of_several_lines_pasted_none_falls_away(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.open(NoteForm(MRN, ward.course))
        assert here.app.focused is not None
        here.app.focused.post_message(events.Paste("first line\nsecond line\r\n\nthird"))
        await here.settle()
        await record(here)
        assert ward.said() == e.NoteAdded("first line\nsecond line\n\nthird")


@pytest.mark.parametrize("name", ["ශ්‍රී", "क्‍षेत्री", "علی‌رضا"])
def test_joiners_within_words_are_kept_and_shown(name: str) -> None:
    assert clean(name) == name
    assert visible(name) == name


@pytest.mark.parametrize("text", ["a\u200db", "\u200dx", "pass\u200cword"])
def test_a_joiner_that_no_word_needs_is_not_kept_and_is_seen(text: str) -> None:
    assert "\u200d" not in clean(text)
    assert "\ufffd" in visible(text)


async def test_figures_after_x_are_the_amount_and_change_nothing_else(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("d", "x")
        await here.key_in("150")
        form = here.app.screen
        assert isinstance(form, DoseForm)
        assert form.query_one("#amount Input", Input).value == "150"
        assert form.meant is not None
        assert form.meant.dose is not None, "still the scheduled dose"


async def test_a_dose_off_the_schedule_asks_once_more_while_one_is_due(ward: Ward) -> None:
    before = ward.last
    async with bedside(ward) as here:
        form = await here.open(DoseForm(MRN, ward.course))
        await here.press("0", "s")
        for name, text in (("amount", "75"), ("reason", "found in the cup")):
            form.query_one(f"#{name}", Field).value = text
        await here.choose("#food", "f")
        await form.submit()
        assert "is due and stays due" in here.message
        assert "Mon 02-Nov-2026 morning" in here.message
        assert ward.last == before


async def test_a_word_typed_where_nothing_takes_it_chooses_nothing(ward: Ward) -> None:
    async with bedside(ward) as here:
        form = await here.open(DoseForm(MRN, ward.course))
        assert isinstance(form, DoseForm)
        await here.press("y", "g")
        assert form.event is None
        assert "Nothing in focus takes" in here.message


async def test_a_note_keeps_its_lines_wherever_it_is_shown(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.open(NoteForm(MRN, ward.course))
        await here.key_in("first")
        await here.press("ctrl+j")
        assert here.app.focused is not None
        here.app.focused.post_message(events.Paste("second\r\nthird"))
        await here.press("enter")
        assert here.app.focused is here.app.screen.query_one("#record"), "Enter goes on, as in every field"
        await here.press("enter")
        assert ward.said() == e.NoteAdded("first\nsecond\nthird")


async def test_the_arrows_leave_lines_only_at_their_ends(ward: Ward) -> None:
    async with bedside(ward) as here:
        form = await here.open(NoteForm(MRN, ward.course))
        form.query_one("#note", Field).value = "one\ntwo"
        await here.press("up")
        assert isinstance(here.app.focused, Lines)
        await here.press("down", "down")
        assert here.app.focused is form.query_one("#time Input")
        await here.press("up")
        assert isinstance(here.app.focused, Lines)


@pytest.mark.parametrize(("char", "kept"), [("\u200f", "\ufffd"), ("\u00ad", "\ufffd"), ("\u200c", "\ufffd")])
async def test_a_key_of_a_sign_that_is_not_seen_is_seen(ward: Ward, char: str, kept: str) -> None:
    async with bedside(ward) as here:
        form = await here.open(DetailsForm(MRN))
        for field in ("bed", "reason"):
            form.query_one(f"#{field}", Field).focus_input()
            await here.settle()
            assert here.app.focused is not None
            here.app.focused.post_message(events.Key(f"u{ord(char)}", char))
            await here.settle()
            assert form.query_one(f"#{field}", Field).value.endswith(kept)


async def test_what_nobody_touched_is_given_back_as_it_came(ward: Ward) -> None:
    odd = msgspec.structs.replace(NG, family="Al\u200fNg", bed="4  b")
    ward.record(e.PatientDetailsChanged(odd, "from the hospital system"), course="")
    async with bedside(ward) as here:
        form = await here.open(DetailsForm(MRN))
        form.query_one("#given", Field).value = "Mei"
        form.query_one("#reason", Field).value = "married"
        await form.submit()
        await here.settle()
    said = ward.said()
    assert isinstance(said, e.PatientDetailsChanged)
    assert said.details == msgspec.structs.replace(odd, given="Mei")


async def test_a_refusal_by_the_rules_puts_the_cursor_into_its_field_and_goes_when_it_is_mended(
    ward: Ward,
) -> None:
    async with bedside(ward) as here:
        form = await here.open(DetailsForm(MRN))
        form.query_one("#born", Field).value = "12-Mar-1758"
        form.query_one("#reason", Field).value = "misread"
        await record(here)
        assert "cannot be right" in here.message
        assert here.app.focused is form.query_one("#born", Field).line
        form.query_one("#born", Field).value = "12-Mar-1959"
        await here.settle()
        assert here.message == ""


async def test_a_reason_that_the_rules_ask_for_is_where_the_cursor_goes(ward: Ward) -> None:
    async with bedside(ward) as here:
        form = await here.open(NoteForm(MRN, ward.course))
        form.query_one("#note", Field).value = "x" * 2100
        await record(here)
        assert "Shorten the note" in here.message
        assert here.app.focused is form.query_one("#note", Field).line
