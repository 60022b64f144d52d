"""Somebody who cannot be named yet, whose birth nobody knows: admitted, seen everywhere, named later."""

from __future__ import annotations

from textual.widgets import Button, Input, TextArea

from protocols.entries import NumbersSet, PatientAdmitted, PatientDetailsChanged, Person
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.forms.patient.details import DetailsForm

ADMIN = Person("Sam Lee", "SL", "admin")


async def test_an_unidentified_patient_is_numbered_by_the_ward_and_named_later(ward: Ward) -> None:
    ward.record(NumbersSet("as printed", check="luhn"), patient="", by=ADMIN)
    async with bedside(ward) as here:
        await here.press("a")
        for text in ("?", "?", "", "?", "7"):
            await here.type(text)
            await here.press("enter")
        assert "UNIDENTIFIED 1 stands for the name" in here.text("#namesakes")
        await here.press("n", "r", "enter")
        ward.ledger.refresh()
        kept = ward.ledger.record("UNIDENTIFIED-1").details
        assert kept == PatientAdmitted("Unidentified 1", "", None, "not known", "7", "", unidentified=True)

        await here.open(DetailsForm("UNIDENTIFIED-1"))
        banner = here.text("#form-banner")
        assert "UNIDENTIFIED 1" in banner
        assert "Born not known" in banner
        for field, words in (("#family", "Sato"), ("#given", "Misaki"), ("#born", "1966")):
            here.app.screen.query_one(f"{field} Input", Input).value = words
        here.app.screen.query_one("#reason TextArea", TextArea).text = "named by her sister"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        ward.ledger.refresh()
        said = ward.ledger.record("UNIDENTIFIED-1").entries[-1].what
        assert isinstance(said, PatientDetailsChanged)
        named = said.details
        assert (named.family, named.born, named.born_about, named.unidentified) == (
            "Sato",
            None,
            "1966",
            False,
        )


async def test_the_next_one_has_the_next_number_and_a_known_number_is_kept(ward: Ward) -> None:
    ward.record(
        PatientAdmitted("Unidentified 3", "", None, "male", "", "", unidentified=True),
        patient="UNIDENTIFIED-3",
    )
    async with bedside(ward) as here:
        await here.press("a")
        for text in ("B-9", "?", "", "1990", ""):
            await here.type(text)
            await here.press("enter")
        await here.press("n", "r", "enter")
        ward.ledger.refresh()
        kept = ward.ledger.record("B-9").details
        assert kept is not None
        assert (kept.family, kept.unidentified, kept.birth.text) == ("Unidentified 4", True, "1990")
