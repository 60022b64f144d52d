"""The blind second check: who may make one, when it is asked for, and that no mismatch is ever recorded."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from protocols.course.second_check import asked, lacking
from protocols.definition.protocol import DoseRules
from protocols.entries import DoseGiven, DoseKey, EntryCorrected, Person, SecondCheck
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import (
    NURSE,
    OTHER_NURSE,
    PRESCRIBER,
    Bedside,
    at_bedside,
    on_step,
    refusal,
)
from tests.protocols.helpers.published import library

D1 = date(2026, 11, 2)
MORNING, EVENING = DoseKey(D1, "morning"), DoseKey(D1, "evening")
NOBODY = "no second person"


def due(protocol_id: str = "alectinib-report-2020") -> Bedside:
    bedside = at_bedside(protocol_id)
    bedside.at(D1, "08:00")
    return bedside


def under(rule: Any) -> Bedside:
    plan = msgspec.structs.replace(library("alectinib-report-2020"), doses=DoseRules(rule))
    bedside = Bedside(plan)
    bedside.begin()
    bedside.at(D1, "08:00")
    return bedside


def checked(bedside: Bedside, amount: object = 150, *units: tuple[int, int], **how: Any) -> DoseGiven:
    """150 mg, and what the second person entered."""
    counted = tuple((Decimal(size), count) for size, count in units or ((150, 1),))
    second = SecondCheck(how.get("by", OTHER_NURSE), bedside.now, Decimal(str(amount)), counted)
    return DoseGiven(MORNING, Decimal(150), second=msgspec.structs.replace(second, **how))


def test_two_who_agree_make_one_entry() -> None:
    bedside = due()
    entry = bedside.record(checked(bedside))
    assert bedside.entries[-1] == entry
    assert not lacking(bedside.chart, bedside.chart.lines[entry.id])
    assert sentence(entry, bedside.folded) == (
        "150 mg given, for Mon 02-Nov-2026 morning, second check by Ben Lind: 150 mg, 1 capsule of 150 mg"
    )


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        (300, [(150, 2)]),
        (300, [(150, 1)]),
        (150, [(150, 2)]),
        (150, [(20, 1)]),
        (150, [(150, 0)]),
        (150, [(150, 2), (150, -1)]),
        (150, [(75, 2)]),
        ("149.999999", [(150, 1)]),
    ],
)
def test_figures_that_differ_record_nothing_and_both_are_shown(
    amount: object, units: list[tuple[int, int]]
) -> None:
    bedside = due()
    told = refusal(bedside, bedside.record, checked(bedside, amount, *units))
    assert told.startswith("The figures differ. Nothing was recorded.")
    assert "Ada Okafor: 150 mg, 1 capsule of 150 mg." in told
    assert f"Ben Lind: {amount} mg, " in told


def test_units_left_out_are_a_difference() -> None:
    bedside = due()
    told = refusal(bedside, bedside.record, checked(bedside, units=()))
    assert "Ben Lind: 150 mg. Look at the prescription and count again, both of you." in told


def test_units_of_other_strengths_that_add_up_agree() -> None:
    bedside = due("alectinib-kimura")
    chart = bedside.chart
    second = SecondCheck(OTHER_NURSE, bedside.now, Decimal(20), ((Decimal(20), 1),))
    bedside.record(DoseGiven(MORNING, Decimal(20), second=second))
    given = DoseGiven(None, Decimal(300), reason="extra")
    for counted in ((150, 2),), ((20, 15),), ((150, 1), (40, 3), (20, 1), (10, 1)):
        units = tuple((Decimal(size), count) for size, count in counted)
        second = SecondCheck(OTHER_NURSE, bedside.now, Decimal(300), units)
        what = msgspec.structs.replace(given, second=second)
        if (10, 1) in counted:
            assert "The figures differ" in refusal(bedside, bedside.record, what)
        else:
            bedside.record(what)
    assert chart.plan.strengths == tuple(map(Decimal, (20, 40, 150)))


def test_a_dose_the_pharmacy_makes_is_checked_by_its_amount_alone() -> None:
    bedside = due("alectinib-anderson")
    second = SecondCheck(OTHER_NURSE, bedside.now, Decimal("37.5"), ((Decimal(150), 1),))
    what = DoseGiven(MORNING, Decimal("37.5"), second=second)
    assert "The figures differ" in refusal(bedside, bedside.record, what)
    bedside.record(msgspec.structs.replace(what, second=msgspec.structs.replace(second, units=())))


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (NURSE, "Ada Okafor gave this dose. Another person makes the second check."),
        (Person("ada  OKAFOR ", "XX", "prescriber", "ben"), "Another person makes the second check."),
        (Person("Kai Wu", "KW", "admin"), "by a nurse or pharmacist or prescriber, not by an admin."),
        (Person("", "", "nurse"), "Write the name of the second person."),
    ],
)
def test_who_may_not_make_a_second_check(by: Person, said: str) -> None:
    bedside = due()
    assert said in refusal(bedside, bedside.record, checked(bedside, by=by))


def test_a_prescriber_and_a_pharmacist_may() -> None:
    for by in (PRESCRIBER, Person("Rae Pohl", "RP", "pharmacist")):
        bedside = due()
        bedside.record(checked(bedside, by=by))


def test_the_time_of_a_second_check_is_known_and_not_to_come() -> None:
    bedside = due()
    for at in (bedside.now + timedelta(seconds=1), bedside.now.replace(tzinfo=None)):
        told = refusal(bedside, bedside.record, checked(bedside, at=at))
        assert "The time of the second check cannot be right." in told


def test_a_dose_given_without_one_is_recorded_with_the_reason_and_shown_as_such() -> None:
    bedside = due()
    what = DoseGiven(MORNING, Decimal(150))
    for reason in ("", " \u200b"):
        told = refusal(bedside, bedside.record, msgspec.structs.replace(what, no_second_check=reason))
        assert told == "Write why this dose was not checked by a second person: this protocol asks for it."
    entry = bedside.record(msgspec.structs.replace(what, no_second_check=NOBODY))
    assert lacking(bedside.chart, bedside.chart.lines[entry.id])
    assert sentence(entry, bedside.folded).endswith("morning, not second-checked: no second person")
    both = msgspec.structs.replace(checked(bedside), dose=EVENING, no_second_check=NOBODY)
    assert "not both" in refusal(bedside, bedside.record, both)


def test_the_first_dose_of_a_step_is_the_first_one_taken_at_it() -> None:
    bedside = due()
    bedside.not_given("refused")
    bedside.at(D1, "20:00")
    plain = DoseGiven(EVENING, Decimal(150))
    assert asked(bedside.chart, plain, bedside.now)
    assert asked(bedside.chart, DoseGiven(MORNING, Decimal(150)), bedside.now)
    bedside.give()
    assert not asked(bedside.chart, plain, bedside.now)
    assert not asked(bedside.chart, DoseGiven(None, Decimal(150), reason="extra"), bedside.now)
    earlier = bedside.now - timedelta(hours=10)
    assert asked(bedside.chart, plain, earlier)


def test_each_step_and_each_repeat_asks_anew_and_a_resumed_step_does_not() -> None:
    bedside = on_step(2)
    bedside.at(date(2026, 11, 4), "08:00")
    assert bedside.next is not None
    plain = DoseGiven(bedside.next.key, Decimal(300))
    assert asked(bedside.chart, plain, bedside.now)
    bedside.give()
    bedside.rash()
    bedside.go(hours=5)
    bedside.rash_free()
    bedside.decide("resume")
    bedside.at(date(2026, 11, 4), "20:00")
    assert bedside.next is not None
    assert not asked(bedside.chart, DoseGiven(bedside.next.key, Decimal(300)), bedside.now)
    bedside.give()
    bedside.at(date(2026, 11, 5), "06:30")
    bedside.decide("repeat")
    assert bedside.next is not None
    assert asked(bedside.chart, DoseGiven(bedside.next.key, Decimal(300)), bedside.now)


@pytest.mark.parametrize(("rule", "doses"), [("never", 0), ("every dose", 3)])
def test_the_other_rules(rule: str, doses: int) -> None:
    bedside = under(rule)
    each = [DoseGiven(MORNING, Decimal(150)), DoseGiven(EVENING, Decimal(150))]
    each.append(DoseGiven(None, Decimal(150), reason="extra"))
    assert [asked(bedside.chart, what, bedside.now) for what in each].count(True) == doses
    bedside.give()
    assert asked(bedside.chart, each[1], bedside.now) == bool(doses)


def test_a_correction_keeps_the_second_check_and_makes_none() -> None:
    bedside = due()
    dose = bedside.record(checked(bedside))
    right = DoseGiven(MORNING, Decimal(75), reason="half lost")
    stays = "A second check stays with its dose as it was made."
    made = checked(bedside).second
    assert made is not None
    for second in (
        None,
        msgspec.structs.replace(made, amount=Decimal(75)),
        msgspec.structs.replace(made, by=PRESCRIBER),
    ):
        what = EntryCorrected(dose.id, "wrong", msgspec.structs.replace(right, second=second))
        assert refusal(bedside, bedside.record, what) == stays
    bedside.record(EntryCorrected(dose.id, "wrong", msgspec.structs.replace(right, second=made)))
    told = sentence(bedside.entries[-1], bedside.folded)
    assert "75 mg given" in told
    assert "second check by Ben Lind: 150 mg, 1 capsule of 150 mg" in told


def test_a_dose_that_turns_out_to_have_been_given_says_why_nobody_checked_it() -> None:
    bedside = due()
    wrong = bedside.not_given("refused")
    right = DoseGiven(MORNING, Decimal(150))
    told = refusal(bedside, bedside.record, EntryCorrected(wrong.id, "taken after all", right))
    assert "why this dose was not checked by a second person" in told
    late = msgspec.structs.replace(right, second=checked(bedside).second)
    told = refusal(bedside, bedside.record, EntryCorrected(wrong.id, "taken after all", late))
    assert told == "A second check stays with its dose as it was made."
    right = msgspec.structs.replace(right, no_second_check="recorded afterwards")
    bedside.record(EntryCorrected(wrong.id, "taken after all", right))
    assert lacking(bedside.chart, bedside.chart.lines[wrong.id])
