"""What an entry would lead to, worked out before it is recorded, in words.

The same check and the same fold as afterwards: a form shows the answer, it never has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import msgspec

from protocols.course.prescription import counted_from
from protocols.course.progress import has_its_doses
from protocols.course.schedule import backlog, scheduled
from protocols.definition.making import unmakeable
from protocols.definition.spacing import uneven
from protocols.definition.totals import step_text
from protocols.entries import AmendedPlan, Entry, EntryCorrected, PreconditionWaived
from protocols.entries.wording import dose_key_text
from protocols.gate.gate import gate
from protocols.gate.wording import hold_words
from protocols.record.chart import Chart
from protocols.record.fold import Record, fold
from protocols.record.held import open_told_holds
from protocols.record.slots import slot_instant, slots_from
from protocols.rules.check import check
from protocols.values.formatting import amount_text, duration_text, listed, plural, when_text
from protocols.values.text import visible


def as_if(record: Record, entry: Entry, now: datetime, newest: datetime | None) -> Record:
    """The record as it would be with `entry` recorded at the UTC instant `now`. Refused where it cannot be.

    `newest` is when the ledger's newest entry was recorded, as `check` wants it.
    """
    check(record, entry, now, newest)
    stamped = msgspec.structs.replace(entry, number=record.version + 1, recorded=now)
    return fold((*record.entries, stamped))


def what_follows(before: Chart, after: Chart, now: datetime) -> list[str]:
    """What is due once a decision that turns `before` into `after` is recorded, in sentences."""
    if before.ended is not None:
        return [
            f"After this: what was found is released. The course stays {after.ended_text}: nothing is due."
        ]
    if after.ended is not None:
        outside = ": later doses are not part of it" if after.completed else ""
        return [
            f"After this: the course is {after.ended_text}. Nothing is due{outside}.",
            *_left(before, after, now),
        ]
    if after.open_holds:
        return [f"After this: nothing is due. {hold_words(open_told_holds(after), after.zone)}"]
    return [f"After this: {_doses(before, after)}", *_further(before, after, now)]


def _left(before: Chart, after: Chart, now: datetime) -> Iterator[str]:
    """What an end would leave behind: it releases nothing that was found."""
    if after.unreleased:
        yield "What was found stays open, on board and handover, until a prescriber releases it."
    late = len(backlog(scheduled(before, now))) if before.running else 0
    if late:
        yield f"Left without a record: {plural(late, 'dose')} past their time."


def _doses(before: Chart, after: Chart) -> str:
    if after.current is None or after.step is None:
        return "no dose is due until step 1 is started."
    doses = step_text(after.step, after.protocol.unit)
    if has_its_doses(after):
        return f"every dose of step {after.step_number} was given, and none is due."
    if len(after.stretches) > len(before.stretches):
        return f"{doses} from {dose_key_text(after.current.first)}."
    return f"{doses} goes on."


def _further(before: Chart, after: Chart, now: datetime) -> Iterator[str]:
    """What changes about the steps to come."""
    found = gate(after, now)
    if before.target != after.target:
        doses = step_text(after.protocol.step(after.target), after.protocol.unit)
        yield f"The target is step {after.target}, {doses}."
        if found.to is None:
            yield "No further step is planned."
    if found.to is not None and isinstance(after.entries[-1].what, PreconditionWaived):
        names = [precondition.name.lower() for precondition in found.missing]
        yield f"The gate to step {found.to} " + (f"still waits for {listed(names)}." if names else "is open.")


def plan_follows(before: Chart, after: Chart) -> list[str]:
    """What an amendment that turns the plan of `before` into that of `after` leads to, in sentences."""
    plan, said = after.plan, []
    if plan.times != before.plan.times:
        said = [*uneven(after.protocol, plan.times), *_where_times_change(before, after)]
    missing = unmakeable(after.protocol, plan.strengths, after.target)
    if plan.strengths != before.plan.strengths and missing:
        doses = listed([amount_text(amount, after.protocol.unit) for amount in missing])
        said.append(f"The strengths in stock cannot make {doses}: made as {visible(plan.made_by)}.")
    return [*said, "The step, its doses and its gate go on as they are."]


def _where_times_change(before: Chart, after: Chart) -> Iterator[str]:
    """How far the first dose at a new time lies from the one before it, where that is another distance."""
    since = after.plan.since if isinstance(after.plan, AmendedPlan) else None
    stretch, step = after.current, after.step
    if since is None or stretch is None or step is None or step.every_minutes is not None:
        return
    keys = slots_from(after.plan, step, stretch.first, counted_from(after, stretch))
    one, other = next((pair for pair in pairwise(keys) if pair[1].day >= since), (None, None))
    if one is None or other is None:
        return
    now, then = (slot_instant(chart.plan, other) - slot_instant(chart.plan, one) for chart in (after, before))
    if now != then:
        when = when_text(slot_instant(after.plan, other), after.plan.zone)
        yield (
            f"The first dose at a new time, {when}, follows the one before it after {duration_text(now)}, "
            f"instead of {duration_text(then)}."
        )


def correction_follows(before: Record, after: Record) -> list[str]:
    """The holds that a correction brings about, in sentences; none when it brings none."""
    sentences = []
    for chart in after.charts:
        earlier = before.chart(chart.id)
        known = set(earlier.open_holds) if earlier else set()
        for hold in chart.open_holds:
            if hold in known:
                continue
            if hold.cause == "check":
                sentences.append(
                    "A step stands on this rash-free check. "
                    "The course will be held until a fresh rash-free check is recorded."
                )
            elif hold.cause == "result":
                sentences.append(
                    "A step stands on this result. The course will be held until a fresh one is recorded."
                )
            elif isinstance(hold.entry.what, EntryCorrected):
                sentences.append("The course will be held until a prescriber decides.")
    return list(dict.fromkeys(sentences))
