"""The protocols, zones and dose times that are drawn: every kind of step, and every kind of clock change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import msgspec

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import DoseRules, DownRules, GateRules, Protocol, Windows
from protocols.definition.sizing import FixedAmount, Sized
from protocols.definition.step import WEEKDAYS, PlannedDose, Step
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


def weekly(amount: int, weekdays: str, days: int | None = 7) -> Step:
    """A step of days of the week, once on each."""
    numbers = tuple(WEEKDAYS.index(day) for day in weekdays.split(", "))
    return Step((PlannedDose("morning", Decimal(amount)),), days=days, weekdays=numbers)


def cycle(amount: int, on: int, off: int, days: int | None) -> Step:
    """A step of so many days on and so many off."""
    return Step((PlannedDose("morning", Decimal(amount)),), days=days, days_on=on, days_off=off)


def turn(*amounts: int, days: int) -> Step:
    """A step whose days have these amounts in turn."""
    pattern = tuple((PlannedDose("evening", Decimal(amount)),) for amount in amounts)
    return Step((PlannedDose("evening", Decimal(max(amounts))),), days=days, pattern=pattern)


STEPS: dict[str, tuple[Step, ...]] = {
    "report": shortened("alectinib-report-2020"),
    "Kimura": shortened("alectinib-kimura"),
    "Anderson": shortened("alectinib-anderson"),
    "report as published": REPORT.steps,
    "begins high": (daily(100), daily(20), daily(50, days=2), daily(100, 100, days=None)),
    "down": (daily(100), daily(50), daily(20, days=None)),
    "down and up": (daily(40), daily(20), daily(20, 20), daily(60, days=None)),
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
    "weekdays": (weekly(20, "Mon, Thu"), daily(20, days=1), weekly(40, "Mon, Wed, Fri", days=None)),
    "cycle": (cycle(20, 2, 1, days=6), cycle(40, 2, 2, days=None)),
    "in turn": (turn(25, 50, days=3), turn(50, 25, 75, days=3), daily(75, days=None)),
    "in turn, ends": (daily(25), turn(50, 100, days=2)),
    "weekly": (daily(5, days=7, every_days=7), daily(10, days=7, every_days=7), daily(10, days=None)),
}
GATES = {
    "default": GateRules(4, 12, 48, 14),
    "short watch": GateRules(4, 12, 48, 2, 1, 2),
    "rapid": GateRules(Decimal("0.5"), 1, 36, 2),
    "at once": GateRules(0, 12, 48, 3),
    "week": GateRules(4, 24, 336, 3, 2, 9),
}
ANC = NamedCheck("Neutrophils", 48, "10^9/L", at_least=Decimal("1.5"))
SIGNS = NamedCheck("No withdrawal signs", 4, before_steps=(2,), waived_by="prescriber")
PULSE = NamedCheck("Heart rate", 24, "/min", Decimal(50), Decimal(120), (2, 3), "prescriber", holds=True)
CHECKS = ((), (), (), (), (ANC,), (SIGNS,), (PULSE,), (SIGNS, PULSE))
"""What the gate asks for beside the skin, in half of the courses."""
PER_KG = (Decimal(10), Decimal(15), Decimal(20))
"""Weights for which amounts are fixed, in a part of the courses; nobody weighs what they are per kg."""
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
    "America/Santiago": (date(2026, 4, 2), date(2026, 9, 3)),
    "Africa/Cairo": (date(2026, 4, 22), date(2026, 10, 28)),
    "Africa/Casablanca": (date(2026, 2, 13), date(2026, 3, 20)),
    "Antarctica/Troll": (date(2026, 3, 27), date(2026, 10, 23)),
    "Asia/Beirut": (date(2026, 3, 27), date(2026, 10, 23)),
    "Pacific/Kwajalein": (date(1993, 8, 19),),
    "America/Caracas": (date(2016, 4, 29),),
}
TIMES: tuple[dict[str, str], ...] = (
    {"morning": "08:00", "evening": "20:00", "bedtime": "22:00"},
    {"morning": "02:30", "evening": "14:30", "bedtime": "20:00"},
    {"morning": "07:15", "evening": "19:15", "bedtime": "23:45"},
    {"morning": "00:00", "evening": "12:00", "bedtime": "23:59"},
    {"morning": "00:30", "evening": "01:45", "bedtime": "02:30"},
)


def drawn(rng: Random) -> tuple[CourseEnrolled, date]:
    """A course's plan, and the day on which the patient comes."""
    name = rng.choice(sorted(STEPS))
    hourly = name.startswith("hourly")
    rare = name in ("alternate days", "daily to alternate", "weekly")
    rare = rare or (name in ("weekdays", "cycle") and rng.random() < 0.5)
    gates = ["rapid", "at once", "default"] if hourly else ["week"] if rare else ["default", "short watch"]
    steps = STEPS[name]
    per_kg = not hourly and rng.random() < 0.2
    protocol: Protocol = msgspec.structs.replace(
        REPORT,
        id=f"drawn-{name.replace(' ', '-').replace(',', '').lower()}",
        steps=steps,
        gate=GATES[rng.choice(gates)],
        gate_down=rng.choice((DownRules(), DownRules(0, 24), DownRules(2, 6))),
        doses=rng.choice(RULES),
        windows=Windows(120, 15 if hourly else 60),
        checks=tuple(fitting(check, len(steps)) for check in rng.choice(CHECKS)),
        unit="mg/kg" if per_kg else "mg",
    )
    zone = rng.choice(sorted(DAYS))
    return enrolment(protocol, zone, rng.choice(TIMES), rng.choice(PER_KG)), rng.choice(DAYS[zone])


def other_times(rng: Random, protocol: Protocol) -> dict[str, str]:
    """Dose times that a ward may set for it."""
    times = rng.choice(TIMES)
    return {slot: times[slot] for slot in protocol.slots}


def fitting(check: NamedCheck, steps: int) -> NamedCheck:
    """The check before steps that there are."""
    before = tuple(step for step in check.before_steps if step <= steps)
    return msgspec.structs.replace(check, before_steps=before)


def fixed_for(protocol: Protocol, weight: Decimal) -> Sized:
    """Amounts of a protocol per kg, exactly as its file has them for this weight."""
    pairs = [(n, asked) for n, step in enumerate(protocol.steps, 1) for asked in step.amounts_used]
    return Sized(weight, tuple(FixedAmount(step, asked, asked * weight) for step, asked in pairs))


def enrolment(protocol: Protocol, zone: str, times: dict[str, str], weight: Decimal) -> CourseEnrolled:
    """The entry that enrols on `protocol`, to its last step."""
    used = {slot: times[slot] for slot in protocol.slots}
    strengths = (Decimal(150),)
    plan = CourseEnrolled(
        protocol, "Cleo Marsh", len(protocol.steps), strengths, used, zone, "suspension, pharmacy note 7"
    )
    return msgspec.structs.replace(plan, sized=fixed_for(protocol, weight)) if protocol.per else plan
