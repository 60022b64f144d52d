"""A protocol per kg, the lamotrigine of a child, and the amounts that a prescriber fixes in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import FixedAmount, Sized, asked_amounts
from protocols.toml.parser import read
from tests.protocols.helpers.bedside import OTHER_NURSE, PRESCRIBER, Bedside
from tests.protocols.helpers.site_file import GOOD

D = Decimal
HEAD = GOOD[: GOOD.index("[[steps]]")].replace('unit = "mg"', 'unit = "mg/kg"')
HEAD = HEAD.replace("with_food = true", "with_food = true\nround_to = 0.5\nat_most = 25")
STEPS = """[[steps]]
days = 2
morning = 0.15

[[steps]]
days = 2
morning = 0.3

[[steps]]
morning = 0.6
at_most = 8
"""

RATE_HEAD = HEAD.replace("mg/kg", "microgram/kg/min").replace("strengths = [20, 150]", "strengths = []")
RATE_HEAD = RATE_HEAD.replace("round_to = 0.5", "round_to = 0.4")
RATE_HEAD = RATE_HEAD.replace("at_most = 25", "at_most = 40\nsyringe_step = 0.1") + (
    '[[liquids]]\nname = "syringe of 50 mL"\namount = 80\n\n'
)
RATE_STEPS = (
    "[[steps]]\ndoses = 2\namount = 0.1\nevery_minutes = 30\n\n[[steps]]\namount = 0.2\nevery_minutes = 30\n"
)


def per_kg(text: str = HEAD + STEPS) -> Protocol:
    return read(text, "site.toml")


PER_KG = per_kg()


def sized(
    protocol: Protocol,
    weight: str,
    *amounts: str,
    height: str | None = None,
    reasons: dict[int, str] | None = None,
) -> Sized:
    """The amounts as entered, in the order of the steps; `reasons` by their place from 1."""
    pairs = list(asked_amounts(protocol))
    assert len(pairs) == len(amounts)
    fixed = tuple(
        FixedAmount(step, asked, D(amount), (reasons or {}).get(place, ""))
        for place, ((step, asked), amount) in enumerate(zip(pairs, amounts, strict=True), start=1)
    )
    return Sized(D(weight), fixed, None if height is None else D(height))


class Weighed(Bedside):
    """A bedside at which the amounts are fixed by a prescriber and confirmed by a nurse."""

    def enrol_for(self, what: Sized | None, by: e.Person = PRESCRIBER, **changes: object) -> None:
        confirmed = e.Confirmed(OTHER_NURSE, self.now) if what is not None else None
        plan = e.CourseEnrolled(
            protocol=self.protocol,
            prescriber="Cleo Marsh",
            target=len(self.protocol.steps),
            strengths=self.protocol.strengths,
            times={slot: "08:00" for slot in self.protocol.slots},
            zone=self.zone,
            made_by="oral suspension, pharmacy note 7",
            sized=what,
            confirmed=confirmed,
        )
        self.course = self.record(msgspec.structs.replace(plan, **changes), by=by, course="").id

    def fix(self, what: Sized, first: e.DoseKey | None = None, **changes: object) -> e.Entry:
        confirmed = changes.pop("confirmed", e.Confirmed(OTHER_NURSE, self.now))
        decision = e.DecisionMade("amounts", "grown", None, first, sized=what, confirmed=confirmed)  # type: ignore[arg-type]
        return self.record(decision, by=PRESCRIBER)

    def weigh(self, kg: str, **how: object) -> e.Entry:
        return self.record(e.NamedCheckMade("Weight", D(kg), "kg"), **how)  # type: ignore[arg-type]


def begun(weight: str = "15", *amounts: str, day: date = date(2026, 11, 2)) -> Weighed:
    """A child of 15 kg on step 1, nothing given yet."""
    bed = Weighed(PER_KG, day=day)
    bed.admit()
    bed.enrol_for(sized(PER_KG, weight, *(amounts or ("2.5", "4.5", "8"))))
    bed.rash_free()
    bed.start(1)
    return bed
