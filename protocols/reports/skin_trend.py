"""The skin over a course, day by day: skin checks, extent, steps and holds, everything as corrected.

Days are those of the clinic's calendar, counted as in the case timeline: course days from the first dose
before the reaction that led here, where that was recorded; protocol days from the first dose of this
protocol (rules.md, "Words"; domain.md 4.4 row 17).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from protocols import entries as e
from protocols.course.day_numbers import day_number, protocol_day
from protocols.gate.named_checks import is_in_range
from protocols.gate.rash_watch import daily_check_due, increases, watch_of
from protocols.gate.wording import made_text
from protocols.record.chart import Chart, Hold
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.record.held import told_holds
from protocols.record.moments import when
from protocols.reports.timeline import earlier_reaction
from protocols.values.clinic_time import day_of

CHECKS = (e.RashFreeChecked, e.RashFound, e.RedFlagSeen)

MOST_DAYS = 3_650
"""What the longest course can have."""

Event = tuple[datetime, str]
"""What happened besides skin checks, and at which instant (UTC): a step began, a hold began or ended."""


@dataclass(frozen=True)
class TrendDay:
    """One day: its skin checks in the order of their times, the step in force at its end (0: none), events.

    `watched` says whether the delayed-rash watch asked for a check that day, `due` whether it does so still:
    today, as the watch itself says (rash_watch.py). `before` is what the earlier reaction had that day.
    """

    day: date
    course_day: int | None
    protocol_day: int | None
    step: int
    held: bool
    ended: bool
    watched: bool
    due: bool
    checks: tuple[CorrectedEntry, ...]
    events: tuple[Event, ...]
    before: tuple[str, ...]

    @property
    def worst(self) -> e.RashFound | None:
        """The finding with the most extent; one without an extent counts when there is no other."""
        found = [line.what for line in self.checks if isinstance(line.what, e.RashFound)]
        return max(found, key=lambda what: what.extent or Decimal(0), default=None)

    @property
    def flagged(self) -> bool:
        """Whether a red flag was seen."""
        return any(isinstance(line.what, e.RedFlagSeen) for line in self.checks)

    @property
    def rash_free(self) -> bool:
        """Whether somebody looked and nothing was found all day."""
        return bool(self.checks) and all(isinstance(line.what, e.RashFreeChecked) for line in self.checks)

    @property
    def quiet(self) -> bool:
        """Whether nobody looked and nothing happened."""
        return not (self.checks or self.events or self.before)


def trend(chart: Chart, now: datetime) -> tuple[TrendDay, ...]:
    """Every day from the first known of to today, or to the course's end and the last check; oldest first.

    No more than the last `MOST_DAYS`: somebody may have typed another century.
    """
    checks = sorted(of_kind(chart.lines.values(), *CHECKS), key=lambda line: line.at)
    first = first_day(chart)
    last = day_of(now, chart.zone)
    if chart.ended is not None:
        happened = [when(chart.ended), *(line.at for line in checks)]
        last = min(last, max(day_of(at, chart.zone) for at in happened))
    seen: dict[date, list[CorrectedEntry]] = {}
    for line in checks:
        seen.setdefault(day_of(line.at, chart.zone), []).append(line)
    happenings: dict[date, list[Event]] = {}
    for event in sorted(_events(chart)):
        happenings.setdefault(day_of(event[0], chart.zone), []).append(event)
    first = max(first, last - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=past) for past in range((last - first).days + 1)]
    before = earlier_reaction(chart)
    found = (_day(chart, day, before, seen.get(day, []), happenings.get(day, [])) for day in days)
    today, watch = day_of(now, chart.zone), watch_of(chart, now)
    asked = watch is not None and not watch.over
    due = daily_check_due(chart, now)
    return tuple(replace(one, watched=asked, due=due) if one.day == today else one for one in found)


def first_day(chart: Chart) -> date:
    """The onset of the earlier reaction, the enrolment, or an earlier check recorded for this course."""
    checks = of_kind(chart.lines.values(), *CHECKS)
    own = [day_of(line.at, chart.zone) for line in checks if line.entry.course == chart.id]
    before = earlier_reaction(chart)
    onset = [before.onset] if before else []
    return min([day_of(chart.entry.at, chart.zone), *own, *onset])


def course_begins(chart: Chart) -> date | None:
    """Course day 1: the first dose before the reaction that led to this course, None where not recorded."""
    before = earlier_reaction(chart)
    return before.first_dose if before else None


def _before(before: e.EarlierReaction | None, day: date) -> Iterator[str]:
    if before is not None and before.onset == day:
        yield "onset of the earlier reaction"
    if before is not None and before.resolved == day:
        yield "earlier reaction resolved"


def _day(
    chart: Chart,
    day: date,
    before: e.EarlierReaction | None,
    checks: list[CorrectedEntry],
    events: list[Event],
) -> TrendDay:
    begun = [stretch for stretch in chart.stretches if day_of(stretch.began, chart.zone) <= day]
    return TrendDay(
        day=day,
        course_day=day_number(before.first_dose if before else None, day),
        protocol_day=protocol_day(chart, day),
        step=begun[-1].step if begun else 0,
        held=any(_open_at_end(hold, chart, day) for hold in chart.holds),
        ended=chart.ended is not None and day_of(when(chart.ended), chart.zone) <= day,
        watched=_watched(chart, day),
        due=False,
        checks=tuple(checks),
        events=tuple(events),
        before=tuple(_before(before, day)),
    )


def _watched(chart: Chart, day: date) -> bool:
    """Whether `day` lay no further behind an increase that was taken than the watch lasts, before the end."""
    if chart.ended is not None and day_of(when(chart.ended), chart.zone) < day:
        return False
    return any(0 <= (day - taken).days <= chart.protocol.gate.watch_days for taken in increases(chart))


def _open_at_end(hold: Hold, chart: Chart, day: date) -> bool:
    """Whether `hold` was still open when `day` ended."""
    if day_of(hold.since, chart.zone) > day:
        return False
    return hold.ended is None or day_of(when(hold.ended), chart.zone) > day


def _events(chart: Chart) -> Iterator[Event]:
    for stretch in chart.stretches:
        yield stretch.began, f"step {stretch.step} {_begun(stretch.entry)}"
    for told in told_holds(chart):
        yield told.since, f"{_HELD[told.cause]}, entered in error" if told.taken_back else _HELD[told.cause]
    for ended in {hold.ended.id: hold.ended for hold in chart.holds if hold.ended}.values():
        yield when(ended), "hold ended"
    if chart.ended is not None:
        yield when(chart.ended), f"course {chart.ended_text}"
    for line in of_kind(chart.lines.values(), e.NamedCheckMade):
        assert isinstance(line.what, e.NamedCheckMade)
        out = "" if is_in_range(chart, line.what) else ", out of range"
        yield line.at, f"{made_text(line.what)}{out}"
    for line in chart.lines.values():
        if line.what is None and isinstance(line.entry.what, (*CHECKS, e.NamedCheckMade)):
            yield line.at, f"entry {line.entry.number} taken back: entered in error"


def _begun(by: e.Entry) -> str:
    """How a step came into force: started through the gate, decided, or gone on with after a fresh check."""
    if isinstance(by.what, e.DecisionMade):
        return _DECIDED.get(by.what.decision, "goes on")
    return "started" if isinstance(by.what, e.StepStarted | e.DoneOnPaper) else "goes on"


_DECIDED = {"repeat": "repeated from its first day", "back": "again, a step back"}
_HELD = {
    "rash": "held: rash",
    "red flag": "held: red flag",
    "hold": "held",
    "check": "held: a rash-free check was taken away",
    "paper": "held: done on paper, the gate not open",
    "measurement": "held: a check out of its range",
    "result": "held: the result of a check was taken away",
}
