"""Send and receive at the keyboard: one patient at two wards, with questions and nothing assumed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from protocols import entries as e
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import MRN, NG, PRESCRIBER, Ward, bedside, said
from tests.tui.helpers.two_sites import answer, carry, record, send
from tui.widgets.field import Field
from tui.widgets.picks import Picks


@pytest.fixture
def clinic(tmp_path: Path) -> Ward:
    """The clinic's patient, the gate to step 2 open."""
    (tmp_path / "clinic").mkdir()
    ward = Ward(tmp_path / "clinic")
    ward.gate_open()
    return ward


@pytest.fixture
def hospital(tmp_path: Path, clinic: Ward) -> Ward:
    (tmp_path / "hospital").mkdir()
    ward = Ward(tmp_path / "hospital", zone="Europe/London")
    ward.now = clinic.now
    return ward


async def test_there_and_back_with_the_side_list(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    async with bedside(clinic) as here:
        board = here.text("#detail")
        assert "At Hospital since" in board
    carry(clinic, hospital)
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here, bed="7", clock="0")
        assert not here.is_open, here.message
        assert here.confirmed.startswith("Recorded: NG, bed 7: 10 entries received. Due 150 mg 07:00. ")
    hospital.course = clinic.course
    record = hospital.ledger.record(MRN)
    hospital.ledger.refresh()
    record = hospital.ledger.record(MRN)
    assert record.details is not None
    assert record.details.bed == "7"
    assert record.sent is None
    hospital.start(2)
    clinic.record(e.NoteAdded("The bag was left here."), course="")
    await send(hospital, "Clinic")
    carry(hospital, clinic)
    async with bedside(clinic, PRESCRIBER) as here:
        await answer(here, bed="12", clock="0")
        assert not here.is_open, here.message
    assert clinic.chart.step_number == 2
    assert clinic.chart.running
    assert verify(clinic.path).ok
    assert verify(hospital.path).ok


async def test_nothing_is_assumed(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    hospital.record(e.PatientAdmitted(NG.family, NG.given, NG.born, "female", "3", "", "none known"))
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here)
        assert "say whether it is one person" in here.message
        who = said(here.app.screen.query_one("#who", Static))
        assert "Different: allergies." in who
        await here.choose("#same", "y")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "Write the bed" in here.message
        here.app.screen.query_one("#bed", Field).value = "7"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "Compare the two clocks" in here.message
        about = said(here.app.screen.query_one("#about", Static))
        assert "Morning dose: 08:00 Europe/Berlin, which is 07:00 here." in about
        here.app.screen.query_one("#clock", Field).value = "0"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert "yes to each" in here.message
        await here.choose("#decisions", "a")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    hospital.ledger.refresh()
    details = hospital.ledger.record(MRN).details
    assert details is not None
    assert (details.allergies_known, details.allergies, details.bed) == ("known", "penicillin", "7")


async def test_two_courses_of_which_one_is_taken_on(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here, bed="7", clock="0")
    hospital.course = clinic.course
    hospital.start(2)
    clinic.record(e.RecordTakenBack("came back without it"), by=PRESCRIBER, course="")
    clinic.record(e.DecisionMade("stay", "as discussed"), by=PRESCRIBER)
    await send(hospital, "Clinic")
    carry(hospital, clinic)
    async with bedside(clinic, PRESCRIBER) as here:
        await here.press("R")
        await here.choose("#file", "1")
        about = said(here.app.screen.query_one("#about", Static))
        assert "ONLY HERE" in about
        assert "ONLY THERE" in about
        await here.press("escape")
        await answer(here, bed="12", clock="0", take="t", why="she had the higher dose")
        assert not here.is_open, here.message
    assert clinic.chart.step_number == 2
    assert [hold.cause for hold in clinic.chart.open_holds] == ["hold"], "what both did is read first"
    assert verify(clinic.path).ok


