"""What was decided on paper: judged by the gate as it stood then, with all that is known by now of that time.

rules.md, "Paper is as good as the screen". Where the gate was open it is a move like any other. Where it was
not, it is kept as what happened: the patient did take those doses, the course is held, a prescriber decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from protocols.entries import DecisionMade, DoneOnPaper, Entry, Move, PreconditionWaived, StepStarted
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.corrected import is_open
from protocols.record.fold import Folding, Record
from protocols.record.slots import slot_instant, slots_from
from protocols.rules.doses import course_of
from protocols.sites.way import waits_for_the_patient
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused, need_text, refuse_if

Rule = Callable[[Record, Entry, datetime], None]
Judged = StepStarted | DecisionMade | PreconditionWaived


def judged(rule: Rule) -> Rule:
    """`rule`, asked as of the time on the paper where the move is from one."""

    def asked(record: Record, entry: Entry, now: datetime) -> None:
        what = entry.what
        assert isinstance(what, Judged)
        if not what.paper:
            rule(record, entry, now)
            return
        need_text(what.paper, "who did so on paper")
        course_of(record, entry)
        then, later = as_it_stood(record, entry)
        if then.chart(entry.course) is None:
            raise Refused("At that time the patient was not enrolled in this course yet.")
        since = _decided(later, entry.course)
        if since is not None:
            when = when_text(since.at, entry.zone)
            raise Refused(
                f"Since then, {when}, the course was moved here without it: a prescriber decides.",
            )
        waits_for_the_patient(then, entry)
        rule(then, entry, entry.at)

    return asked


def _decided(later: Iterable[Entry], course: str) -> Entry | None:
    """A move of the course that was made later, without knowing of this one."""
    return next((one for one in later if isinstance(one.what, Move) and one.course == course), None)


def done_on_paper(record: Record, entry: Entry, now: datetime) -> None:
    """What happened is kept, if it can have happened: it names a step of the plan and a dose of it."""
    what = entry.what
    assert isinstance(what, DoneOnPaper)
    chart, done = course_of(record, entry), what.what
    need_text(done.paper, "who did so on paper")
    if isinstance(done, DecisionMade):
        need_text(done.reason, "the reason for the decision")
    refuse_if(chart.entry.at > entry.at, "At that time the patient was not enrolled in this course yet.")
    kept = [one for one in record.entries if isinstance(one.what, DoneOnPaper) and one.course == entry.course]
    refuse_if(
        any((one.what, one.at) == (what, entry.at) for one in kept),
        "This is on the record already: it is held.",
    )
    _step_and_dose(chart, done, entry.at)


def _step_and_dose(chart: Chart, done: StepStarted | DecisionMade, at: datetime) -> None:
    step, first = done.step, done.first
    steps = len(chart.protocol.steps)
    refuse_if(step is not None and not 1 <= step <= steps, f"Choose a step from 1 to {steps}.")
    if first is None:
        return
    refuse_if(chart.current is None and step is None, "The course has not been started: no dose was due.")
    line = chart.statuses.get(first)
    if line is not None and not is_open(line) and line.at < at:
        raise Refused(f"{dose_key_text(first)} was recorded for a time before: it is no dose of that step.")
    plan, planned = chart.plan, chart.protocol.step(step or chart.step_number)
    known = first.slot in {dose.slot for dose in planned.doses} or planned.every_minutes is not None
    refuse_if(not known, f"{dose_key_text(first)} is no dose of that step.")
    near = timedelta(days=planned.every_days + 1)
    refuse_if(
        not -near <= slot_instant(plan, first) - at <= near
        or next(slots_from(plan, planned, first)) != first,
        f"{dose_key_text(first)} is not the first dose after that time.",
    )


def as_it_stood(record: Record, paper: Entry) -> tuple[Record, list[Entry]]:
    """`record` as a move from paper finds it: with all that is known by now of the time up to it. And what
    took effect later.
    """
    folding = Folding()
    folding.unaware(record.unknown)
    for entry in record.own:
        folding.add(entry)
    zone = next((chart.ward_zone for chart in record.charts if chart.ward_zone), "")
    if zone:
        folding.in_zone(zone)
    return folding.as_it_stood(paper)
