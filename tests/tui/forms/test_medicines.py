"""Other medicines beside the drug, keyed through the screens; scenario K: prednisolone stops on day 15."""

from __future__ import annotations

from datetime import date, timedelta

from textual.widgets import Input, OptionList

from protocols.course.co_medications import NOT_STATED, medicines
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, EntryCorrected
from protocols.reports.status import status_of
from tests.tui.helpers.bedside_app import FIRST_DAY, MRN, Bedside, Ward, bedside
from tui.forms.correction.correct import CorrectForm
from tui.widgets.field import Field

LAST = FIRST_DAY + timedelta(days=13)
STARTS = {1: 1, 3: 2, 5: 3, 8: 4, 10: 5, 12: 6, 15: 7}
"""The protocol day on which each step of Kimura's schedule begins."""
UNMASKED = "A rash may be unmasked when it stops."


def enrolled(ward: Ward) -> None:
    ward.admit()
    ward.enrol("alectinib-kimura")


def day(ward: Ward, number: int) -> None:
    """One protocol day of alectinib: the skin check, the step that begins, the doses."""
    ward.at(number, "06:30")
    ward.rash_free()
    if number in STARTS:
        ward.start(STARTS[number])
    step = ward.chart.step
    assert step is not None
    for dose in step.doses:
        ward.at(number, ward.chart.plan.times[dose.slot])
        ward.give()


async def correct(here: Bedside, entry: str, *keys: str) -> None:
    await here.open(CorrectForm(MRN, here.ward.course, entry))
    await here.press("c", *keys)


async def record(here: Bedside, reason: str) -> None:
    """Write why the entry was wrong, and record."""
    here.app.screen.query_one("#reason", Field).value = reason
    here.app.screen.query_one("#record").focus()
    await here.press("enter")


async def test_scenario_k_prednisolone_stops_on_day_15(ward: Ward) -> None:
    enrolled(ward)
    ward.at(1, "07:10")
    ward.rash_free()
    ward.start(1)
    ward.at(1, "07:30")
    async with bedside(ward) as here:
        await here.press("enter")
        assert "prednisolone 10 mg, protocol day 1 to 14: not started" in here.text("#today")

        await here.press("w", "s", "enter")
        assert not here.is_open
        why = "As in the protocol Alectinib, Kimura"
        assert ward.said() == CoMedicationStarted("prednisolone", "10 mg", NOT_STATED, why, LAST, True)
        medicine = ward.last.id

        await here.press("w", "enter")
        assert here.is_open, "Enter at once is neither Back nor Record"
        await here.press("escape", "w", "g", "enter")
        assert ward.said() == CoMedicationGiven(medicine, "10 mg")
        ward.at(1, "08:00")
        ward.give()
        for number in range(2, 14):
            day(ward, number)
            assert status_of(ward.chart, ward.now).word != "MEDICINE"
        day(ward, 14)
        ward.at(14, "22:00")
        here.app.follow()
        await here.settle()

        tomorrow = f"prednisolone 10 mg is planned to stop tomorrow. {UNMASKED}"
        state = here.text("#state")
        assert "! MEDICINE alectinib, step 6 of 7, day 3 of 3, protocol day 14" in state
        assert "DOSE 160 mg in the morning" in state
        assert state.endswith(f"! {tomorrow}")
        await here.press("escape")
        assert tomorrow in here.text("#detail")
        assert "1 MEDICINE" in here.text("#counts")

        ward.at(15, "06:30")
        ward.rash_free()
        here.app.follow()
        await here.press("u", "y", "enter")
        assert (ward.chart.step_number, ward.chart.target) == (7, 7)
        ward.at(15, "08:00")
        ward.give()
        here.app.follow()
        await here.press("w", "x")
        assert f"prednisolone 10 mg is planned to stop today. {UNMASKED}" in here.text("#near")
        await here.type("Two weeks are over")
        await here.press("enter", "enter")
        assert ward.said() == CoMedicationStopped(medicine, "Two weeks are over")

        ward.at(16, "09:00")
        await here.press("s", "r", "p", "1", "enter", "a", "enter")
        (stopped,) = medicines(ward.chart)
        assert stopped.stop is not None
        assert status_of(ward.chart, ward.now).word == "HOLD"
        await here.press("enter")
        assert "HOLD alectinib, step 7 of 7" in here.text("#state")
        assert "prednisolone 10 mg: stopped 16-Nov-2026 (AO)" in here.text("#today")


