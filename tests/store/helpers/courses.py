"""Courses in the tests of the ledger: enrolled and stopped in a line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from protocols.entries import ClockConfirmed, CourseEnrolled, DecisionMade, Person
from protocols.reports.carried_over import RECENT
from store.ledger.ledger import Ledger
from store.site.library import built_in
from tests.store.helpers.ward import Clock, add, admission, entry

ENDED, OPEN = "00007-1", "00008-2"
PRESCRIBER = Person("Cleo Marsh", "CM", "prescriber", "cleo")


def enrol(ledger: Ledger, patient: str, clock: Callable[[], datetime]) -> str:
    """A course of the first built-in protocol; gives its id."""
    protocol = built_in()[0]
    plan = CourseEnrolled(
        protocol=protocol,
        prescriber="Cleo Marsh",
        target=len(protocol.steps),
        strengths=protocol.strengths,
        times={"morning": "08:00", "evening": "20:00"},
        zone="Europe/Berlin",
        made_by="as the pharmacy says",
    )
    made = entry(plan, clock(), patient=patient)
    return ledger.append(made, ledger.record(patient).version).id


def stop(ledger: Ledger, patient: str, clock: Callable[[], datetime]) -> None:
    """End the patient's last course."""
    record = ledger.record(patient)
    made = entry(DecisionMade("stop", "as agreed"), clock(), patient=patient, by=PRESCRIBER)
    ledger.append(msgspec.structs.replace(made, course=record.charts[-1].id), record.version)


def with_one_ended(ledger: Ledger, clock: Clock) -> Ledger:
    """One patient without a course, `OPEN` with an open course, `ENDED` whose course ended long ago."""
    for patient in (ENDED, OPEN):
        ledger.append(admission(clock(), patient), 0)
        enrol(ledger, patient, clock)
    stop(ledger, ENDED, clock)
    clock.go(days=RECENT.days - 1)
    ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
    clock.go(days=1)
    add(ledger, "the day before", clock(), OPEN)
    return ledger
