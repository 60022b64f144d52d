"""What was just kept has a row of its own, and its key; a red flag that was seen shrinks on every screen."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import OptionList, Static
from textual.widgets._toast import Toast

from protocols.entries import AlarmSeen, CourseEnrolled, PatientAdmitted, RedFlagSeen
from store.site.library import find
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside, said
from tui.forms.correction.correct import CorrectForm
from tui.forms.doses.dose import DoseForm
from tui.screens.ward.board import BoardScreen

ZORN = PatientAdmitted("Zorn", "Eva", date(1950, 1, 2), "female", "3", "", "none known")


def notices(here: Bedside) -> list[str]:
    return [notice.message for notice in here.app._notifications]


async def test_the_confirmation_names_the_patient_and_covers_nothing(ward: Ward) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        await here.press("s", "w", "m", "enter")
        (told,) = notices(here)
        assert told.startswith("Recorded: NG, bed 12: ")
        assert told.endswith("c corrects.")
        toast = here.app.screen.query_one(Toast).region
        for name in ("#title", "#rows", "#detail", "#keys"):
            part = here.app.screen.query_one(name).region
            assert not toast.overlaps(part), f"the notice lies over {name}"


async def test_c_corrects_what_was_just_kept_and_nothing_once_the_words_are_gone(ward: Ward) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        await here.press("s", "w", "m", "enter")
        kept = ward.last
        await here.press("c")
        form = here.app.screen
        assert isinstance(form, CorrectForm)
        assert form.entry_id == kept.id
        await here.press("escape", "c")
        assert not here.is_open, "the words are gone: the history, to choose from"


async def test_esc_on_the_board_says_nothing(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("escape")
        assert notices(here) == []
        assert isinstance(here.app.screen, BoardScreen)


def with_a_flag(ward: Ward) -> None:
    """Mrs Ng on a course, and Mrs Zorn with a red flag."""
    ward.begin()
    plan = find("alectinib-report-2020")
    ward.record(ZORN, patient="77", course="")
    enrolled = CourseEnrolled(
        plan, "Cleo Marsh", 5, plan.strengths, {"morning": "08:00", "evening": "20:00"}, ward.zone, "mixed"
    )
    course = ward.record(enrolled, patient="77", course="").id
    ward.record(RedFlagSeen(("skin pain",)), patient="77", course=course)


def shown(here: Bedside) -> str:
    return " ".join(said(one) for one in here.app.screen.query(Static) if one.display)


async def test_in_the_chart_and_the_form_of_another_patient_a_flag_is_a_bed_and_no_name(ward: Ward) -> None:
    with_a_flag(ward)
    async with bedside(ward) as here:
        assert "STOP AND CALL. ZORN, Eva, bed 3" in here.text("#alarm")
        here.app.open("chart", MRN, ward.course)
        await here.settle()
        assert "ZORN" not in shown(here)
        assert here.text("#elsewhere").startswith("!! bed 3: red flag 07:00")
        assert not here.app.screen.query_one("#alarm").display
        await here.open(DoseForm(MRN, ward.course))
        assert "ZORN" not in shown(here)
        assert here.text("#form-elsewhere").startswith("!! bed 3: red flag 07:00")


async def test_a_flag_that_was_seen_shrinks_and_stands_up_again_at_the_next_sign(ward: Ward) -> None:
    with_a_flag(ward)
    async with bedside(ward) as here:
        await here.press("asterisk", "y", "enter")
        assert isinstance(ward.ledger.record("77").entries[-1].what, RedFlagSeen)
        ward.ledger.refresh()
        assert isinstance(ward.ledger.record("77").entries[-1].what, AlarmSeen)
        assert not here.app.screen.query_one("#alarm").display
        assert here.text("#elsewhere") == "!! bed 3: red flag 07:00, seen by AO 07:00"
        assert "RED FLAG" in str(here.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        course = ward.ledger.record("77").charts[0].id
        ward.record(RedFlagSeen(("purpura",)), patient="77", course=course)
        here.app.follow()
        await here.settle()
        assert "ZORN" in here.text("#alarm")


async def test_an_open_gate_hides_no_due_dose(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        board = here.app.screen
        assert isinstance(board, BoardScreen)
        assert board.rows[0].cells[0][0] == "!  OPEN DUE"
        assert "1 OPEN DUE" in here.text("#counts")


@pytest.mark.parametrize("cells", [60, 61, 66, 73, 80, 120])
async def test_every_line_of_a_notice_is_seen_on_board_and_form(ward: Ward, cells: int) -> None:
    ward.step_one()
    words = "Bed 4: a dose is due, 20:00; bed 7: a dose is due, 20:00; bed 9: a dose is due, 20:00; 2 more."
    async with bedside(ward, size=(cells, 24)) as here:
        for keys, last in (((), 23), (("d",), 24)):
            await here.press(*keys)
            here.app.tell(words, 30)
            await here.settle()
            toast = here.app.screen.query_one(Toast)
            assert here.app.screen.find_widget(toast).visible_region == toast.region
            assert toast.region.bottom == last, "above the keys at the foot, or below the buttons"
            here.app.clear_notifications()
            await here.settle()
