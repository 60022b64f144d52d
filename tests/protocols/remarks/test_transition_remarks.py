"""A step that can never be left is named: as the remark says it goes with people who give what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DoseRules, GateRules, Protocol
from protocols.definition.step import USUAL_TIMES, PlannedDose, Step
from protocols.gate.gate import gate
from protocols.record.slots import start_options
from protocols.remarks.remarks import unusual
from protocols.remarks.transition_remarks import transition_remarks
from store.site.library import built_in
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import library

USUAL, WEEKS, RAPID = (
    GateRules(4, 12, 48, 14),
    GateRules(4, 12, 336, 14),
    GateRules(Decimal("0.5"), 1, 48, 14),
)


def daily(*slots: str, days: int | None = 1, every_days: int = 1) -> Step:
    doses = tuple(PlannedDose(slot, Decimal(20)) for slot in slots)
    return Step(doses, days=days, every_days=every_days)


def clock(minutes: int, doses: int | None = None, hours: int | None = None) -> Step:
    return Step((PlannedDose("", Decimal(20)),), every_minutes=minutes, doses_given=doses, hours=hours)


def planned(left: Step, step: Step, rules: GateRules) -> Protocol:
    report = library("alectinib-report-2020")
    last = msgspec.structs.replace(step, days=None, hours=None, doses_given=None)
    return msgspec.structs.replace(
        report, id="drawn", steps=(left, last), gate=rules, doses=DoseRules("never")
    )


def lived(protocol: Protocol) -> str:
    """What keeps people who give every dose at its time from step 2, whenever they look; "" for nothing."""
    bedside = Bedside(protocol)
    bedside.admit()
    bedside.enrol(times={slot: USUAL_TIMES[slot] for slot in protocol.slots if slot})
    bedside.go(hours=1)
    bedside.rash_free()
    bedside.start(1)
    bedside.go(minutes=1)
    found = [looks for _ in range(_doses(protocol)) for looks in between(bedside)]
    if set() in found:
        return ""
    return "a break" if {6} in found else "always"


def _doses(protocol: Protocol) -> int:
    """All that step 1 needs, and a round more."""
    left = protocol.steps[0]
    return (left.doses_needed or 0) + max(len(left.doses), 2)


def between(bedside: Bedside) -> list[set[int]]:
    """What is missing at the times until the next dose is due; then it is given."""
    coming = bedside.next
    length = coming.at - bedside.now if coming else timedelta(hours=30)
    parts = max(length // timedelta(hours=4), 2)
    times = [bedside.now + (length - timedelta(minutes=1)) * part / parts for part in range(parts + 1)]
    found = [looked(bedside, at.replace(second=0, microsecond=0)) for at in times]
    bedside.go(hours=length / timedelta(hours=1))
    if coming:
        bedside.give()
    bedside.go(minutes=1)
    return found


def looked(bedside: Bedside, now: datetime) -> set[int]:
    """What is missing at the best if the skin is seen rash-free now; nothing of it stays on the record."""
    before, known = bedside.now, len(bedside.entries)
    bedside.now = now
    bedside.rash_free()
    chart = bedside.chart
    firsts = start_options(chart.plan, chart.protocol.step(2), bedside.now, chart.known, chart.step)
    found = [{p.number for p in gate(chart, bedside.now, first).missing} for first in firsts]
    del bedside.entries[known:]
    bedside.now = before
    return min(found, key=lambda numbers: (len(numbers - {6}), len(numbers)))


CASES = {
    "daily to every second day": (daily("morning", days=3), daily("morning", every_days=2), USUAL),
    "daily to weekly": (daily("morning", days=3), daily("morning", every_days=7), USUAL),
    "second mornings to second mornings": (
        daily("morning", days=4, every_days=2), daily("morning", every_days=2), WEEKS),
    "second mornings to second evenings": (
        daily("morning", days=4, every_days=2), daily("evening", every_days=2), WEEKS),
    "second mornings to evenings": (daily("morning", days=4, every_days=2), daily("evening"), WEEKS),
    "second mornings, a break of two days": (
        daily("morning", days=4, every_days=2), daily("morning", every_days=2), USUAL),
    "weekly to weekly, a break of two days": (
        daily("morning", days=7, every_days=7), daily("morning", every_days=7), USUAL),
    "weekly to weekly": (daily("morning", days=7, every_days=7), daily("morning", every_days=7), WEEKS),
    "once, then daily": (daily("morning", days=1, every_days=7), daily("morning"), USUAL),
    "hourly, a check after four hours": (clock(60, 3), daily("morning"), USUAL),
    "once, a check after four hours": (clock(60, 1), clock(60, 1), USUAL),
    "hourly, a check after half an hour": (clock(60, 2), clock(60), RAPID),
    "three a day, a check after eight hours": (
        daily("morning", "midday", "evening"), daily("morning"), GateRules(8, 12, 48, 14)),
    "morning to bedtime, a check of an hour": (
        daily("morning", "evening"), daily("bedtime"), GateRules(4, 1, 48, 14)),
    "by the clock to times of day": (clock(360, hours=24), daily("evening"), USUAL),
    "times of day to the clock": (daily("evening"), clock(360), USUAL),
}  # fmt: skip


@pytest.mark.parametrize(("left", "step", "rules"), CASES.values(), ids=CASES)
def test_a_remark_says_what_people_who_give_what_is_due_would_find(
    left: Step, step: Step, rules: GateRules
) -> None:
    protocol = planned(left, step, rules)
    words = [words for number, words in transition_remarks(protocol) if number == 1]
    expected = {"": [], "a break": ["waives a break"], "always": ["can never begin", "before the gate can"]}
    found = expected[lived(protocol)]
    assert len(words) == min(len(found), 1)
    assert not words or any(part in words[0] for part in found)


def test_some_of_them_can_never_happen_and_some_need_a_waiver() -> None:
    remarks = {name: list(transition_remarks(planned(*case))) for name, case in CASES.items()}
    assert {name for name, found in remarks.items() if found} == {
        "second mornings to second evenings",
        "second mornings, a break of two days",
        "weekly to weekly, a break of two days",
        "hourly, a check after four hours",
    }


def test_the_checker_prints_it() -> None:
    protocol = planned(*CASES["second mornings to second evenings"])
    said = [str(remark) for remark in unusual(protocol)]
    assert (
        "warning: step 1: step 2 can never begin while people give what is due: at its first dose any check "
        "is older than 12 hours."
    ) in said


def test_it_names_the_step_that_is_stuck_and_the_one_behind_it() -> None:
    left, step, rules = CASES["second mornings to second evenings"]
    two = planned(left, step, rules)
    three = msgspec.structs.replace(two, steps=(daily("morning", days=2), *two.steps))
    ((number, words),) = transition_remarks(three)
    assert (number, words[:6]) == (2, "step 3")


def test_every_step_of_the_library_can_be_left() -> None:
    assert [list(transition_remarks(protocol)) for protocol in built_in() if protocol.startable] == [
        [] for protocol in built_in() if protocol.startable
    ]