async def test_a_changed_file_is_refused(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    (file,) = (hospital.path.parent / "incoming").iterdir()
    file.write_text(file.read_text().replace("penicillin", "none, really"))
    async with bedside(hospital, PRESCRIBER) as here:
        await here.press("R")
        await here.choose("#file", "1")
        assert "hash" in here.message or "changed" in here.message


async def test_without_a_file_it_says_where_one_goes(hospital: Ward) -> None:
    async with bedside(hospital, PRESCRIBER) as here:
        await here.press("R")
        assert "incoming" in here.message


async def test_a_record_that_is_away_can_be_written_again_or_taken_back(clinic: Ward) -> None:
    await send(clinic, "Hospital")
    async with bedside(clinic, PRESCRIBER) as here:
        await here.press("T")
        await here.choose("#away", "f")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert len(list((clinic.path.parent / "exports").glob("*.jsonl"))) == 2
        await here.press("T")
        await here.choose("#away", "t")
        here.app.screen.query_one("#note", Field).value = "never went"
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    clinic.ledger.refresh()
    assert clinic.ledger.record(MRN).sent is None


async def test_a_prescriber_begins_at_the_step_of_a_letter(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.admit()
    ward.enrol()
    ward.rash_free()
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("u")
        await here.choose("#at-step", "3")
        here.app.screen.query_one("#source", Field).value = "letter of Dr Berg"
        here.app.screen.query_one("#taken", Field).value = "150 mg for 2 days"
        await here.choose("#start", "y")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
        assert "BEGUN HERE AT STEP 3" in here.text("#detail")
    assert ward.chart.step_number == 3


async def test_a_nurse_is_not_offered_a_later_step(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.admit()
    ward.enrol()
    ward.rash_free()
    async with bedside(ward) as here:
        await here.press("u")
        assert not here.app.screen.query_one("#at-step").display
        await here.choose("#start", "y")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    assert ward.chart.step_number == 1


async def test_each_patient_who_is_like_this_one_is_asked_about(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    for number, given in (("77", "Li Wen"), ("78", "Mei")):
        twin = e.PatientAdmitted("Ng", given, NG.born, "female", number, "", "none known")
        hospital.record(twin, patient=number, course="")
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here, others="a", bed="7", clock="0")
        assert "Compare each patient who is like this one" in here.message
        asked = here.app.screen.query_one("#others", Picks).options
        assert "77  NG, Li Wen, born 12-Mar-1958" in asked[0].words
        assert "Different: name NG, Li Wei there, NG, Li Wen here" in asked[0].words
        await here.choose("#others", "b")
        here.app.screen.query_one("#record").focus()
        await here.press("enter")
        assert not here.is_open, here.message
    hospital.ledger.refresh()
    kept = next(one.what for one in hospital.ledger.record(MRN).own if isinstance(one.what, e.RecordImported))
    assert kept.others == ("77", "78")


async def test_a_yes_to_one_number_is_none_to_another(clinic: Ward, hospital: Ward) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    for number, given in ((MRN, "Li Wei"), ("78", "Mei")):
        here_already = e.PatientAdmitted("Ng", given, NG.born, "female", number, "", "none known")
        hospital.record(here_already, patient=number, course="")
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here, same="y", number="78", bed="7", clock="0")
        assert "say whether it is one person" in here.message
    hospital.ledger.refresh()
    assert not any(isinstance(one.what, e.RecordImported) for one in hospital.ledger.entries())


@pytest.mark.parametrize("minutes", ["9" * 20, "9" * 5000])
async def test_minutes_that_no_clock_is_wrong_by_are_refused_in_words(
    clinic: Ward, hospital: Ward, minutes: str
) -> None:
    await send(clinic, "Hospital")
    carry(clinic, hospital)
    async with bedside(hospital, PRESCRIBER) as here:
        await answer(here, bed="7", clock=minutes)
        assert "by how many minutes" in here.message
        here.app.screen.query_one("#clock", Field).value = "12"
        await record(here)
        assert not here.is_open, here.message
