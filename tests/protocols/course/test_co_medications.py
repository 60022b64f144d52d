"""Other medicines: a parallel list that is said, never acted on, and never in the gate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.course.co_medications import (
    Medicine,
    exact_amount,
    medicines,
    not_started,
    protocol_date,
    running,
    stated_amount,
    stop_prompt,
    stop_prompts,
)
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped, Entry
from protocols.gate.gate import gate
from protocols.reports.status import status_of
from protocols.toml.parser import read
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import Bedside, at_bedside, refusal
from tests.protocols.helpers.published import library
from tests.protocols.helpers.site_file import GOOD

KIMURA = "alectinib-kimura"
D1, D14, D15, D16 = (date(2026, 11, day) for day in (2, 15, 16, 17))
PREDNISOLONE = CoMedicationStarted("prednisolone", "10 mg", "as published: frequency not stated", "plan", D14)


@pytest.fixture
def bed() -> Bedside:
    """Kimura's protocol begun, nothing beside it yet; 07:00 of protocol day 1."""
    return at_bedside(KIMURA)


def only(bed: Bedside) -> Medicine:
    (medicine,) = medicines(bed.chart)
    return medicine


def told(bed: Bedside) -> str:
    return sentence(bed.entries[-1], bed.folded)


def test_a_medicine_is_started_given_and_stopped(bed: Bedside) -> None:
    assert [plan.drug for plan in not_started(bed.chart)] == ["prednisolone"]
    start = bed.record(PREDNISOLONE)
    assert told(bed) == (
        "Other medicine started: prednisolone 10 mg, as published: frequency not stated, "
        "last planned day Sun 15-Nov-2026. plan"
    )
    assert not_started(bed.chart) == []
    bed.go(hours=1)
    bed.record(CoMedicationGiven(start.id, "10 mg"))
    assert told(bed) == "prednisolone 10 mg given"
    assert (only(bed).name, len(only(bed).given), only(bed).stop) == ("prednisolone 10 mg", 1, None)
    bed.go(days=3)
    bed.record(CoMedicationStopped(start.id, "not borne"))
    assert told(bed) == "prednisolone stopped. not borne"
    assert only(bed).stop is not None
    assert running(bed.chart) == []


@pytest.mark.parametrize(
    ("day", "prompt"),
    [
        (date(2026, 11, 14), ""),
        (D14, "prednisolone 10 mg is planned to stop tomorrow. A rash may be unmasked when it stops."),
        (D15, "prednisolone 10 mg is planned to stop today. A rash may be unmasked when it stops."),
        (
            D16,
            "prednisolone 10 mg was planned to stop Mon 16-Nov-2026: no stop is on record. "
            "A rash may be unmasked when it stops.",
        ),
    ],
)
@pytest.mark.parametrize("wall", ["00:00", "23:59"])
def test_the_stop_is_announced_from_the_day_before_and_never_made(
    bed: Bedside, day: date, prompt: str, wall: str
) -> None:
    start = bed.record(PREDNISOLONE)
    bed.at(day, wall)
    assert stop_prompts(bed.chart, bed.now) == ([prompt] if prompt else [])
    assert (prompt in status_of(bed.chart, bed.now).why) == bool(prompt)
    assert [medicine.id for medicine in running(bed.chart)] == [start.id]
    bed.record(CoMedicationStopped(start.id, "as planned"))
    assert stop_prompts(bed.chart, bed.now) == []


def test_without_a_planned_last_day_nothing_is_announced(bed: Bedside) -> None:
    bed.record(CoMedicationStarted("cetirizine", "10 mg", "once daily", "itch"))
    bed.at(date(2027, 3, 1), "09:00")
    assert stop_prompts(bed.chart, bed.now) == []


def test_the_word_of_the_board_is_the_medicine_when_nothing_is_more_urgent(bed: Bedside) -> None:
    bed.record(PREDNISOLONE)
    bed.at(D14, "06:30")
    assert status_of(bed.chart, bed.now).word == "OVERDUE"
    quiet = at_bedside(KIMURA, day=D14)
    quiet.record(PREDNISOLONE)
    assert status_of(quiet.chart, quiet.now).word == "DUE"
    quiet.at(D14, "08:00")
    quiet.give()
    quiet.go(hours=2)
    assert status_of(quiet.chart, quiet.now).word == "MEDICINE"
    quiet.record(CoMedicationStopped(only(quiet).id, "over"))
    assert status_of(quiet.chart, quiet.now).word == "NEXT"


