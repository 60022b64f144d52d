"""A bedside that goes through a whole course: each dose at its time, each step as soon as its gate opens."""

from __future__ import annotations

from datetime import timedelta

from protocols import entries as e
from protocols.definition.sizing import FixedAmount, Sized
from protocols.definition.step import USUAL_TIMES
from protocols.record.slots import slot_instant
from protocols.values.clinic_time import instant_of, local
from tests.protocols.helpers.bedside import OTHER_NURSE, PRESCRIBER, Bedside
from tests.protocols.whole_courses.sums import HEIGHT_CM, WEIGHT_KG, Dose, fixed_amount


class Ward(Bedside):
    """A bedside that gives a whole course as its protocol has it."""

    def begin(self) -> None:
        """From the enrolment, with the amounts per kg or m² fixed, to the start of the first step."""
        self.admit()
        changes: dict[str, object] = {"times": {slot: USUAL_TIMES[slot] for slot in self.protocol.slots}}
        if self.protocol.per:
            changes |= {
                "sized": self._sized(),
                "confirmed": e.Confirmed(OTHER_NURSE, self.now),
                "by": PRESCRIBER,
            }
        self.enrol(**changes)
        first = self.natural(self.protocol.step(1))
        self.now = max(self.now, slot_instant(self.chart.plan, first) - timedelta(minutes=30))
        self.look()
        self.start(1, first)

    def _sized(self) -> Sized:
        """Each amount per kg or m² as a prescriber would round it."""
        height = HEIGHT_CM if self.protocol.per == "m2" else None
        whole = self.protocol.at_most
        amounts = [
            FixedAmount(
                number,
                asked,
                fixed_amount(asked, self.protocol.unit, self.protocol.round_to, step.at_most or whole),
            )
            for number, step in enumerate(self.protocol.steps, start=1)
            for asked in step.amounts_used
        ]
        return Sized(WEIGHT_KG, tuple(amounts), height)

    def look(self) -> None:
        """Everything the next gate may ask for."""
        last = self.entries[-1].recorded if self.entries else None
        if last is not None and self.now - last > timedelta(days=7):
            self.confirm_clock()
        self.rash_free()
        for check in self.protocol.checks:
            value = check.at_least if check.at_least is not None else check.at_most
            stated = None if check.is_measured else True
            self.record(e.NamedCheckMade(check.name, value, check.unit, stated))


class Strayed(AssertionError):
    """The course did something that the file does not ask for."""


def whole_course(ward: Ward, wanted: int) -> tuple[list[Dose], dict[int, tuple[str, int]]]:
    """Every dose that came due on the ward until the end of the course, and how each step began."""
    ward.begin()
    given: list[Dose] = []
    begins: dict[int, tuple[str, int]] = {}
    while len(given) < wanted:
        due = ward.next
        if due is None:
            break
        ward.now = max(ward.now, due.at)
        chart = ward.chart
        first = chart.stretches[-1].first
        day = (due.key.day - first.day).days if due.key.slot in USUAL_TIMES else None
        slot = due.key.slot if day is not None else ""
        given.append(Dose(chart.step_number, day, slot, due.amount))
        begins.setdefault(chart.step_number, (slot, due.key.day.weekday()))
        ward.give(amount=due.amount)
        if len(given) < wanted:
            go_on(ward)
    return given, begins


EARLIEST = 5
"""No step is started at night: there the dose of the evening before would still be its first."""


def go_on(ward: Ward) -> None:
    """To the next dose; before it to the next step, where its gate opens by then."""
    found = ward.gate
    if found.to is None or any(p.number == 1 and not p.met for p in found.preconditions):
        return
    due = ward.next
    ready = ward.now + ward.protocol.gate.check_after_dose
    last = due.at if due else ready + timedelta(days=60)
    tries = [ready, *(ready + timedelta(hours=hour) for hour in range(1, 13))]
    today = local(ready, ward.zone).date()
    tries += [instant_of(today + timedelta(days=day), "05:30", ward.zone) for day in range(1, 9)]
    if due is not None:
        tries += [due.at - timedelta(minutes=20), due.at]
    for at in sorted(at for at in tries if ready <= at <= last and local(at, ward.zone).hour >= EARLIEST):
        ward.now = max(at, ward.now)
        ward.look()
        if ward.gate.open:
            ward.start(found.to)
            return
    if due is None:
        raise Strayed(f"step {found.to} never opens: {[p.words for p in ward.gate.missing]}")
