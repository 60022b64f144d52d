"""Admission, details, enrolment: who it is, never twice; target, strengths and times as typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from textual.widgets import Button, Input

from protocols.entries import CourseEnrolled, PatientAdmitted, PatientDetailsChanged
from store.site.library import find
from tests.tui.helpers.bedside_app import MRN, NG, Bedside, Ward, bedside
from tui.widgets.choice import Choice


async def fill(here: Bedside, *texts: str) -> None:
    """Each text, then Enter."""
    for text in texts:
        await here.type(text)
        await here.press("enter")


async def test_an_admission_in_order_with_the_number_in_capitals(ward: Ward) -> None:
    ward.admit()
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, " b-77 ", "NG", "", "1-3-1990", "4")
        told = here.text("#namesakes")
        assert "LIKE ANOTHER PATIENT: NG, Li Wei, born 12-Mar-1958, MRN 00481-7" in told
        assert "(the same family name)" in told
        await here.press("m", "k")
        await fill(here, "Latex: wheeze")
        await here.press("enter")
        ward.ledger.refresh()
        kept = ward.ledger.record("B-77")
        assert kept.details == PatientAdmitted(
            "NG", "", date(1990, 3, 1), "male", "4", "Latex: wheeze", "known"
        )
        notices = " ".join(notice.message for notice in here.app._notifications)
        assert "NG is on the board. Highlight that line, then e" in notices


async def test_who_has_the_bed_already_is_said_when_admitting_and_when_moving(ward: Ward) -> None:
    ward.admit()
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, "B-78", "Sato", "Misaki", "18-Jun-1966", " 12")
        assert "BED 12 IS THAT OF NG, Li Wei, MRN 00481-7." in " ".join(here.text("#namesakes").split())
        await here.press("f", "c", "enter")
        ward.ledger.refresh()
        assert ward.ledger.record("B-78").details is not None, "it is said, and not refused"
        await here.press("b")
        assert "BED" not in here.text("#namesakes"), "nobody is moved"
        await fill(here, "a")
        assert "BED" not in here.text("#namesakes"), "bed 12a is another"


async def test_a_number_that_is_taken_is_refused_with_the_name_and_nothing_is_lost(ward: Ward) -> None:
    ward.admit()
    before = ward.ledger.position
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, MRN, "Sato", "Misaki", "18-Jun-1966", "")
        await here.press("f", "c", "enter")
        assert "MRN 00481-7 is already here: NG, Li Wei, born 12-Mar-1958." in here.message
        values = [field.value for field in here.app.screen.query(Input)]
        assert values[:4] == [MRN, "Sato", "Misaki", "18-Jun-1966"]
        here.app.screen.query_one("#born Input", Input).value = "18/6/66"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "Born: write the day as 17-Nov-2026. You typed 18/6/66." in here.message
    ward.ledger.refresh()
    assert ward.ledger.position == before


async def test_a_number_written_in_another_way_is_the_same_patient(ward: Ward) -> None:
    ward.admit()
    before = ward.ledger.position
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, "00481 7", "Sato", "Misaki", "18-Jun-1966", "")
        await here.press("f", "c", "enter")
        assert "MRN 00481 7 is here already, written 00481-7. Open that record" in here.message
    ward.ledger.refresh()
    assert ward.ledger.position == before


async def test_a_number_without_its_zeros_and_a_name_turned_round_are_said(ward: Ward) -> None:
    ward.admit()
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, "481-7", "Li Wei", "Ng")
        assert "(a number that is read as the same)" in here.text("#namesakes")
        here.app.screen.query_one("#mrn Input", Input).value = "77"
        await here.settle()
        assert "(the same name the other way round)" in here.text("#namesakes")


async def test_a_renamed_patient_who_is_now_like_another_is_said(ward: Ward) -> None:
    ward.begin()
    ward.record(
        PatientAdmitted("Sato", "Misaki", date(1966, 6, 18), "female", "5", "", "none known"), patient="77"
    )
    async with bedside(ward) as here:
        await here.press("b")
        assert not here.text("#namesakes")
        here.app.screen.query_one("#family Input", Input).value = "Sató"
        here.app.screen.query_one("#given Input", Input).value = "MISAKI"
        await here.settle()
        assert "LIKE ANOTHER PATIENT: SATO, Misaki, born 18-Jun-1966, MRN 77, bed 5" in here.text(
            "#namesakes"
        )


async def test_a_number_taken_by_another_session_meanwhile_is_told(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("a")
        await fill(here, MRN, "Sato", "", "18-Jun-1966", "")
        await here.press("f", "c")
        ward.admit()
        await here.press("enter")
        assert "Admitted: NG, Li Wei" in here.message
        await here.press("enter")
        assert "is already here" in here.message
        assert ward.ledger.record(MRN).details == NG


async def test_a_move_to_another_bed_keeps_the_rest_and_needs_a_reason(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("b")
        await here.press("backspace", "backspace", "9", "enter")
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert here.message == "Write a reason for the change."
        await fill(here, "Moved")
        await here.press("enter")
        what = ward.said()
        assert what == PatientDetailsChanged(
            PatientAdmitted("Ng", "Li Wei", NG.born, "female", "9", "penicillin", "known"), "Moved"
        )
        assert ward.last.course == ""


async def test_enrolment_shows_every_step_in_capsules_and_has_no_default_target(ward: Ward) -> None:
    ward.admit()
    async with bedside(ward) as here:
        await here.press("e")
        assert "to be read only (key l): Alectinib, Okuma." in here.text("#literature")
        await here.press("a")
        await here.type("150")
        assert here.text("#echo") == "Strengths: 150 mg"
        target = here.app.screen.query_one("#target", Choice)
        assert target.value is None
        assert target.options[3].words == (
            "450 mg in the morning and 600 mg in the evening: "
            "3 capsules of 150 mg in the morning and 4 capsules of 150 mg in the evening"
        )
        fields = here.app.screen.query_one("#fields")
        assert fields.virtual_size.height <= fields.size.height
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "Choose the target dose" in here.message
        await here.press("5")
        here.app.screen.query_one("#evening Input", Input).value = "2130"
        await fill(here, "Cleo Marsh")
        await here.press("enter")
        assert ward.said() == CourseEnrolled(
            protocol=find("alectinib-report-2020"),
            prescriber="Cleo Marsh",
            target=5,
            strengths=(Decimal(150),),
            times={"morning": "08:00", "evening": "21:30"},
            zone="Europe/Berlin",
        )
        assert ward.last.course == ""
        notices = " ".join(notice.message for notice in here.app._notifications)
        assert "s records the rash-free check, then u starts step 1" in notices


async def test_doses_the_strengths_cannot_make_ask_how_they_are_made(ward: Ward) -> None:
    ward.admit()
    before = ward.last
    async with bedside(ward) as here:
        await here.press("e", "b")
        await here.type("37,5")
        assert "put a blank after each comma" in here.text("#echo")
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert here.app.screen.query_one("#strengths Input", Input).value == "37,5"
        assert ward.last == before
        here.app.screen.query_one("#strengths Input", Input).value = "150"
        await here.settle()
        here.app.screen.query_one("#target", Choice).focus()
        await here.press("5")
        assert "cannot make 37.5 mg and 75 mg" in here.text("#unmakeable")
        await fill(here, "Cleo Marsh")
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "The strengths in stock cannot make 37.5 mg and 75 mg." in here.message
        await fill(here, "Suspension 15 mg in 1 mL")
        await here.press("enter")
        what = ward.said()
        assert isinstance(what, CourseEnrolled)
        assert (what.protocol.id, what.made_by) == ("alectinib-anderson", "Suspension 15 mg in 1 mL")