def test_a_medicine_that_goes_on_after_the_course_has_ended_is_still_announced(bed: Bedside) -> None:
    bed.record(PREDNISOLONE)
    bed.decide("stop")
    bed.at(D15, "09:00")
    found = status_of(bed.chart, bed.now)
    assert (found.word, found.why[-1]) == ("STOPPED", stop_prompts(bed.chart, bed.now)[0])


def test_no_medicine_enters_the_gate(bed: Bedside) -> None:
    before = bed.gate
    start = bed.record(PREDNISOLONE)
    bed.record(CoMedicationGiven(start.id, "10 mg"))
    bed.record(CoMedicationStopped(start.id, "over"))
    assert (gate(bed.chart, bed.now), bed.chart.taken) == (before, [])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (CoMedicationStarted(" ", "10 mg", "", "itch"), "Write the name of the medicine."),
        (CoMedicationStarted("cetirizine", "10 mg", "", " "), "Write why it is given."),
        (CoMedicationStarted("x" * 2001, "", "", "itch"), "Shorten the name of the medicine: it has 2,001"),
        (CoMedicationStarted("cetirizine", "x" * 2001, "", "itch"), "Shorten the amount: it has 2,001"),
        (CoMedicationStarted("cetirizine", "", "x" * 2001, "itch"), "Shorten how often it is given: it has"),
        (CoMedicationStarted("x", "", "", "itch", date(2026, 11, 1)), "01-Nov-2026, is before its start."),
        (CoMedicationGiven("no such entry", "10 mg"), "Choose the medicine from the list"),
        (CoMedicationGiven("e1", "10 mg"), "Choose the medicine from the list"),
        (CoMedicationStopped("no such entry", "over"), "Choose the medicine from the list"),
    ],
)
def test_what_says_nothing_is_refused(bed: Bedside, wrong: CoMedicationStarted, words: str) -> None:
    assert words in refusal(bed, bed.record, wrong)


def test_what_cannot_have_been_is_refused(bed: Bedside) -> None:
    start = bed.record(PREDNISOLONE)
    early = bed.now - timedelta(minutes=1)
    bed.go(hours=1)
    for what in (CoMedicationGiven(start.id, "10 mg"), CoMedicationStopped(start.id, "over")):
        assert "was started Mon 02-Nov-2026 07:00, after that time" in refusal(
            bed, bed.record, what, at=early
        )
    assert "Write the amount given." in refusal(bed, bed.record, CoMedicationGiven(start.id, " "))
    assert "Write why it was stopped." in refusal(bed, bed.record, CoMedicationStopped(start.id, " "))
    bed.record(CoMedicationStopped(start.id, "over"))
    told = refusal(bed, bed.record, CoMedicationStopped(start.id, "again"))
    assert told == (
        "prednisolone 10 mg was stopped Mon 02-Nov-2026 08:00, recorded by Ada Okafor (AO), nurse. "
        "Nothing was added."
    )
    bed.record(CoMedicationGiven(start.id, "5 mg"))
    assert len(only(bed).given) == 1


def test_each_kind_is_corrected_as_itself(bed: Bedside) -> None:
    start = bed.record(PREDNISOLONE)
    bed.go(hours=1)
    dose = bed.record(CoMedicationGiven(start.id, "10 mg"))
    stop = bed.record(CoMedicationStopped(start.id, "over"))
    bed.go(hours=1)
    bed.correct(stop)
    assert only(bed).stop is None
    bed.correct(stop, CoMedicationStopped(start.id, "not borne"))
    bed.correct(dose, CoMedicationGiven(start.id, "5 mg"))
    assert told(bed) == f"Entry {dose.number} corrected to: prednisolone 5 mg given. wrong line"
    bed.correct(start, CoMedicationStarted("prednisone", "10 mg", "", "mistyped"))
    medicine = only(bed)
    assert (medicine.name, medicine.what.last_day) == ("prednisone 10 mg", None)
    assert [line.what for line in medicine.given] == [CoMedicationGiven(start.id, "5 mg")]
    assert sentence(dose, bed.folded) == "prednisone 10 mg given"
    assert "a dose stays a dose" in refusal(bed, bed.correct, start, CoMedicationGiven(start.id, "5 mg"))
    bed.correct(start)
    assert medicines(bed.chart) == ()
    assert "Choose the medicine" in refusal(bed, bed.record, CoMedicationGiven(start.id, "5 mg"))


