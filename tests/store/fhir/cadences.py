"""Courses of other rhythms than twice a day: by the clock, not daily, four times a day; one not begun."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.entries import CoMedicationStarted
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.protocols.helpers.per_kg import HEAD, PER_KG, RATE_HEAD, RATE_STEPS, STEPS, Weighed, per_kg, sized
from tests.protocols.helpers.per_kg import begun as child
from tests.protocols.helpers.published import library
from tests.protocols.toml.test_literature import example

SLOTS = ("morning", "midday", "evening", "bedtime")
TIMES = dict(zip(SLOTS, ("08:00", "13:00", "18:00", "22:00"), strict=True))


def of_steps(*steps: Step) -> Protocol:
    return msgspec.structs.replace(library("alectinib-report-2020"), id="site", steps=steps)


def doses(*amounts: str) -> tuple[PlannedDose, ...]:
    return tuple(PlannedDose(slot, Decimal(amount)) for slot, amount in zip(SLOTS, amounts, strict=False))


FOUR = of_steps(Step(doses("0.1", "0.2", "0.3", "0.000001"), days=2), Step(doses("0.05")))
"""Four times a day, each amount another one; then once a day."""

CLOCK = of_steps(
    Step((PlannedDose("", Decimal("0.04")),), hours=6, every_minutes=90),
    Step((PlannedDose("", Decimal(40)),), every_minutes=120),
)
"""By the clock, in steps of 90 minutes and of two hours."""

RATE = msgspec.structs.replace(
    of_steps(
        Step((PlannedDose("", Decimal(25)),), doses_given=2, every_minutes=30),
        Step((PlannedDose("", Decimal("37.5")),), doses_given=4, every_minutes=30),
    ),
    unit="mL/h",
)
"""Rates of an infusion, and then it ends."""

SELDOM = of_steps(Step(doses("20", "10"), days=28, every_days=7), Step(doses("20", "20"), every_days=2))
"""Once a week, then on alternate days."""


def beds() -> dict[str, Bedside]:
    """Each course after its first dose, one that waits for it, one that was enrolled and not begun."""
    found = {
        name: begun(protocol) for name, protocol in (("four", FOUR), ("clock", CLOCK), ("seldom", SELDOM))
    }
    found["rate"] = begun(RATE)
    found["per kg"] = weighed()
    found["per m2"] = measured()
    found["rate per kg"] = infusion()
    found["lamotrigine"] = begun(example("lamotrigine-with-valproate"))
    found["kimura"] = waiting()
    found["enrolled"] = Bedside(library("alectinib-anderson"))
    found["enrolled"].admit()
    found["enrolled"].enrol()
    return found


def weighed() -> Bedside:
    """Amounts fixed per kg, and the weight measured since; then other amounts."""
    bed = child("15", "2.5", "4.5", "8")
    assert bed.next is not None
    bed.now = bed.next.at
    bed.give()
    bed.weigh("13")
    bed.fix(sized(PER_KG, "13", "2", "4", "8"), bed.natural(bed.chart.protocol.step(1)))
    return bed


def measured() -> Bedside:
    """Amounts per m², here 0.86: weight and height beside them."""
    bed = Weighed(per_kg((HEAD + STEPS).replace("mg/kg", "mg/m2").replace("0.15", "3").replace("0.3", "6")))
    bed.admit()
    bed.enrol_for(sized(bed.protocol, "22", "2.5", "5", "0.5", height="120"))
    return bed


def infusion() -> Bedside:
    """A rate per kg and minute, fixed for a weight, set on a pump."""
    bed = Weighed(per_kg(RATE_HEAD + RATE_STEPS))
    bed.admit()
    bed.enrol_for(sized(bed.protocol, "70", "7", "14"))
    bed.rash_free()
    bed.start(1)
    assert bed.next is not None
    bed.now = bed.next.at
    bed.give()
    return bed


def waiting() -> Bedside:
    """A dose that was deferred and waits; another medicine whose start was corrected."""
    bed = at_bedside("alectinib-kimura")
    bed.not_given("deferred")
    started = CoMedicationStarted("prednisolone", "10 mg", "", "as in the protocol", from_protocol=True)
    wrong = bed.record(started)
    bed.correct(wrong, msgspec.structs.replace(started, amount="20 mg"))
    return bed


def begun(protocol: Protocol) -> Bedside:
    """Step 1 begun, its next dose given."""
    bed = Bedside(protocol)
    bed.at(date(2026, 11, 2), "07:00")
    bed.admit()
    bed.enrol(times={slot: TIMES[slot] for slot in protocol.slots})
    bed.rash_free()
    bed.start(1)
    assert bed.next is not None
    bed.now = bed.next.at
    bed.give()
    return bed
