"""What is unusual in a protocol that can be used: to be looked at twice, never refused.

The published protocols at most double the daily dose from step to step, so more is named here and not
forbidden (domain.md 4.4 row 4). Remarks are for whoever writes or approves a protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from protocols.definition.protocol import Protocol
from protocols.definition.step import Step
from protocols.definition.totals import length_text, ratio_text, step_text
from protocols.definition.units import unmakeable
from protocols.definition.wording import slot_text
from protocols.values.formatting import amount_text, duration_text, hours_text, listed, number_text

LARGEST_RATIO = 2
HALF_LIVES_TO_STEADY = 5
"""After so many half-lives a level is within 4% of steady (domain.md 2.8)."""

Weight = Literal["warning", "information"]


class Remark(Struct, frozen=True):
    """One thing to look at. `step` is its number, 0 for the whole protocol."""

    step: int
    weight: Weight
    words: str

    def __str__(self) -> str:
        where = f"step {self.step}: " if self.step else ""
        return f"{self.weight}: {where}{self.words}"


def unusual(protocol: Protocol) -> list[Remark]:
    """Everything unusual, the whole protocol first; nothing for a literature entry."""
    if not protocol.startable:
        return []
    steps = [
        remark
        for number, step in enumerate(protocol.steps, start=1)
        for remark in _time_for_a_check(protocol, number, step)
    ]
    return [*_whole(protocol), *_short_steps(protocol), *_changes(protocol), *steps]


def _whole(protocol: Protocol) -> Iterator[Remark]:
    missing = unmakeable(protocol, protocol.strengths, len(protocol.steps))
    if missing:
        doses = listed([amount_text(amount, protocol.unit) for amount in missing])
        words = f"the strengths of the file cannot make {doses}. Enrolment will ask how they are made."
        yield Remark(0, "warning", words)
    if protocol.gate.check_after_dose > protocol.gate.check_valid:
        yield Remark(0, "information", "a check is good for less time than it waits after a dose.")


def _changes(protocol: Protocol) -> Iterator[Remark]:
    for number, (before, step) in enumerate(pairwise(protocol.steps), start=2):
        ratio = step.per_day / before.per_day
        named = f"from {step_text(before, protocol.unit)} to {step_text(step, protocol.unit)}"
        if ratio > LARGEST_RATIO:
            words = f"the daily dose is {ratio_text(ratio)} times that of the step before, {named}."
            yield Remark(number, "warning", words)
        elif ratio < 1:
            yield Remark(number, "warning", f"the daily dose is less than in the step before, {named}.")


def _short_steps(protocol: Protocol) -> Iterator[Remark]:
    half_life = protocol.half_life_hours
    if half_life is None:
        return
    steady = timedelta(hours=float(half_life)) * HALF_LIVES_TO_STEADY
    short = [
        str(number)
        for number, step in enumerate(protocol.steps, start=1)
        if step.length is not None and step.length < steady
    ]
    if short:
        named = f"step {short[0]} ends" if len(short) == 1 else f"steps {listed(short)} end"
        about = f"{number_text(round(steady / timedelta(days=1)))} days"
        half = f"{HALF_LIVES_TO_STEADY} half-lives of {number_text(half_life)} hours"
        yield Remark(0, "information", f"{named} before the level is steady, after about {about} ({half}).")


def _time_for_a_check(protocol: Protocol, number: int, step: Step) -> Iterator[Remark]:
    """Between two doses there must be time for the check that opens the gate."""
    last = number == len(protocol.steps)
    if not last and protocol.gate.check_after_dose >= step.interval:
        after = hours_text(protocol.gate.check_after_dose_hours)
        words = (
            f"its doses are {length_text(step.interval)} apart and a check counts {after} after a dose: "
            "the next dose is due before the gate can open."
        )
        yield Remark(number, "warning", words)


_DAY = timedelta(days=1)


def uneven(protocol: Protocol, times: Mapping[str, str]) -> list[str]:
    """A sentence for each two dose times ("08:00", by slot) nearer than half of what even spacing gives.

    Times are of the 24-hour clock; the night counts too.
    """
    return list(dict.fromkeys(words for step in protocol.steps for words in _of_step(step, times)))


def _of_step(step: Step, times: Mapping[str, str]) -> Iterator[str]:
    slots = [dose.slot for dose in step.doses]
    if step.every_minutes is not None or len(slots) < 2:
        return
    even = _DAY / len(slots)
    for slot, following in zip(slots, slots[1:] + slots[:1], strict=True):
        gap = (_time(times[following]) - _time(times[slot])) % _DAY
        if gap < even / 2:
            one, other = (f"the dose {slot_text(name)} ({times[name]})" for name in (slot, following))
            spaced = f"evenly spaced they would be {duration_text(even)} apart"
            yield f"Only {duration_text(gap)} lie between {one} and {other}; {spaced}."


def _time(wall: str) -> timedelta:
    return timedelta(hours=int(wall[:2]), minutes=int(wall[3:]))
