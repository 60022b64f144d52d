"""The handover on the screen: what it says, given, and shown again as it was."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from protocols.entries import (
    EntryCorrected,
    HandoverGiven,
    NoteAdded,
    PatientAdmitted,
    ProtocolApproved,
    RedFlagSeen,
)
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, PRESCRIBER, Ward, bedside
from tests.tui.helpers.handovers import SIZES, give, sheet, told, two_patients
from tests.tui.helpers.staffed import drawn, hire
from tui.app.resume import draft_of, fill, form_of
from tui.forms.ward.give_handover import HandOverForm
from tui.screens.ward.handovers import HandoversScreen
from tui.views.handover.sheets import sheet_again, sheet_now
from tui.views.handover.waiting import handovers
from tui.widgets.field import Field


@pytest.mark.parametrize("size", SIZES)
async def test_the_sheet_says_what_a_handover_asks_for(ward: Ward, size: tuple[int, int]) -> None:
    two_patients(ward)
    async with bedside(ward, size=size) as here:
        await here.press("o")
        text = sheet(here)
        for words in (
            "Handover of Ward 3: 2 patients",
            f"entry {ward.ledger.head}",
            "NG, Li Wei Bed 12 Born 12-Mar-1958 (68y) female MRN 00481-7 Known allergies penicillin",
            "Situation OVERDUE: A dose is past its time and has no record.",
            "alectinib, step 1 of 5, day 1 of 2, before protocol day 1, 150 mg twice daily.",
            "Dose: 150 mg, overdue from Mon 02-Nov-2026 08:00: 1 capsule of 150 mg. 1 dose overdue.",
            "No hold, no red flag.",
            "Background Alectinib, case report 2020",
            "prescriber Cleo Marsh",
            "Assessment Last skin check: rash-free, whole skin and mucosa seen, Mon 02-Nov-2026 07:00 by",
            "Recommendation The gate to step 2, 300 mg twice daily is SHUT. It waits for: 1 Doses given:",
            "This shift Since Mon 02-Nov-2026 00:00: 0 doses given, 1 rash-free check. No correction.",
            "Missing Not recorded: the reaction before this course.",
            "BERG, Tom Bed 3",
            "Situation No course yet.",
            "Not recorded: a course.",
            "End of the sheet: 2 patients.",
        ):
            assert words in text
        assert not here.app.screen.query("#banner"), "several patients: no banner"
        assert all(len(line) <= size[0] for line in drawn(here).splitlines())
        assert "Handover of Ward 3" in drawn(here)
        await here.press("end")
        assert "End of the sheet: 2 patients." in drawn(here)
        await here.press("home", "right")
        assert "NG, Li Wei" in drawn(here).splitlines()[2]
        await here.press("right", "left", "home", "j", "k", "pagedown", "escape")
        assert here.app.screen.PLACE == "board"  # type: ignore[attr-defined]


async def test_overdue_doses_a_red_flag_and_a_correction_with_its_reason_are_on_it(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    dose = ward.give()
    ward.at(2, "09:00")
    ward.record(EntryCorrected(dose.id, "wrong patient"))
    ward.at(2, "12:00")
    async with bedside(ward, size=(120, 40)) as here:
        await here.press("o")
        text = sheet(here)
        assert "OVERDUE, no record: 150 mg, Mon 02-Nov-2026 evening, Mon 02-Nov-2026 20:00." in text
        assert "3 doses overdue." in text
        assert "1 correction. Tue 03-Nov-2026 09:00 AO: Entry" in text
        assert "marked as entered in error. wrong patient." in text
        ward.record(RedFlagSeen(("skin pain",)), by=OTHER_NURSE)
        here.app.follow()
        await here.settle()
        assert "RED FLAG: Stop and call." in sheet(here), "the sheet as things are now follows the ledger"
        assert "Red flag (skin pain) Tue 03-Nov-2026 12:00. Only a prescriber ends this hold." in sheet(here)


async def test_care_goes_on_while_a_handover_waits_and_the_new_entry_is_shown_before_it_is_given(
    ward: Ward,
) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o", "o", "enter", "enter", "enter")
        ward.record(NoteAdded("Itching since noon."), by=OTHER_NURSE)
        await here.press("enter")
        assert "NG, Li Wei, MRN 00481-7: Mon 02-Nov-2026 12:00 Ben Lind: Note: Itching" in here.message
        assert not any(isinstance(what, HandoverGiven) for what in told(here))
        await here.press("enter")
        assert "Itching since noon." in sheet(here)
        ward.give()
        await here.press("escape", "escape", "d")
        assert here.is_open, "an unfinished handover keeps nobody from recording"


@pytest.mark.parametrize("roll", [False, True])
async def test_an_earlier_one_is_shown_again_word_for_word_after_entries_corrections_and_a_new_file(
    ward: Ward, roll: bool
) -> None:
    two_patients(hire(ward))
    async with bedside(ward) as here:
        await give(here)
        before = sheet_again(here.app.session.ledger, handovers(here.app.session.ledger)[-1])[0]
        dose = ward.give()
        ward.at(1, "13:00")
        ward.record(EntryCorrected(dose.id, "wrong patient"))
        details = PatientAdmitted("Berg", "Thomas", date(1960, 5, 1), "male", "4", "", "none known")
        ward.record(msgspec.structs.replace(details), patient="78", course="")
        ward.at(5, "08:00")
        if roll:
            ward.ledger.roll_over(NURSE)
        here.app.follow()
        await here.settle()
        again, state = sheet_again(here.app.session.ledger, handovers(here.app.session.ledger)[-1])
        assert again == before
        assert not any("words the sheet otherwise" in said.text for said in state)
        await here.press("escape", "o", "escape")
        assert "3 patients" in sheet(here)
        await here.press("t", "enter")
        assert "2 patients As of Mon 02-Nov-2026 12:00" in sheet(here)
    assert verify(ward.path).ok


async def test_words_that_were_changed_since_are_said_to_be_others(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await give(here)
        assert "words the sheet otherwise" not in sheet(here)
        monkeypatch.setattr("tui.views.handover.words.missing", lambda record, charts: ["another word"])
        ward.now += timedelta(minutes=1)  # once a minute is often enough to make it again
        here.app.redraw()
        await here.settle()
        assert "This version of Stepward words the sheet otherwise" in sheet(here)


async def test_one_patient_from_the_chart_has_the_banner_and_a_handover_of_its_own(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("enter", "o")
        assert "NG, Li Wei" in here.text("#banner")
        assert "one patient" in sheet(here)
        assert "BERG" not in sheet(here)
        await here.press("o", "enter", "enter", "enter", "enter")
        given = told(here)[-1]
        assert isinstance(given, HandoverGiven)
        assert given.only == MRN
        await here.press("t")
        assert isinstance(here.app.screen, HandoversScreen)
        assert "NG, Li Wei" in drawn(here)
        assert "NOT ACCEPTED YET" in here.text("#detail")


async def test_the_list_is_empty_at_first_and_an_empty_ward_has_a_sheet(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("o")
        assert "Handover of Ward 3: 0 patients" in sheet(here)
        await here.press("t", "enter", "j", "k")
        assert "No handover was given yet" in here.text("#counts")


async def test_reading_the_sheet_is_a_look_at_everybody_on_it(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o")
        here.app.redraw()
        looks = [
            look for look in here.app.session.access.read() if look and look.what == "handover of the ward"
        ]
        assert [look.patient for look in looks] == [MRN, "77"]
        assert {look.initials for look in looks} == {"AO"}


async def test_what_is_shown_is_written_as_a_pdf_beside_the_ledger(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o", "greater_than_sign", "escape")
        await give(here)
        await here.press("greater_than_sign")
        number = handovers(here.app.session.ledger)[-1].given.number
    folder = ward.path.parent / "exports"
    assert {path.name for path in folder.iterdir()} == {"handover-ward.pdf", f"handover-ward-{number}.pdf"}
    assert all(path.read_bytes().startswith(b"%PDF") for path in folder.iterdir())


async def test_a_form_that_was_open_when_the_line_broke_comes_back(ward: Ward) -> None:
    two_patients(ward)
    async with bedside(ward) as here:
        await here.press("o", "o", "enter")
        await here.type("Dr Marsh")
        draft = draft_of(here.app.screen, ward.now)
        assert draft is not None
        await here.press("escape", "escape")
        form = form_of(draft)
        assert isinstance(form, HandOverForm)
        await here.open(form)
        fill(form, draft, here.ward.ledger.zone)
        await here.settle()
        assert form.query_one("#others", Field).value == "Dr Marsh"
        assert (form.only, form.seen) == ("", ward.ledger.position)


def test_two_courses_of_one_patient_are_told_apart(ward: Ward) -> None:
    ward.begin()
    other = msgspec.structs.replace(ward.chart.plan.protocol, id="other", drug="other", title="Other drug")
    ward.record(ProtocolApproved(other), by=PRESCRIBER, patient="", course="")
    ward.record(msgspec.structs.replace(ward.chart.plan, protocol=other), course="")
    (block,) = sheet_now(ward.ledger, ward.now).blocks
    for heading in ("Situation", "Background", "Assessment", "Recommendation"):
        (part,) = [part for part in block.parts if part.heading == heading]
        names = [said.text for said in part.said if said.text.endswith(":") and "gate" not in said.text]
        assert sorted(names) == ["Alectinib, case report 2020:", "Other drug:"], heading


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_a_patient_stands_first_and_a_key_leaves_it_alone(
    ward: Ward, size: tuple[int, int]
) -> None:
    two_patients(ward)
    async with bedside(ward, size=size) as here:
        await here.press("o")
        whole = sheet(here)
        at_a_glance, _, said = whole.partition("Situation")
        assert "! OVERDUE 12 NG, Li Wei" in at_a_glance
        assert "1 of 5 150 mg 08:00" in at_a_glance
        assert "NEW 3 BERG, Tom" in at_a_glance.replace(". ", "")
        assert said
        await here.press("minus")
        brief = sheet(here)
        assert "OVERDUE 12 NG, Li Wei" in brief
        assert "Situation" not in brief
        assert "- shows all that is said of each" in " ".join(brief.split())
        assert len(drawn(here).splitlines()) <= size[1]
        await here.press("greater_than_sign")
        await here.press("minus")
        assert sheet(here) == whole
        await here.press("escape", "enter", "o", "minus")
        assert "Situation" in sheet(here), "one patient has no such lines"
    assert (ward.path.parent / "exports" / "handover-ward-brief.pdf").read_bytes().startswith(b"%PDF")
