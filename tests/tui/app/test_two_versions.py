"""An older session on a ledger in which a newer Stepward records: told in words, and no text is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from textual.widgets import Button, Static

from protocols.entries import NoteAdded
from store.ledger.ledger import Ledger
from store.log import codec
from tests.store.helpers.ward import note, smuggle
from tests.tui.helpers.bedside_app import NG, Ward, bedside, said
from tui.forms.patient.note import NoteForm


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.admit()
    return ward


def newer_entry(ward: Ward, change: tuple[bytes, bytes]) -> bytes:
    """A note as a version writes it that knows more."""
    number = ward.ledger.position + 1
    entry = msgspec.structs.replace(note("by a newer version", ward.now), number=number, recorded=ward.now)
    return codec.encode(entry).replace(*change)


@pytest.mark.parametrize(
    "change",
    [(b'"note added"', b'"song sung"'), (b'"text"', b'"colour":"red","text"')],
    ids=["a new kind", "a new field"],
)
async def test_in_the_middle_of_a_form(ward: Ward, change: tuple[bytes, bytes]) -> None:
    async with bedside(ward) as here:
        await here.press("enter", "n")
        await here.type("half a note")
        form = here.app.screen
        assert isinstance(form, NoteForm)
        before = ward.path.read_bytes()
        smuggle(ward.path, newer_entry(ward, change))
        written = ward.path.read_bytes()
        assert written != before
        await here.press("enter", "enter")
        here.app.follow()  # as by itself soon after, and the next minute
        here.app.redraw()
        await here.settle()
        assert form in here.app.screen_stack, "it is there still, if behind the word that comes first"
        fields = form.query("Input, TextArea")
        assert "half a note" in [getattr(field, "value", getattr(field, "text", "")) for field in fields]
        shown = " ".join(" ".join(str(part.render()) for part in here.app.screen.query(Static)).split())
        assert "was written by a newer Stepward" in shown
        assert "Update Stepward on this computer." in shown
        assert ward.path.read_bytes() == written, "nothing was recorded on top of it"


async def test_a_form_that_is_just_being_recorded_says_it_too(ward: Ward) -> None:
    """The minute's look at the file comes between the key and the record."""
    async with bedside(ward) as here:
        await here.press("enter", "n")
        await here.type("half a note")
        form = here.app.screen
        assert isinstance(form, NoteForm)
        smuggle(ward.path, newer_entry(ward, (b'"text"', b'"colour":"red","text"')))
        form.query_one("#record", Button).press()
        here.app.follow()
        await here.settle()
        assert form in here.app.screen_stack
        assert "was written by a newer Stepward" in said(form.query_one("#message", Static))


async def test_opened_anew_it_can_be_read_but_for_that_patient(ward: Ward) -> None:
    ward.record(msgspec.structs.replace(NG, family="Weber", given="Eva"), patient="00500-1")
    number = ward.ledger.position + 1
    smuggle(ward.path, newer_entry(ward, (b'"text"', b'"colour":"red","text"')))
    written = ward.path.read_bytes()
    async with bedside(ward) as here:
        words = said(here.app.screen.query_one("#reading", Static))
        assert f"Entry {number} was recorded by AO with a newer Stepward" in words
        assert "the field colour" in words
        await here.press("enter")
        board = " ".join(strip.text for strip in here.app.screen._compositor.render_strips())
        assert "cannot be shown" in board
        assert "WEBER" in board
    assert ward.path.read_bytes() == written


def test_a_newer_session_goes_on_with_what_an_older_one_records(ward: Ward) -> None:
    """They record in turn, and each sees the other's entries: nothing has to be ended for an update."""
    with Ledger.open(ward.path, now=ward.clock) as newer:
        ward.record(NoteAdded("by the older one"))
        assert [getattr(entry.what, "text", "") for entry in newer.refresh()] == ["by the older one"]
