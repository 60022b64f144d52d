"""Every decision of a prescriber in every state of a course: taken or refused, and what it says first.

What the form tells before a decision is recorded must be what the chart then says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from protocols.clinic_time import local
from protocols.entries import DecisionMade, Entry, HoldPlaced, PreconditionWaived, RedFlagSeen
from protocols.gate import gate
from protocols.outlook import as_if, what_follows
from protocols.refusal import Refused
from protocols.slots import open_slot
from protocols.watch import last_increase
from tests.protocols.bedside import MRN, PRESCRIBER, Bedside, on_step
from tests.protocols.published import library

Act = DecisionMade | PreconditionWaived


def enrolled() -> Bedside:
    bed = Bedside(library("alectinib-report-2020"))
    bed.admit()
    bed.enrol()
    return bed


def running() -> Bedside:
    """On step 2, its first dose given at its time."""
    bed = on_step(2)
    bed.go(hours=1, minutes=30)
    bed.give()
    return bed


def held() -> Bedside:
    bed = running()
    bed.record(HoldPlaced("surgery"))
    return bed


def rash() -> Bedside:
    bed = running()
    bed.go(hours=1)
    bed.rash()
    return bed


def rash_gone() -> Bedside:
    bed = rash()
    bed.go(hours=4)
    bed.rash_free()
    return bed


def red_flag() -> Bedside:
    bed = running()
    bed.record(RedFlagSeen(("skin pain",)))
    return bed


def check_lost() -> Bedside:
    """The rash-free check behind step 2 was entered in error."""
    bed = running()
    bed.correct(next(e for e in reversed(bed.entries) if type(e.what).__name__ == "RashFreeChecked"))
    return bed


def on_target() -> Bedside:
    """The target step was reached yesterday: its watch goes on."""
    bed = running()
    bed.decide("stay")
    return bed


def watched() -> Bedside:
    """On the target step, its watch over with a rash-free check on its last day."""
    bed = on_target()
    increase = last_increase(bed.chart)
    assert increase is not None
    while local(bed.now, bed.zone).date() < increase + timedelta(days=14):
        bed.day()
    bed.rash_free()
    return bed


def stopped() -> Bedside:
    bed = running()
    bed.decide("stop")
    return bed


def completed() -> Bedside:
    bed = watched()
    bed.decide("complete")
    return bed


STATES: tuple[Callable[[], Bedside], ...] = (
    enrolled,
    running,
    held,
    rash,
    rash_gone,
    red_flag,
    check_lost,
    on_target,
    watched,
    stopped,
    completed,
)

DECISIONS: dict[str, Callable[[Bedside], Act]] = {
    "resume": lambda bed: decided(bed, "resume"),
    "resume, rash accepted": lambda bed: decided(bed, "resume", accepted=True),
    "repeat": lambda bed: decided(bed, "repeat"),
    "back": lambda bed: decided(bed, "back", 1),
    "stay": lambda bed: decided(bed, "stay"),
    "target": lambda bed: DecisionMade("target", "as discussed", 3),
    "complete": lambda bed: DecisionMade("complete", "as discussed"),
    "stop": lambda bed: DecisionMade("stop", "as discussed"),
    "waive doses": lambda bed: PreconditionWaived("doses", "as discussed"),
    "waive days": lambda bed: PreconditionWaived("days", "as discussed"),
    "waive break": lambda bed: PreconditionWaived("break", "as discussed"),
}

NO = "refused: "
HELD = "After this: nothing is due."
SAME = "After this: 300 mg twice daily from "
GOES_ON = "After this: 300 mg twice daily goes on."
LOWER = "After this: 150 mg twice daily from "
NO_HOLD, NO_WAIVER = NO + "There is no hold to end.", NO + "That precondition is met"
LOOK = NO + "No rash-free check yet."
SINCE = NO + "A finding was recorded after the last rash-free check"
LOST = NO + "The rash-free check behind step"
NOT_BEGUN = NO + "The course has not been started"
NOT_YET = NO + "This course cannot be completed yet."
WAS_STOPPED, WAS_COMPLETED = NO + "This course was stopped.", NO + "This course was completed."
ENDS = "After this: the course is stopped. Nothing is due."

TABLE: dict[str, dict[str, str]] = {
    "enrolled": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": NOT_BEGUN,
        "back": NOT_BEGUN,
        "stay": NOT_BEGUN,
        "target": "After this: no dose is due until step 1 is started.",
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
    "running": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "waive doses": GOES_ON,
        "waive days": GOES_ON,
    },
    "held": {
        "resume": SAME,
        "resume, rash accepted": SAME,
        "repeat": SAME,
        "back": LOWER,
        "stay": SAME,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "rash": {
        "resume": SINCE,
        "resume, rash accepted": SAME,
        "repeat": SINCE,
        "back": SINCE,
        "stay": SINCE,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "rash_gone": {
        "resume": SAME,
        "resume, rash accepted": SAME,
        "repeat": SAME,
        "back": LOWER,
        "stay": SAME,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "red_flag": {
        "resume": SINCE,
        "resume, rash accepted": SAME,
        "repeat": SINCE,
        "back": SINCE,
        "stay": SINCE,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "check_lost": {
        "resume": LOST,
        "resume, rash accepted": LOST,
        "repeat": LOST,
        "back": LOWER,
        "stay": LOST,
        "target": HELD,
        "waive doses": HELD,
        "waive days": HELD,
    },
    "on_target": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
    "watched": {
        "resume": NO_HOLD,
        "resume, rash accepted": NO_HOLD,
        "repeat": SAME,
        "back": LOWER,
        "stay": GOES_ON,
        "target": GOES_ON,
        "complete": "After this: the course is completed. Nothing is due.",
        "waive doses": NO_WAIVER,
        "waive days": NO_WAIVER,
    },
}
"""What each decision leads to. Left out: "complete" is not yet, "stop" ends, "waive break" has none."""


def expected(state: str, decision: str) -> str:
    if state in ("stopped", "completed"):
        return WAS_STOPPED if state == "stopped" else WAS_COMPLETED
    usual = {"complete": NOT_YET, "stop": ENDS, "waive break": NO_WAIVER}
    return TABLE[state].get(decision) or usual[decision]


def decided(bed: Bedside, kind: str, step: int | None = None, *, accepted: bool = False) -> DecisionMade:
    """The decision with its most natural first dose, where one is asked for."""
    chart = bed.chart
    first = None
    if chart.current and not (kind == "stay" and not chart.open_holds):
        to = bed.protocol.step(step or chart.step_number)
        first = open_slot(chart.plan, to, bed.now, chart.lines)
    return DecisionMade(kind, "as discussed", step, first, accepted)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_decision_in_every_state(state: Callable[[], Bedside]) -> None:
    start = state()
    for name, decision in DECISIONS.items():
        what, want = decision(start), expected(state.__name__, name)
        entry = Entry(
            id="draft",
            patient=MRN,
            course=start.course,
            at=local(start.now, start.zone),
            zone=start.zone,
            by=PRESCRIBER,
            what=what,
        )
        told = outlook(start, entry)
        assert told[0].startswith(want), name


def outlook(bed: Bedside, entry: Entry) -> list[str]:
    """What the form says before it is recorded. No decision opens the gate or leads to a higher step."""
    try:
        after = as_if(bed.folded, entry, bed.now, bed.newest).chart(bed.course)
    except Refused as refused:
        return [f"{NO}{refused}"]
    assert after is not None
    assert not gate(after, bed.now).open
    assert after.step_number <= bed.chart.step_number
    return what_follows(bed.chart, after, bed.now)
