"""The case in a few lines: what was before, the restart, steps, rashes, decisions, the target, the end.

The case report's Figure 3 for any patient. Two counts of days are kept apart and always named: course days
from the first dose of the drug the time before, protocol days from the first dose of this protocol
(domain.md 4.4 row 17).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from protocols import entries as e
from protocols.course.co_medications import medicines, named, not_started, protocol_date
from protocols.course.day_numbers import day_number
from protocols.course.follow_up import follow_up_sentence
from protocols.definition.totals import step_text
from protocols.record.chart import Chart, Stretch
from protocols.record.corrected import of_kind
from protocols.record.fold import Record
from protocols.record.moments import when
from protocols.values.clinic_time import day_of
from protocols.values.formatting import listed, number_text
from protocols.values.text import visible
from protocols.wording.entries import DECISIONS

Kind = Literal[
    "before", "medicine", "enrolled", "restart", "step", "target", "skin", "hold", "decision", "end", "later"
]


@dataclass(frozen=True)
class Event:
    """Something on one day, or from `day` until `until`, in a few words."""

    day: date
    kind: Kind
    words: str
    until: date | None = None


@dataclass(frozen=True)
class Timeline:
    """The events in the order of their days; the day each count begins, None while there is none."""

    events: tuple[Event, ...]
    course_begins: date | None
    protocol_begins: date | None

    def course_day(self, day: date) -> int | None:
        """The course day, None without one."""
        return day_number(self.course_begins, day)

    def protocol_day(self, day: date) -> int | None:
        """The protocol day, None before the first dose of the protocol."""
        return day_number(self.protocol_begins, day)


def timeline(record: Record, chart: Chart) -> Timeline:
    """The timeline of one course of `record`."""
    before = earlier_reaction(chart)
    found = [
        *_before(before, chart),
        *_medicines(chart),
        *_moves(chart),
        *_seen(chart),
        *_decided(chart),
        *_followed_up(chart),
    ]
    order = sorted(found, key=lambda event: event.day)
    return Timeline(tuple(order), before.first_dose if before else None, chart.first_day)


def earlier_reaction(chart: Chart) -> e.EarlierReaction | None:
    """What was recorded last of the reaction that led to this course."""
    lines = list(of_kind(chart.lines.values(), e.EarlierReaction))
    what = lines[-1].what if lines else None
    return what if isinstance(what, e.EarlierReaction) else None


def _before(what: e.EarlierReaction | None, chart: Chart) -> Iterator[Event]:
    if what is None:
        return
    drug = visible(chart.protocol.drug)
    yield Event(what.first_dose, "before", _with(f"First dose of {drug}", what.taken))
    yield Event(what.onset, "before", _with("Onset of the reaction", what.rash))
    if what.treatment and what.treatment_from is not None:
        yield Event(what.treatment_from, "before", visible(what.treatment), what.treatment_until)
    elif what.treatment:
        yield Event(what.onset, "before", f"Treatment, days not recorded: {visible(what.treatment)}")
    if what.resolved is not None:
        yield Event(what.resolved, "before", "Reaction resolved")


def _with(words: str, more: str) -> str:
    return f"{words}: {visible(more)}" if more else words


def _medicines(chart: Chart) -> Iterator[Event]:
    """Other medicines as they were given, and those the protocol plans that nobody has started."""
    for medicine in medicines(chart):
        stop = day_of(medicine.stop.at, chart.zone) if medicine.stop else None
        yield Event(
            day_of(medicine.start.at, chart.zone), "medicine", medicine.name, stop or medicine.what.last_day
        )
    for plan in not_started(chart):
        since = protocol_date(chart, plan.first_day) if plan.first_day is not None else None
        until = protocol_date(chart, plan.last_day) if plan.last_day is not None else None
        if since is not None:
            words = f"{named(plan.drug, plan.amount)}, as the protocol plans"
            yield Event(since, "medicine", words, until)


def _moves(chart: Chart) -> Iterator[Event]:
    """Enrolment, first dose, steps, the end."""
    yield Event(day_of(chart.entry.at, chart.zone), "enrolled", f"Enrolled: {visible(chart.protocol.title)}")
    begun = e.StepStarted | e.DoneOnPaper
    starts = [stretch for stretch in chart.stretches if isinstance(stretch.entry.what, begun)]
    for stretch in starts:
        if stretch.step > 1 or chart.first_day is None:
            yield _start(chart, stretch)
    if chart.first_day is not None:
        doses = step_text(chart.stretches[0].asks, chart.protocol.unit)
        yield Event(chart.first_day, "restart", f"Restart, step {chart.stretches[0].step}: {doses}")
    if chart.ended is not None:
        what = chart.ended.what
        reason = visible(what.reason) if isinstance(what, e.DecisionMade) else ""
        yield Event(day_of(when(chart.ended), chart.zone), "end", _with(f"Course {chart.ended_text}", reason))


def _start(chart: Chart, stretch: Stretch) -> Event:
    doses = step_text(stretch.asks, chart.protocol.unit)
    if stretch.step == chart.target:
        return Event(stretch.first.day, "target", f"Target dose, step {stretch.step}: {doses}")
    return Event(stretch.first.day, "step", f"Step {stretch.step}: {doses}")


def _seen(chart: Chart) -> Iterator[Event]:
    """Rashes, red flags and other holds since the enrolment, as they now stand."""
    own = {entry.id for entry in chart.entries}
    for line in of_kind(chart.lines.values(), e.RashFound, e.RedFlagSeen, e.HoldPlaced):
        if line.id not in own:
            continue
        day = day_of(line.at, chart.zone)
        match line.what:
            case e.RashFound(rash_type=kind, extent=extent):
                much = f", {number_text(extent)}% of body surface" if extent is not None else ""
                yield Event(day, "skin", f"Rash found: {kind}{much}")
            case e.RedFlagSeen(flags=flags):
                yield Event(day, "skin", f"RED FLAG: {listed([visible(flag) for flag in flags])}")
            case e.HoldPlaced(reason=reason):
                yield Event(day, "hold", _with("Held", reason))


def _decided(chart: Chart) -> Iterator[Event]:
    """What a prescriber decided about a hold or the target."""
    for entry in chart.entries:
        what = entry.what
        if isinstance(what, e.DecisionMade) and entry is not chart.ended:
            to = f", step {what.step}" if what.step is not None else ""
            yield Event(day_of(when(entry), chart.zone), "decision", f"{DECISIONS[what.decision]}{to}")


def _followed_up(chart: Chart) -> Iterator[Event]:
    """How it went after the last step."""
    for line in of_kind(chart.lines.values(), e.FollowUpRecorded):
        if isinstance(line.what, e.FollowUpRecorded):
            words = follow_up_sentence(line.what, line.entry, chart)
            yield Event(day_of(line.at, chart.zone), "later", words)
