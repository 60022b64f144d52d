"""How far doses lie apart: in a plan at its usual times of day, and at the times a site has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from protocols.definition.protocol import Protocol
from protocols.definition.step import Step, usual_time
from protocols.definition.wording import slot_text
from protocols.values.formatting import duration_text, plural

_DAY = timedelta(days=1)


def gaps(step: Step) -> list[timedelta]:
    """The times between one dose and the next at the usual times of day, the nights among them."""
    if step.every_minutes is not None:
        return [step.interval]
    times = sorted(usual_time(dose.slot) for dose in step.doses)
    night = times[0] + _DAY * step.every_days - times[-1]
    return [later - earlier for earlier, later in pairwise(times)] + [night]


def longest_gap(step: Step) -> timedelta:
    """The longest time without a dose when all are given at their usual times."""
    return max(gaps(step))


def uneven(protocol: Protocol, times: Mapping[str, str]) -> list[str]:
    """A sentence for each two dose times ("08:00", by slot) nearer than half of what even spacing gives, and
    for each two so far apart that the time between them is a treatment break.

    Times are of the 24-hour clock; the night counts too.
    """
    limit = timedelta(hours=protocol.gate.treatment_break_hours)
    found = [words for step in protocol.steps for words in _of_step(step, times)]
    found += [words for step in protocol.steps for words in _breaks(step, times, limit)]
    return list(dict.fromkeys(found))


def _breaks(step: Step, times: Mapping[str, str], limit: timedelta) -> Iterator[str]:
    slots = [dose.slot for dose in step.doses]
    if step.every_minutes is not None:
        return
    for slot, following in zip(slots, slots[1:] + slots[:1], strict=True):
        night = _DAY * step.every_days if following == slots[0] else timedelta(0)
        gap = _time(times[following]) - _time(times[slot]) + night
        if gap >= limit:
            one, other = (f"the dose {slot_text(name)} ({times[name]})" for name in (slot, following))
            hours = plural(int(limit / timedelta(hours=1)), "hour")
            apart = f"{duration_text(gap)} lie between {one} and {other}"
            yield f"{apart}, and {hours} without a dose are a break."


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
