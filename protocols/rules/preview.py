"""What an entry would lead to, worked out before it is recorded, in words.

The same check and the same fold as afterwards: a form shows the answer, it never has one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from protocols.course.progress import has_its_doses
from protocols.course.schedule import backlog, scheduled
from protocols.definition.totals import step_text
from protocols.entries import Entry, EntryCorrected, PreconditionWaived
from protocols.entries.wording import dose_key_text
from protocols.gate.gate import gate
from protocols.gate.wording import hold_words
from protocols.record.chart import Chart
from protocols.record.fold import Record, fold
from protocols.record.held import open_told_holds
from protocols.rules.check import check
from protocols.values.formatting import listed, plural


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
            elif isinstance(hold.entry.what, EntryCorrected):
                sentences.append("The course will be held until a prescriber decides.")
    return list(dict.fromkeys(sentences))
