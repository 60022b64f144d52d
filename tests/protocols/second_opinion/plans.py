"""The protocols, zones and dose times that are drawn: every kind of step, and every kind of clock change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import msgspec

from protocols.definition.protocol import DoseRules, GateRules, Protocol, Windows
from protocols.definition.step import PlannedDose, Step
from protocols.entries import CourseEnrolled
from tests.protocols.helpers.published import library

REPORT = library("alectinib-report-2020")


def daily(*amounts: int, days: int | None = 1, every_days: int = 1) -> Step:
    """A step with these amounts in the morning and in the evening."""
    slots = ("morning", "evening", "bedtime")
    doses = tuple(
        PlannedDose(slot, Decimal(amount)) for slot, amount in zip(slots, amounts, strict=False) if amount
    )
    return Step(doses, days=days, every_days=every_days)


def clock(amount: str, minutes: int, doses: int | None = None, hours: int | None = None) -> Step:
    """A step by the clock."""
    planned = (PlannedDose("", Decimal(amount)),)
    return Step(planned, every_minutes=minutes, doses_given=doses, hours=hours)


def shortened(name: str) -> tuple[Step, ...]:
    """The steps of a built-in protocol, each of one day."""
    return tuple(msgspec.structs.replace(s, days=s.days and 1) for s in library(name).steps)


STEPS: dict[str, tuple[Step, ...]] = {
    "report": shortened("alectinib-report-2020"),
    "Kimura": shortened("alectinib-kimura"),
    "Anderson": shortened("alectinib-anderson"),
    "report as published": REPORT.steps,
    "begins high": (daily(100), daily(20), daily(50, days=2), daily(100, 100, days=None)),
    "once daily": (daily(20, days=2), daily(40, days=1), daily(40, 40, days=None)),
    "split": (daily(50, 100), daily(100, 50), daily(100, 100, 100), daily(200, 0, 100, days=None)),
    "hourly": (*(clock(a, 60, 1) for a in ("0.004", "0.04", "0.4", "4")), clock("40", 1440)),
    "hourly, two doses": (clock("20", 60, 2), clock("40", 60, 2), clock("80", 120, 3), clock("80", 360)),
    "by hours": (clock("10", 360, hours=24), clock("20", 480, hours=24), daily(30, 30, days=None)),
    "day to clock": (daily(50, 50), clock("60", 360, 4), daily(120, 120), daily(150, 150, days=None)),
    "alternate days": (daily(25, days=4, every_days=2), daily(25, days=2), daily(50, days=None)),
    "daily to alternate": (daily(20, days=2), daily(40, days=4, every_days=2), daily(40, days=None)),
    "ends by days": (daily(50), daily(100, 100, days=2)),
    "hourly, ends by doses": (clock("20", 60, 1), clock("40", 120, 3)),
    "weekly": (daily(5, days=7, every_days=7), daily(10, days=7, every_days=7), daily(10, days=None)),
}
GATES = {
    "default": GateRules(4, 12, 48, 14),
    "short watch": GateRules(4, 12, 48, 2),
    "rapid": GateRules(Decimal("0.5"), 1, 36, 2),
    "at once": GateRules(0, 12, 48, 3),
    "week": GateRules(4, 24, 336, 3),
}
RULES = (
    DoseRules(),
    DoseRules(),
    DoseRules(make_up_not_given_hours=6, make_up_vomited_minutes=240),
    DoseRules(make_up_not_given_hours=1, make_up_vomited_minutes=30),
)
DAYS = {
    "Europe/Berlin": (date(2026, 3, 27), date(2026, 10, 23), date(2026, 11, 2)),
    "America/New_York": (date(2026, 3, 6), date(2026, 10, 30)),
    "Australia/Lord_Howe": (date(2026, 4, 3), date(2026, 10, 2)),
    "Pacific/Apia": (date(2011, 12, 28),),
    "Europe/London": (date(2026, 3, 28), date(2026, 10, 24)),
    "UTC": (date(2026, 11, 2),),
}
TIMES = (
    {"morning": "08:00", "evening": "20:00", "bedtime": "22:00"},
    {"morning": "02:30", "evening": "14:30", "bedtime": "20:00"},
    {"morning": "07:15", "evening": "19:15", "bedtime": "23:45"},
)


def drawn(rng: Random) -> tuple[CourseEnrolled, date]:
    """A course's plan, and the day on which the patient comes."""
    name = rng.choice(sorted(STEPS))
    hourly = name.startswith("hourly")
    rare = name in ("alternate days", "daily to alternate", "weekly")
    gates = ["rapid", "at once", "default"] if hourly else ["week"] if rare else ["default", "short watch"]
    steps = STEPS[name]
    protocol: Protocol = msgspec.structs.replace(
        REPORT,
        id=f"drawn-{name.replace(' ', '-').replace(',', '').lower()}",
        steps=steps,
        gate=GATES[rng.choice(gates)],
        doses=rng.choice(RULES),
        windows=Windows(120, 15 if hourly else 60),
    )
    zone = rng.choice(sorted(DAYS))
    return enrolment(protocol, zone, rng.choice(TIMES)), rng.choice(DAYS[zone])


def enrolment(protocol: Protocol, zone: str, times: dict[str, str]) -> CourseEnrolled:
    """The entry that enrols on `protocol`, to its last step."""
    used = {slot: times[slot] for slot in protocol.slots}
    strengths = (Decimal(150),)
    return CourseEnrolled(
        protocol, "Cleo Marsh", len(protocol.steps), strengths, used, zone, "suspension, pharmacy note 7"
    )