async def test_an_overdue_stop_is_said_and_the_medicine_goes_on(ward: Ward) -> None:
    enrolled(ward)
    ward.record(CoMedicationStarted("prednisolone", "10 mg", "", "plan", FIRST_DAY))
    ward.at(5, "09:00")
    async with bedside(ward) as here:
        told = f"prednisolone 10 mg was planned to stop Tue 03-Nov-2026: no stop is on record. {UNMASKED}"
        assert told in here.text("#detail")
        await here.press("w", "g")
        assert told in here.text("#near")
        await here.press("enter")
        assert isinstance(ward.said(), CoMedicationGiven)


async def test_another_medicine_is_written_whole_with_none_and_not_stated_said(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "09:00")
    async with bedside(ward) as here:
        await here.press("w", "s", "enter")
        for text in ("Cetirizine", "10 mg", "not stated"):
            await here.type(text)
            await here.press("enter")
        await here.type("day 14")
        await here.press("enter")
        await here.type("Itch")
        await here.press("enter", "enter")
        assert ward.said() == CoMedicationStarted("Cetirizine", "10 mg", "", "Itch", LAST)

        await here.press("w", "0", "s")
        await here.type("cetirizine")
        assert "On the list already: Cetirizine 10 mg: none given yet" in here.text("#near")
        await here.press("escape")
        await here.press("w", "g", "enter", "w", "g")
        told = "Recorded as given today already: 09:00 by Ada Okafor (AO), nurse."
        assert told in here.text("#near")


async def test_a_last_day_that_cannot_be_read_is_said_and_nothing_is_lost(ward: Ward) -> None:
    enrolled(ward)
    async with bedside(ward) as here:
        await here.press("w", "s")
        field = here.app.screen.query_one("#last Input", Input)
        assert (here.app.focused, field.value) == (field, "")
        await here.type("day 14")
        await here.press("enter", "enter")
        assert "protocol day 1 is not known yet" in here.message
        field.value = "soon"
        await here.press("enter", "enter")
        assert "write the day as 17-Nov-2026. You typed soon." in here.message
        field.value = "None"
        await here.press("enter", "enter")
        what = ward.said()
        assert isinstance(what, CoMedicationStarted)
        assert what.last_day is None


async def test_each_record_of_a_medicine_is_corrected_in_the_history(ward: Ward) -> None:
    ward.begin()
    start = ward.record(CoMedicationStarted("prednisolone", "10 mg", "", "Rash", date(2026, 11, 15)))
    ward.at(1, "08:30")
    dose = ward.record(CoMedicationGiven(start.id, "10 mg"))
    stop = ward.record(CoMedicationStopped(start.id, "Over"))
    ward.at(1, "09:00")
    async with bedside(ward) as here:
        await here.press("t", "f", "f", "f", "f", "f")
        assert "MEDICINES" in here.text("#counts")
        assert here.app.screen.query_one(OptionList).option_count == 4, "and their day"
        await here.press("escape")

        await correct(here, start.id)
        here.app.screen.query_one("#stated-amount Input", Input).value = "20 mg"
        await record(here, "Mistyped")
        right = CoMedicationStarted("prednisolone", "20 mg", "", "Rash", date(2026, 11, 15))
        assert ward.said() == EntryCorrected(start.id, "Mistyped", right)
        await correct(here, dose.id)
        here.app.screen.query_one("#amount Input", Input).value = "20 mg"
        await record(here, "Two tablets")
        assert ward.said() == EntryCorrected(dose.id, "Two tablets", CoMedicationGiven(start.id, "20 mg"))
        await correct(here, stop.id)
        here.app.screen.query_one("#why-stopped", Field).value = "Not borne"
        await record(here, "Mistyped")
        assert ward.said() == EntryCorrected(stop.id, "Mistyped", CoMedicationStopped(start.id, "Not borne"))
