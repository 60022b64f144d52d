"""What is unusual in a protocol file is said, and is never a fault."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import GateRules
from protocols.definition.step import PlannedDose, Step
from protocols.remarks.remarks import unusual
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")
D = Decimal


def once(amount: str, days: int | None) -> Step:
    return Step((PlannedDose("morning", D(amount)),), days)


def said(*steps: Step, **changes: object) -> list[str]:
    protocol = msgspec.structs.replace(REPORT, steps=steps, half_life_hours=None, **changes)
    return [str(remark) for remark in unusual(protocol)]


def test_the_report_itself_only_has_steps_shorter_than_five_half_lives() -> None:
    assert [str(remark) for remark in unusual(REPORT)] == [
        "information: steps 1 and 2 end before the level is steady, after about 7 days "
        "(5 half-lives of 33 hours)."
    ]


def test_a_literature_entry_has_nothing_unusual() -> None:
    assert unusual(library("alectinib-okuma")) == []


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((once("150", 2), once("300", None)), []),
        ((once("150", 2), once("450", None)), ["warning: step 2: the daily dose is 3 times that of the step "
          "before, from 150 mg once daily in the morning to 450 mg once daily in the morning."]),
        ((once("300", 2), once("150", None)), []),
        ((once("450", 2), once("150", None)), ["warning: step 2: the daily dose falls to 0.33 of that of the "
          "step before, from 450 mg once daily in the morning to 150 mg once daily in the morning."]),
        ((once("37.5", 2), once("75", None)), ["warning: the strengths of the file cannot make "
          "37.5 mg and 75 mg. Enrolment will ask how they are made."]),
    ],
)  # fmt: skip
def test_changes_and_strengths(steps: tuple[Step, ...], words: list[str]) -> None:
    assert said(*steps) == words


def test_doses_too_near_for_the_check_of_the_gate() -> None:
    hourly = Step((PlannedDose("", D(150)),), doses_given=2, every_minutes=60)
    found = said(hourly, once("150", None))
    assert "its doses are 1 hour apart and a check counts 4 hours after a dose" in found[-1]
    rapid = GateRules(D("0.5"), 2, 12, 14)
    assert not any("before the gate can open" in one for one in said(hourly, once("150", None), gate=rapid))


def test_a_check_that_is_good_for_less_than_it_waits() -> None:
    found = said(once("150", None), gate=GateRules(12, 4, 48, 14))
    assert found == ["information: a check is good for less time than it waits after a dose."]
