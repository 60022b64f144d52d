"""What a handover says of one course, in the order of SBAR (domain.md 2.1, "Handover").

The recommendation is what stands between this step and the next; a dose is never recommended.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from protocols.course.lost_doses import limit_words, lost_words, newest_lost
from protocols.course.schedule import backlog
from protocols.course.sizes import fixed_words, new_size_words, workings
from protocols.definition.totals import step_text
from protocols.definition.wording import direction_text
from protocols.entries import DoseGiven, EarlierReaction, RashFound, RashFreeChecked, RedFlagSeen
from protocols.entries.wording import dose_key_text
from protocols.gate.completion import before_completion, last_step_words
from protocols.gate.gate import open_rashes
from protocols.gate.named_checks import check_texts
from protocols.gate.rash_watch import daily_check_due, last_check
from protocols.gate.wording import hold_words, rash_words
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.record.fold import Record
from protocols.record.held import open_told_holds
from protocols.record.people import initials_of
from protocols.reports.status import MEANINGS, Status
from protocols.values.formatting import amount_text, duration_text, plural, when_text
from protocols.values.text import visible
from protocols.wording.entries import what_sentence
from tui.views.course.chart import made_of, none_due, watch, where
from tui.views.course.medicines import medicine_texts
from tui.views.course.reaction import reaction
from tui.views.handover.parts import Said
from tui.views.lines.lines import Tone, text_of
from tui.views.lines.status import tone_of

_CHECKS: dict[type, str] = {
    RashFreeChecked: "rash-free, whole skin and mucosa seen",
    RashFound: "RASH FOUND",
    RedFlagSeen: "RED FLAG",
}
_UNCUT = 100_000
"""Cells for words that are wrapped later."""


def situation(found: Status, now: datetime) -> Iterator[Said]:
    """Status, step and day, what is next, what is overdue, holds and red flags."""
    chart = found.chart
    yield Said(f"{found.word}: {MEANINGS[found.word]}", tone_of(found.word))
    step = f", {step_text(chart.step, chart.protocol.unit)}" if chart.step else ", no step started yet"
    yield Said(f"{where(found, now)}{step}." if found.days else f"{visible(chart.protocol.drug)}{step}.")
    yield from (Said(text, "warn") for text in found.version)
    yield from _doses(found, now)
    holds = open_told_holds(chart)
    yield from (Said(hold_words([hold], chart.zone), "bad") for hold in holds)
    if not holds:
        yield Said("No hold, no red flag.")


def _doses(found: Status, now: datetime) -> Iterator[Said]:
    chart, dose = found.chart, found.next
    unit = chart.protocol.unit
    if dose is None:
        yield Said("No dose is due." if chart.open_holds or chart.ended else none_due(chart))
    else:
        due = f"{amount_text(dose.amount, unit)}, {dose.state_text} {when_text(dose.at, chart.zone)}"
        tone: Tone = "warn" if dose.state == "overdue" else "strong"
        yield Said(f"Dose: {due}: {made_of(chart, dose)}.", tone)
        told = chart.protocol.step(dose.step).text
        if told:
            yield Said(f"Step {dose.step} says: {visible(told)}")
    late = backlog(found.doses)
    for one in late:
        if dose is None or one.key != dose.key:
            slot = f"{dose_key_text(one.key)}, {when_text(one.at, chart.zone)}"
            yield Said(f"OVERDUE, no record: {amount_text(one.amount, unit)}, {slot}.", "warn")
    yield Said(f"{plural(len(late), 'dose')} overdue." if late else "No dose is overdue.")
    last = chart.taken[-1] if chart.taken else None
    if last is not None and isinstance(last.what, DoseGiven):
        up = ", vomited" if last.id in chart.vomited else ""
        yield Said(f"Last dose taken: {amount_text(last.what.amount, unit)}, {_seen(last, chart)}{up}.")
    lost = newest_lost(chart, now)
    follows = (lost_words(chart, lost, now) if lost else "", limit_words(chart, now), new_size_words(chart))
    yield from (Said(text, "warn") for text in follows if text)


def background(found: Status, now: datetime) -> Iterator[Said]:
    """Protocol and prescriber, the reaction before, rash in this course, other medicines."""
    chart = found.chart
    target = step_text(chart.protocol.step(chart.target), chart.protocol.unit)
    began, by = when_text(chart.entry.at, chart.zone), visible(chart.plan.prescriber)
    aim = f"target step {chart.target}, {target}"
    yield Said(f"{visible(chart.protocol.title)}, enrolled {began}, prescriber {by}, {aim}.")
    yield from (Said(text) for text in (fixed_words(chart), *workings(chart)) if text)
    lines = chart.lines.values()
    for line in of_kind(lines, EarlierReaction):
        yield Said(f"{_sentence(line, chart)}.")
    findings = list(of_kind(lines, RashFound, RedFlagSeen))
    if not findings:
        yield Said("No rash and no red flag recorded in this course.")
    for line in findings:
        yield Said(f"{when_text(line.at, chart.zone)}: {_sentence(line, chart)}", "warn")
    yield from (Said(text) for text in (text_of(reaction(chart, now, _UNCUT)),) if text)
    yield from (Said(f"Other medicine: {text}") for text in medicine_texts(chart, now))


def assessment(found: Status, now: datetime) -> Iterator[Said]:
    """The last skin check, whether a finding is open, and the rash watch."""
    chart = found.chart
    check = last_check(chart)
    if check is None:
        yield Said("Skin: NOT RECORDED. Nobody has looked at it in this course.", "warn")
    else:
        ago = duration_text(max(now - check.at, timedelta(0)))
        edited = " (corrected)" if check.corrections else ""
        seen = f"{_CHECKS[type(check.what)]}{edited}, {_seen(check, chart)}"
        yield Said(f"Last skin check: {seen}, {ago} ago.", "strong")
    yield from (Said(text, "bad" if "OUT OF RANGE" in text else "") for text in check_texts(chart))
    rashes = list(open_rashes(chart))
    if rashes:
        yield Said(rash_words(rashes, chart), "bad")
    due = daily_check_due(chart, now)
    yield from (Said(text, "warn" if due else "") for text in (text_of(watch(found, now, _UNCUT)),) if text)


def recommendation(found: Status, now: datetime) -> Iterator[Said]:
    """What blocks the next step, in the words of the gate."""
    chart, gate = found.chart, found.gate
    if chart.ended is not None:
        yield from (Said(text) for text in found.why)
        return
    if gate.to is None:
        missing = before_completion(chart)
        step = f"Step {chart.step_number} has the target dose: no further step is planned."
        yield Said(last_step_words(chart) or step)
        yield from (Said(f"Before completion: {text}") for text in missing)
        return
    turn = direction_text(chart.protocol, gate.to)
    to = f"step {gate.to}, {step_text(chart.protocol.step(gate.to), chart.protocol.unit)}"
    to += f", {turn}" if turn else ""
    if gate.open:
        yield Said(f"The gate to {to} is OPEN: every precondition is met.", "good")
        return
    yield Said(f"The gate to {to} is SHUT. It waits for:", "warn")
    yield from (Said(f"{one.number} {one.name}: {one.words}", "strong") for one in gate.missing)


def _sentence(line: CorrectedEntry, chart: Chart) -> str:
    """What a line says as it stands."""
    assert line.what is not None
    said = what_sentence(line.what, line.entry, Record(charts=(chart,)))
    return f"{said} (corrected)" if line.corrections else said


def _seen(line: CorrectedEntry, chart: Chart) -> str:
    by = line.entry.by
    return (
        f"{when_text(line.at, chart.zone)} by {visible(by.name)} ({visible(initials_of(chart.initials, by))})"
    )
