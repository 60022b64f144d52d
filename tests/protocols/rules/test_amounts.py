"""Doses per kg and m²: what a prescriber fixes is held against the protocol, and only that is given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.course.progress import counted_doses
from protocols.course.sizes import fixed_words, new_size_words, workings
from protocols.definition.sizing import body_surface, working
from protocols.gate.rash_watch import increases
from protocols.gate.warnings import dose_warnings
from protocols.reports.status import status_of
from protocols.rules.check import Refused
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE, PRESCRIBER, Bedside, refusal
from tests.protocols.helpers.per_kg import PER_KG, Weighed, begun, per_kg, sized

D = Decimal
MON, TUE, WED, THU = (date(2026, 11, day) for day in (2, 3, 4, 5))
M2 = per_kg(
    """id = "site"
title = "Mercaptopurine by surface"
drug = "mercaptopurine"
form = "tablet"
route = "oral"
unit = "mg/m2"
strengths = [50]
divisible = "quarters"
round_to = 12.5
at_most = 90
with_food = false

[citation]
text = "Our ward"

[published]
onset_of_rash = "Not reported"
rash_type = "Not reported"
time_to_improvement = "Not reported"
maximum_dose = "Not reported"
outcome = "Not reported"
follow_up = "Not reported"

[gate]
check_after_dose_hours = 4
check_valid_hours = 12
treatment_break_hours = 48
watch_days = 14

[windows]
once_daily_minutes = 120
more_often_minutes = 60

[doses]
second_check = "never"

[[steps]]
days = 2
morning = 25

