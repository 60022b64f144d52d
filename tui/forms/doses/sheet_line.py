"""What stands on a downtime sheet beside its doses, as it is typed: a letter, the true time, the rest.

"c 06:30", "u 07:00 AO", "h 09:00 for the scan", "p 22:00 CM resume scan done"; one after the other with a
semicolon between them. A time without a day is one of today; what does not fit there is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from protocols.entries import (
    DecisionMade,
    DoneOnPaper,
    DoseKey,
    HoldPlaced,
    PreconditionWaived,
    RashFreeChecked,
    StepStarted,
    What,
)
from protocols.record.chart import Chart
from protocols.record.slots import open_slot
from protocols.values.time_words import lately
from tui.forms.base.line_time import pinned, told_lately
from tui.parsing import Fault

LETTERS = (
    "Beside the doses: c 06:30 rash-free, whole skin and mucosa seen; u 07:00 AO next step started, by whom; "
    "h 09:00 held, then why;",
    "p 22:00 CM resume (repeat, back 1, stay, stop, waive doses), then why. Yesterday: c 17-Nov-2026 06:30. "
    "A finding: s, before any dose.",
)
"""What the letters mean, in sentences."""

Known = Callable[[datetime], Chart]
"""The chart as it stood at an instant, with all that is known by now of the time up to it."""


@dataclass(frozen=True)
class SheetLine:
    """One line of the sheet: its name, its instant, and what it says once the earlier lines are kept."""

    name: str
    at: datetime
    make: Callable[[Known], What]


def read_sheet(text: str, zone: str, now: datetime) -> list[SheetLine]:
    """The lines typed one after the other. Fault when one is unclear."""
    parts = [part.strip() for part in re.split(r";| / ", text)]
    return [_read(part, zone, now) for part in parts if part]


def pinned_sheet(text: str, zone: str, now: datetime) -> str:
    """`text` with the day of each line written out as it is meant at `now`: later it is another one."""
    return "".join(_pinned(part, zone, now) for part in re.split(r"(;| / )", text))


def _pinned(part: str, zone: str, now: datetime) -> str:
    begin, letter, said = part[: len(part) - len(part.lstrip())], *part.strip().partition(" ")[::2]
    if letter.lower() not in _MAKES or not said:
        return part
    return f"{begin}{letter} {pinned(said.strip(), zone, now, lambda wall: lately(wall, zone, now))}"


def or_happened(what: What) -> list[What]:
    """A move from paper, and what is kept of it where the gate was not open or nobody may say so."""
    return [what, DoneOnPaper(what)] if isinstance(what, StepStarted | DecisionMade) else [what]


def _read(part: str, zone: str, now: datetime) -> SheetLine:
    letter, _, said = part.partition(" ")
    make = _MAKES.get(letter.lower())
    if make is None:
        raise Fault(f'Begin with c, u, h or p. You typed "{part}".')
    at, rest = told_lately(said, f'"{part}"', zone, now)
    return SheetLine(part, at, make(part, rest, at))


def _check(part: str, rest: str, at: datetime) -> Callable[[Known], What]:
    return lambda known: RashFreeChecked(True, True, rest)


def _hold(part: str, rest: str, at: datetime) -> Callable[[Known], What]:
    if not rest:
        raise Fault(f'"{part}": write why it was held.')
    return lambda known: HoldPlaced(rest)


def _start(part: str, rest: str, at: datetime) -> Callable[[Known], What]:
    if not rest:
        raise Fault(f'"{part}": write who started the step.')

    def make(known: Known) -> What:
        chart = known(at)
        if chart.step_number >= len(chart.protocol.steps):
            raise Fault(f'"{part}": at that time the course was on its last step already.')
        step = chart.step_number + 1
        return StepStarted(step, _first(chart, step, at), paper=rest)

    return make


def _decision(part: str, rest: str, at: datetime) -> Callable[[Known], What]:
    who, _, said = rest.partition(" ")
    word, _, reason = said.strip().partition(" ")
    number, _, after = reason.partition(" ")
    word = word.lower()
    if word not in _DECISIONS:
        raise Fault(f'"{part}": write who decided, then {", ".join(_DECISIONS)}, then why.')
    if word == "back" and not number.isdecimal():
        raise Fault(f'"{part}": write the step to go back to, such as back 1.')
    if word in ("back", "waive"):
        reason = after
    if not reason.strip():
        raise Fault(f'"{part}": write why it was decided.')
    if word == "waive":
        if number not in ("doses", "days", "break"):
            raise Fault(f'"{part}": what is waived is doses, days or break.')
        return lambda known: PreconditionWaived(number, reason, paper=who)  # type: ignore[arg-type]

    def make(known: Known) -> What:
        chart, step = known(at), int(number) if word == "back" else None
        if step is not None and not 1 <= step <= len(chart.protocol.steps):
            raise Fault(f'"{part}": there is no step {step}.')
        first = None
        if chart.current is not None and (word in ("resume", "repeat", "back") or chart.open_holds):
            first = _first(chart, step or chart.step_number, at) if word != "stop" else None
        return DecisionMade(word, reason, step, first, paper=who)  # type: ignore[arg-type]

    return make


def _first(chart: Chart, step: int, at: datetime) -> DoseKey:
    return open_slot(chart.plan, chart.protocol.step(step), at, chart.known, chart.step)


_DECISIONS = ("resume", "repeat", "back", "stay", "stop", "waive")
_MAKES = {"c": _check, "u": _start, "h": _hold, "p": _decision}
