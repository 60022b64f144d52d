"""The form of a named check: by keyboard, recorded, corrected, waived."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import Protocol
from tests.protocols.helpers.published import library
from tests.tui.helpers.bedside_app import PRESCRIBER, ZONE, Ward, bedside
from tui.forms.patient.named_check import value_of
from tui.parsing import Fault

ANC = NamedCheck(
    "Neutrophils", 168, "10^9/L", at_least=Decimal("1.5"), before_steps=(2,), waived_by="prescriber"
)
FREE = NamedCheck("No withdrawal signs", 24, before_steps=(2,), holds=True)
PLAN: Protocol = msgspec.structs.replace(
    library("alectinib-report-2020"), id="with-checks", title="With checks", checks=(ANC, FREE)
)


def on_step_1(ward: Ward) -> None:
    ward.admit()
    ward.record(e.ProtocolApproved(PLAN), patient="", course="", by=PRESCRIBER)
    times = {"morning": "08:00", "evening": "20:00"}
    enrolled = e.CourseEnrolled(PLAN, "Cleo Marsh", 5, PLAN.strengths, times, ZONE, "suspension")
    ward.course = ward.record(enrolled, course="").id
    ward.rash_free()
    ward.start(1)


async def test_a_value_and_a_statement_are_recorded_by_keyboard_and_stand_in_the_gate(ward: Ward) -> None:
    on_step_1(ward)
    async with bedside(ward) as here:
        await here.press("enter")
        assert "7 Neutrophils: No result yet." in here.text("#gate").replace("\n      ", " ")
        await here.press("k", "1", "enter")
        await here.type("1.8 10^9/L")
        await here.press("enter", "enter", "enter")
        assert ward.said() == e.NamedCheckMade("Neutrophils", Decimal("1.8"), "10^9/L")
        assert "[x] 7 Neutrophils: Neutrophils 1.8 10^9/L" in here.text("#gate").replace("\n      ", " ")
        await here.press("k", "2", "n", "enter")
        assert ward.said() == e.NamedCheckMade("No withdrawal signs", stated=False)
        assert "HOLD" in here.text("#state")


async def test_a_wrong_value_is_said_in_its_field_and_nothing_is_lost(ward: Ward) -> None:
    on_step_1(ward)
    before = ward.last
    async with bedside(ward) as here:
        await here.press("k", "1", "enter")
        await here.type("about 2")
        await here.press("enter", "enter", "enter")
        assert "write the number in 10^9/L" in here.message
        assert here.is_open
    assert ward.last == before


async def test_a_prescriber_waives_it_by_its_number(ward: Ward) -> None:
    on_step_1(ward)
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("p", "w", "1")
        await here.type("laboratory closed")
        await here.press("enter", "enter")
        assert ward.said() == e.PreconditionWaived("check", "laboratory closed", check="Neutrophils")


async def test_without_checks_the_key_says_where_to_go(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("k")
        assert "asks for no check but the skin's" in here.text("#results")


@pytest.mark.parametrize(
    ("text", "value"), [("1.8", "1.8"), (" 1.8 10^9/L ", "1.8"), ("0", "0"), ("-2", "-2"), ("\u22122", "-2")]
)
def test_values_are_read_exactly(text: str, value: str) -> None:
    assert value_of(text, ANC) == Decimal(value)


@pytest.mark.parametrize("text", ["", "1,8", "high", "1.8 mg", "NaN", "Infinity", "1_8", "٣"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    with pytest.raises(Fault, match="write the number"):
        value_of(text, ANC)
