"""Every state a course can be in when a prescriber decides, every decision, and what the form tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from protocols.entries import (
    DecisionMade,
    Entry,
    HoldPlaced,
    PreconditionWaived,
    RashFreeChecked,
    RedFlagSeen,
)
from protocols.gate.gate import gate
from protocols.gate.rash_watch import last_increase
from protocols.record.slots import open_slot
from protocols.rules.preview import as_if, what_follows
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import MRN, PRESCRIBER, Bedside, on_step
from tests.protocols.helpers.published import library

NO = "refused: "
"""What a refusal begins with in what the form tells."""

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
    bed.correct(next(e for e in reversed(bed.entries) if isinstance(e.what, RashFreeChecked)))
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


def decided(bed: Bedside, kind: str, step: int | None = None, *, accepted: bool = False) -> DecisionMade:
    """The decision with its most natural first dose, where one is asked for."""
    chart = bed.chart
    first = None
    if chart.current and not (kind == "stay" and not chart.open_holds):
        to = bed.protocol.step(step or chart.step_number)
        first = open_slot(chart.plan, to, bed.now, chart.known)
    return DecisionMade(kind, "as discussed", step, first, accepted)  # type: ignore[arg-type]


def draft(bed: Bedside, what: Act) -> Entry:
    """What a prescriber is about to record."""
    at = local(bed.now, bed.zone)
    return Entry(id="draft", patient=MRN, course=bed.course, at=at, zone=bed.zone, by=PRESCRIBER, what=what)


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