[[steps]]
morning = 50
"""
)


def admitted(protocol: object = PER_KG) -> Weighed:
    bed = Weighed(protocol)  # type: ignore[arg-type]
    bed.admit()
    return bed


@pytest.mark.parametrize(
    ("weight", "amounts", "reasons", "words"),
    [
        ("15", ("2.5", "4.5", "8"), {}, ""),
        ("15", ("2", "4.5", "8"), {}, ""),
        ("15", ("2.6", "4.5", "8"), {}, "why step 1 has 2.6 mg, beyond the rounding"),
        ("15", ("2.6", "4.5", "8"), {1: "tablets of 1.3 mg"}, ""),
        ("15", ("2.5", "4.5", "7.5"), {}, "why step 3 has 7.5 mg"),
        ("15", ("2.5", "4.5", "8.5"), {3: "the family wants more"}, "MORE THAN THE CAP of 8 mg"),
        ("100", ("15", "25", "8"), {}, ""),
        ("100", ("15", "30", "8"), {2: "30 is exact"}, "MORE THAN THE CAP of 25 mg"),
        ("0.1", ("2.5", "4.5", "8"), {}, "weight is from 0.2 to 500 kg"),
    ],
)
def test_what_is_entered_is_held_against_the_protocol(
    weight: str, amounts: tuple[str, ...], reasons: dict[int, str], words: str
) -> None:
    bed = admitted()
    what = sized(PER_KG, weight, *amounts, reasons=reasons)
    if not words:
        bed.enrol_for(what)
        assert [step.doses[0].amount for step in bed.chart.protocol.steps] == [D(a) for a in amounts]
    else:
        assert words in refusal(bed, bed.enrol_for, what)


def test_the_working_is_exact_and_knows_the_last_step_of_the_rounding_below_a_cap() -> None:
    found = working(PER_KG, 1, D("0.15"), D(15))
    sum_of_it = "0.15 mg/kg \N{MULTIPLICATION SIGN} 15 kg = 2.25 mg"
    assert found.text(PER_KG) == f"{sum_of_it}, rounded by 0.5 mg (500 microgram), at most 25 mg"
    assert not found.is_rounded(D("2.75"))
    assert found.is_rounded(D("2.5"))
    assert found.is_rounded(D(2))
    capped = working(M2, 2, D(50), D("1.86"))
    assert capped.goal == 90
    assert capped.is_rounded(D("87.5"))
    assert not capped.is_rounded(D(75))


def test_a_prescriber_enters_and_another_person_confirms() -> None:
    bed, good = admitted(), sized(PER_KG, "15", "2.5", "4.5", "8")
    assert "entered by a prescriber" in refusal(bed, bed.enrol_for, good, by=NURSE)
    assert "weight and the fixed amount" in refusal(bed, bed.enrol_for, None)
    assert "second person" in refusal(bed, bed.enrol_for, good, confirmed=None)
    own = e.Confirmed(PRESCRIBER, bed.now)
    assert "Another person confirms" in refusal(bed, bed.enrol_for, good, confirmed=own)
    late = e.Confirmed(OTHER_NURSE, bed.now.replace(year=2027))
    assert "cannot be right" in refusal(bed, bed.enrol_for, good, confirmed=late)
    admin = e.Confirmed(e.Person("Ida Holt", "IH", "admin"), bed.now)
    assert "not by an admin" in refusal(bed, bed.enrol_for, good, confirmed=admin)
    short = msgspec.structs.replace(good, amounts=good.amounts[:2])
    assert "one fixed amount for each" in refusal(bed, bed.enrol_for, short)
    tall = msgspec.structs.replace(good, height_cm=D(120))
    assert "asks for no height" in refusal(bed, bed.enrol_for, tall)
    bed.enrol_for(good)


def test_a_protocol_with_fixed_doses_takes_no_amounts_for_a_weight() -> None:
    bed = begun()
    plain = Weighed(bed.chart.protocol)
    plain.admit()
    assert "fixed in its file" in refusal(plain, plain.enrol_for, sized(PER_KG, "15", "2.5", "4.5", "8"))


def test_per_m2_the_surface_is_worked_out_by_mosteller_with_two_decimals() -> None:
    assert body_surface(D(22), D(120)) == D("0.86")
    assert body_surface(D(70), D(175)) == D("1.84")
    bed = admitted(M2)
    assert "height" in refusal(bed, bed.enrol_for, sized(M2, "22", "25", "37.5"))
    bed.enrol_for(sized(M2, "22", "25", "37.5", height="120"), made_by="")
    assert "0.86 m²" in fixed_words(bed.chart)
    assert len(workings(bed.chart)) == 2
    assert [step.doses[0].amount for step in bed.chart.protocol.steps] == [D(25), D("37.5")]


def test_only_the_fixed_amounts_are_due_count_and_are_told() -> None:
    bed = begun()
    assert bed.next is not None
    assert bed.next.amount == D("2.5")
    bed.at(MON, "08:00")
    bed.give()
    assert len(counted_doses(bed.chart, 1)) == 1
    told = sentence(bed.chart.entry, bed.folded)
    assert "fixed for 15 kg: step 1 2.5 mg; step 2 4.5 mg; step 3 8 mg, confirmed by" in told
    assert "mg/kg" not in told
    assert "the fixed amount" not in told
    assert fixed_words(bed.chart).startswith("Amounts fixed for 15 kg")
    assert workings(bed.chart)[0].startswith("Step 1: 2.5 mg (0.15 mg/kg")


def test_a_new_weight_is_said_and_changes_nothing() -> None:
    bed = begun()
    bed.at(MON, "08:00")
    bed.give()
    before = bed.chart.protocol
    bed.weigh("15")
    assert new_size_words(bed.chart) == ""
    weight = bed.weigh("18")
    assert bed.chart.protocol == before
    assert not bed.chart.open_holds
    said = new_size_words(bed.chart)
    assert said.startswith("Weight 18 kg")
    assert "the amounts stand for 15 kg" in said
    assert said in status_of(bed.chart, bed.now).why
    assert said in dose_warnings(bed.chart, bed.next, bed.now)
    bed.correct(weight)
    assert new_size_words(bed.chart) == ""


def test_a_new_decision_changes_the_amounts_from_its_first_dose_on_and_doses_before_keep_theirs() -> None:
    bed = begun()
    bed.at(MON, "08:00")
    bed.give()
    bed.at(MON, "21:00")
    bed.rash_free()
    bed.weigh("20")
    bed.fix(sized(PER_KG, "20", "3", "6", "8"), bed.natural(bed.chart.protocol.step(1)))
    assert [one.amount for one in bed.doses if one.line is None] == [D(3)]
    assert len(counted_doses(bed.chart, 1)) == 1, "2.5 mg was the amount when it was taken"
    assert bed.chart.current is not None
    assert bed.chart.current.stay == 1
    bed.at(TUE, "08:00")
    assert "Less than prescribed" not in " ".join(dose_warnings(bed.chart, bed.next, bed.now))
    bed.give()
    assert len(counted_doses(bed.chart, 1)) == 2
    assert increases(bed.chart) == (MON, TUE), "more than before begins the rash watch anew"
    assert new_size_words(bed.chart) == ""


def test_higher_amounts_need_the_rash_free_check_as_any_higher_dose() -> None:
    bed = begun()
    bed.at(MON, "08:00")
    bed.give()
    bed.at(TUE, "07:30")
    first = bed.natural(bed.chart.protocol.step(1))
    more, less = sized(PER_KG, "20", "3", "6", "8"), sized(PER_KG, "13", "2", "4", "8")
    assert "rash-free" in refusal(bed, bed.fix, more, first).lower()
    bed.fix(less, first)
    bed.rash_free()
    bed.fix(more, first)


def test_amounts_are_no_way_round_a_rash_or_a_hold() -> None:
    bed = begun()
    bed.at(MON, "08:00")
    bed.give()
    bed.at(MON, "13:00")
    bed.rash()
    more = sized(PER_KG, "20", "3", "6", "8")
    first = e.DoseKey(TUE, "morning")
    assert "No dose is due now" in refusal(bed, bed.fix, more, first)
    bed.fix(more)
    assert bed.chart.open_holds
    assert not bed.chart.running
    assert "higher dose" in refusal(bed, bed.decide, "resume", residual=True)
    bed.fix(sized(PER_KG, "15", "2.5", "4.5", "8"))
    bed.decide("resume", residual=True)
    assert "until it is gone" in refusal(bed, bed.fix, more, bed.natural(bed.chart.protocol.step(1)))
    bed.fix(sized(PER_KG, "13", "2", "4", "8"), bed.natural(bed.chart.protocol.step(1)))
    bed.fix(
        sized(PER_KG, "13.5", "2", "4", "8"), bed.natural(bed.chart.protocol.step(1))
    )  # the same is no more


def test_before_the_start_other_amounts_are_fixed_without_a_first_dose() -> None:
    bed = admitted()
    bed.enrol_for(sized(PER_KG, "15", "2.5", "4.5", "8"))
    assert "Nothing has changed" in refusal(bed, bed.fix, sized(PER_KG, "15", "2.5", "4.5", "8"))
    bed.fix(sized(PER_KG, "14", "2", "4", "8"))
    bed.rash_free()
    bed.start(1)
    assert bed.next is not None
    assert bed.next.amount == D(2)


def test_a_plain_decision_brings_no_amounts_along() -> None:
    bed = begun()
    what = e.DecisionMade("stay", "as discussed", sized=sized(PER_KG, "15", "2.5", "4.5", "8"))
    assert "decision of their own" in refusal(bed, bed.record, what, by=PRESCRIBER)
    read = e.DecisionMade("stay", "as discussed", confirmed=e.Confirmed(OTHER_NURSE, bed.now))
    assert "decision of their own" in refusal(bed, bed.record, read, by=PRESCRIBER)
    plain = Bedside(bed.chart.protocol)
    plain.begin()
    fixed = e.DecisionMade("amounts", "x", sized=what.sized, confirmed=e.Confirmed(OTHER_NURSE, bed.now))
    with pytest.raises(Refused, match="fixed in its file"):
        plain.record(fixed, by=PRESCRIBER)


def test_doses_that_nothing_makes_need_a_note_as_everywhere() -> None:
    bed = admitted(M2)
    assert "cannot make 30 mg" in refusal(
        bed, bed.enrol_for, sized(M2, "30", "30", "50", height="130", reasons={1: "x", 2: "y"}), made_by=""
    )


def test_amounts_that_nothing_makes_are_not_fixed_later_either() -> None:
    bed = admitted(M2)
    bed.enrol_for(sized(M2, "22", "25", "37.5", height="120"), made_by="")
    odd = sized(M2, "22", "30", "37.5", height="120", reasons={1: "the family wants more"})
    assert "cannot make 30 mg" in refusal(bed, bed.fix, odd)
