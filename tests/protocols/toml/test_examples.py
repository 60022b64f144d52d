"""The example protocols of other drugs: read without a fault, and stepped up as their sources say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from protocols.definition.protocol import Protocol
from protocols.definition.remarks import unusual
from protocols.definition.totals import step_text
from protocols.rules.check import Refused
from protocols.toml.formatter import tidied
from protocols.toml.parser import read
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.site_file import GOOD

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
DAY = date(2026, 11, 2)

ALLOPURINOL = (
    GOOD[: GOOD.index("[[steps]]")].replace("alectinib", "allopurinol").replace("every dose", "never")
)
"""A slow schedule in micrograms and milligrams, to test the format: no published one."""


def example(name: str) -> Protocol:
    file = EXAMPLES / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert tidied(text, file.name) == text
    return read(text, file.name)


def bedside(protocol: Protocol, wall: str, **changes: object) -> Bedside:
    there = Bedside(protocol)
    there.at(DAY, wall)
    there.admit()
    there.enrol(target=len(protocol.steps), **changes)
    there.rash_free()
    there.start(1)
    return there


def give_all(there: Bedside) -> int:
    """Every dose of the current step at its time; how many there were."""
    step = there.chart.step
    assert step is not None
    needed = step.doses_needed
    assert needed is not None
    for _ in range(needed):
        assert there.next is not None
        there.now = there.next.at
        there.give()
    return needed


def test_every_example_is_read() -> None:
    assert len(list(EXAMPLES.glob("*.toml"))) == 3


def test_nevirapine_is_not_raised_while_a_rash_lasts() -> None:
    there = bedside(example("nevirapine-lead-in"), "07:00")
    assert give_all(there) == 14
    there.go(hours=5)
    there.rash()
    there.at(DAY + timedelta(days=15), "07:00")
    with pytest.raises(Refused, match="4 No open rash"):
        there.start(2)
    there.rash_free()
    with pytest.raises(Refused, match="5 No hold"):
        there.start(2)
    there.decide("resume")
    there.start(2)
    assert there.next is not None
    assert step_text(there.protocol.steps[1], "mg") == "200 mg twice daily"


def test_lamotrigine_beside_valproate_begins_on_alternate_days() -> None:
    there = bedside(example("lamotrigine-with-valproate"), "07:00")
    assert give_all(there) == 7
    days = [(line.at.date() - DAY).days for line in there.chart.taken]
    assert days == [0, 2, 4, 6, 8, 10, 12]
    there.at(DAY + timedelta(days=14), "07:00")
    there.rash_free()
    there.start(2)
    assert give_all(there) == 14
    assert [str(one) for one in unusual(there.protocol)] == [
        "warning: a break is 120 hours without a dose, in the library 48 hours."
    ]


def test_cotrimoxazole_goes_up_tenfold_every_hour_in_one_morning() -> None:
    protocol = example("cotrimoxazole-rapid")
    there = bedside(protocol, "08:00", strengths=(Decimal(160),), made_by="dilutions of the pharmacy")
    for step in range(1, 6):
        assert give_all(there) == 1
        there.go(minutes=40)
        there.rash_free()
        there.start(step + 1)
    assert there.next is not None
    there.now = there.next.at
    there.give()
    taken = [(line.at - there.chart.taken[0].at) // timedelta(hours=1) for line in there.chart.taken]
    assert taken == [0, 1, 2, 3, 4, 5]
    assert [str(line.what.amount) for line in there.chart.taken] == [  # type: ignore[union-attr]
        "0.004", "0.04", "0.4", "4", "40", "160",
    ]  # fmt: skip
    assert there.next is not None
    assert there.next.at - there.now == timedelta(days=1)


def test_micrograms_and_milligrams_in_one_protocol_are_exact() -> None:
    amounts = ["0.05", "0.1", "0.2", "0.5", "1", "5", "10", "25", "50"]
    steps = [f"[[steps]]\ndays = 3\nmorning = {amount}\n" for amount in amounts]
    protocol = read(f"{ALLOPURINOL}{''.join(steps)}[[steps]]\nmorning = 100\n", "site.toml")
    there = bedside(protocol, "07:00", made_by="suspension of the pharmacy")
    assert there.next is not None
    assert there.next.amount == Decimal("0.05")
    assert step_text(protocol.steps[0], "mg") == "0.05 mg (50 microgram) once daily in the morning"
    assert give_all(there) == 3