def test_each_of_two_medicines_has_its_own_doses_and_stop(bed: Bedside) -> None:
    steroid = bed.record(PREDNISOLONE)
    tablet = bed.record(CoMedicationStarted("cetirizine", "10 mg", "", "itch", from_protocol=True))
    assert told(bed) == (
        "Other medicine started: cetirizine 10 mg, with no planned last day, from the protocol. itch"
    )
    bed.record(CoMedicationGiven(tablet.id, "10 mg", "crushed"))
    assert told(bed) == "cetirizine 10 mg given. crushed"
    bed.record(CoMedicationStopped(tablet.id, "no itch"))
    unknown = CoMedicationStopped("no such entry", "over")
    assert "Choose the medicine from the list" in refusal(bed, bed.record, unknown)
    first, second = medicines(bed.chart)
    assert (first.given, first.stop, len(second.given)) == ((), None, 1)
    assert [medicine.id for medicine in running(bed.chart)] == [steroid.id]
    assert "Shorten the note: it has" in refusal(
        bed, bed.record, CoMedicationGiven(steroid.id, "10 mg", "x" * 2001)
    )


def test_each_of_two_medicines_is_stopped_on_its_own(bed: Bedside) -> None:
    both = [bed.record(PREDNISOLONE), bed.record(PREDNISOLONE)]
    for start in both:
        bed.record(CoMedicationStopped(start.id, "over"))
    assert running(bed.chart) == []
    bed.at(D16, "09:00")
    assert [stop_prompt(medicine, bed.now, bed.zone) for medicine in medicines(bed.chart)] == ["", ""]


def test_a_dose_of_a_medicine_that_was_never_started_still_says_what_it_was(bed: Bedside) -> None:
    start = bed.record(PREDNISOLONE)
    dose = bed.record(CoMedicationGiven(start.id, "10 mg"))
    bed.correct(start)
    assert sentence(dose, bed.folded) == "prednisolone 10 mg given"


def test_doses_stand_by_the_time_they_were_taken(bed: Bedside) -> None:
    start = bed.record(PREDNISOLONE)
    bed.go(days=2)
    late = bed.record(CoMedicationGiven(start.id, "10 mg"))
    early = bed.record(CoMedicationGiven(start.id, "10 mg"), at=bed.now - timedelta(days=1))
    assert [line.id for line in only(bed).given] == [early.id, late.id]


def test_a_protocol_day_has_a_date_once_day_1_is_known(bed: Bedside) -> None:
    assert protocol_date(bed.chart, 14) == D14
    bed.at(D1, "08:00")
    bed.not_given()
    bed.go(days=1)
    bed.give()
    assert protocol_date(bed.chart, 14) == D15
    fresh = Bedside(library(KIMURA))
    fresh.admit()
    fresh.enrol()
    assert protocol_date(fresh.chart, 14) is None
    start: Entry = fresh.record(CoMedicationStarted("methylprednisolone", "", "tapered over 5 days", "rash"))
    assert told(fresh).startswith("Other medicine started: methylprednisolone, amount not stated, tapered")
    assert [medicine.id for medicine in running(fresh.chart)] == [start.id]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("10 mg", "10 mg"), ("10mg", "10 mg"), ("2.50 mg", "2.5 mg"), ("1000 mg", "1,000 mg")],
)
def test_an_exact_amount_is_shown_by_the_rules_for_amounts(text: str, amount: str) -> None:
    assert stated_amount(text) == amount


@pytest.mark.parametrize(
    "text", ["40 mg, then less", "10", "10,5 mg", "0 mg", "one capsule", "", "10 mg 5 mg"]
)
def test_other_words_stand_as_they_are(text: str) -> None:
    assert exact_amount(text) is None
    assert stated_amount(text) == text


@given(st.decimals(Decimal("0.000001"), 1_000_000, places=6), st.sampled_from(["mg", "microgram", "mL"]))
def test_an_exact_amount_keeps_its_value(value: Decimal, unit: str) -> None:
    assert exact_amount(f"{value:f} {unit}") == (value, unit)


def test_a_protocol_file_may_say_how_often() -> None:
    table = '[[co_medications]]\ndrug = "cetirizine"\ntext = "for itch"\nhow_often = "once daily"\n'
    assert read(f"{GOOD}\n{table}", "site.toml").co_medications[0].how_often == "once daily"
    assert library(KIMURA).co_medications[0].how_often == ""
