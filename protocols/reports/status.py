"""Where a course stands now, in one word, and why: what a ward board and a list show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from protocols.course.co_medications import stop_prompts
from protocols.course.lost_doses import limit_words, lost_words, newest_lost
from protocols.course.progress import StepDays, finished, gap, step_days
from protocols.course.schedule import ScheduledDose, backlog, next_dose, scheduled
from protocols.course.sizes import new_size_words
from protocols.definition.protocol import Protocol
from protocols.definition.versions import version_words
from protocols.entries import Entry, PatientLeft, PatientSent, StepStarted, is_death
from protocols.entries.wording import left_text
from protocols.gate.completion import before_completion, last_step_words
from protocols.gate.gate import Gate, gate, open_rashes, skin_state
from protocols.gate.rash_watch import daily_check_due
from protocols.gate.wording import away_words, gap_words, hold_found, hold_words
from protocols.record.chart import Chart
from protocols.record.held import open_told_holds
from protocols.record.moments import when
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, day_text, near_text, plural, when_text
from protocols.values.text import visible

Word = Literal[
    "RED FLAG",
    "HOLD",
    "CLOCK",
    "OVERDUE",
    "DUE",
    "OPEN",
    "CHECK",
    "MEDICINE",
    "DIED",
    "LEFT",
    "AWAY",
    "LEAVE",
    "BEGIN",
    "NEXT",
    "FINISHED",
    "COMPLETE",
    "STOPPED",
]

MEANINGS: dict[Word, str] = {
    "RED FLAG": "Stop and call. Nothing is due until a prescriber decides.",
    "HOLD": "Nothing is due until the hold is ended.",
    "CLOCK": "The computer's clock is in doubt: what is due now is not known.",
    "OVERDUE": "A dose is past its time and has no record.",
    "DUE": "A dose is due now.",
    "OPEN": "The gate is open: the next step may be started.",
    "CHECK": "A skin check is wanted: now, or from the time that stands beside it.",
    "MEDICINE": "The planned stop of another medicine is near, or past without a record.",
    "AWAY": "The patient is at another site, where steps and decisions are made.",
    "DIED": "The patient has died. A prescriber stops the course: key p.",
    "LEFT": "The patient was discharged, and the course is open: a prescriber says what becomes of it.",
    "LEAVE": "The patient is on leave: nothing is due here until the return is recorded.",
    "BEGIN": "Enrolled, not started: step 1 needs a rash-free check.",
    "NEXT": "Nothing is due now.",
    "FINISHED": "Every dose of the course was given: nothing more is due. The rash watch goes on.",
    "COMPLETE": "The course has ended as completed.",
    "STOPPED": "The course was stopped.",
}
"""The status words, the most urgent first, and what each one means."""

_URGENCY: dict[Word, int] = {word: place for place, word in enumerate(MEANINGS)}

Label = Literal[Word, "OPEN DUE", "RASH"]

TO_DO: tuple[Label, ...] = (
    "RED FLAG",
    "HOLD",
    "CLOCK",
    "OVERDUE",
    "DUE",
    "OPEN DUE",
    "OPEN",
    "CHECK",
    "MEDICINE",
    "RASH",
    "DIED",
    "LEFT",
)
"""The words that ask somebody to do something, or to keep an eye on somebody."""


@dataclass(frozen=True)
class Status:
    """A chart at one instant. `why` says in sentences what the word rests on."""

    chart: Chart
    word: Word
    why: tuple[str, ...]
    doses: list[ScheduledDose]
    next: ScheduledDose | None
    gate: Gate
    days: StepDays | None
    version: tuple[str, ...] = ()
    """In what the course's protocol differs from this site's, in sentences; none where it does not."""

    @cached_property
    def urgency(self) -> tuple[int, datetime]:
        """Sorts the most urgent first: by word, then by the time of the next dose."""
        at = self.next.at if self.next else self.chart.entry.at
        return _URGENCY["DUE" if self.label == "OPEN DUE" else self.word], at

    @cached_property
    def label(self) -> Label:
        """The word as lists show it: an open gate hides no due dose, and a rash is not nothing to do."""
        if self.word == "OPEN" and any(dose.state == "due" for dose in self.doses):
            return "OPEN DUE"
        return "RASH" if self.word in ("NEXT", "FINISHED") and self.rash_accepted else self.word

    @property
    def rash_accepted(self) -> bool:
        """Whether the course goes on with a rash that a prescriber accepted for this dose."""
        return accepted_rash(self.chart)

    @property
    def extended(self) -> bool:
        """Whether the step has lasted longer than its days."""
        return (
            self.chart.ended is None
            and self.days is not None
            and self.days.extended
            and not finished(self.chart)
        )


def status_of(
    chart: Chart, now: datetime, clock: str = "", known: Collection[Protocol] | None = None
) -> Status:
    """Where `chart` stands at the aware instant `now`. `clock` says what is wrong with the computer's clock:
    while it is in doubt nobody is told that nothing is due (rules.md, "A wrong clock frees nobody").
    `known` are the protocols of this site, None where nobody asks whether the course is on another version.
    """
    doses = scheduled(chart, now)
    upcoming = next_dose(doses) if chart.running else None
    found = gate(chart, now)
    unsure = clock and chart.ended is None and not chart.open_holds and chart.away is None
    word = "CLOCK" if unsure else _word(chart, doses, found, now)
    days = step_days(chart, now)
    asked = known is not None and chart.ended is None
    version = version_words(chart.plan.protocol, known or (), brought=chart.brought) if asked else ()
    why = [*([clock] if clock else []), *version[:1], *_why(chart, doses, upcoming, found, now)]
    return Status(chart, word, tuple(why), doses, upcoming, found, days, version)


def _word(chart: Chart, doses: list[ScheduledDose], found: Gate, now: datetime) -> Word:
    states = {dose.state for dose in doses}
    if chart.ended is not None and not chart.unreleased:
        return "COMPLETE" if chart.completed else "STOPPED"
    elsewhere = _elsewhere(chart)
    if elsewhere is not None:
        return elsewhere
    if "overdue" in states:
        return "OVERDUE"
    if found.open:
        return "OPEN"
    if "due" in states:
        return "DUE"
    if chart.current is not None and check_wanted(chart, found, now):
        return "CHECK"
    if stop_prompts(chart, now):
        return "MEDICINE"
    if finished(chart):
        return "FINISHED"
    return "BEGIN" if chart.current is None else "NEXT"


def _elsewhere(chart: Chart) -> Word | None:
    """The word of a patient who is not on the ward, or whose course is held; None for neither."""
    left = chart.left.what if chart.left else None
    if chart.away is not None:
        return "AWAY"
    if isinstance(left, PatientLeft) and left.how == "died":
        return "DIED"
    if chart.open_holds:
        return held_word(chart)
    if left is not None:
        return "LEAVE" if isinstance(left, PatientLeft) and left.how == "leave" else "LEFT"
    return None


def held_word(chart: Chart) -> Word:
    """The word of a course that is held: a red flag counts as one while it stands."""
    return "RED FLAG" if any(hold.is_red_flag for hold in open_told_holds(chart)) else "HOLD"


def accepted_rash(chart: Chart) -> bool:
    """Whether a running course goes on with a rash that a prescriber accepted for this dose."""
    return chart.running and any(open_rashes(chart))


def counts_from(chart: Chart, found: Gate, now: datetime) -> datetime | None:
    """From when the check that the gate alone waits for counts, None where it would count now."""
    if not found.missing or any(p.number != 3 for p in found.missing) or chart.current is None:
        return None
    earliest = skin_state(chart, now).earliest
    return earliest if earliest is not None and earliest > now else None


def check_wanted(chart: Chart, found: Gate, now: datetime) -> bool:
    """Whether a skin check is the next thing to do: today's, or the one the gate waits for."""
    only_check = bool(found.missing) and all(p.number == 3 for p in found.missing)
    return daily_check_due(chart, now) or only_check


def _why(
    chart: Chart, doses: list[ScheduledDose], upcoming: ScheduledDose | None, found: Gate, now: datetime
) -> list[str]:
    died = chart.left is not None and is_death(chart.left.what)
    if chart.ended is not None:
        return [*_end_sentences(chart, chart.ended), *(() if died else stop_prompts(chart, now))]
    if chart.away is not None and isinstance(chart.away.what, PatientSent):
        return [away_words(chart.away, chart.away.what.to, chart.zone)]
    sentences = [f"{left_text(chart.left, chart.zone)}." if chart.left else "", letter_words(chart)]
    sentences.append(hold_words(open_told_holds(chart), chart.zone) if chart.open_holds else "")
    if died:
        return [sentence for sentence in (*sentences, MEANINGS["DIED"]) if sentence]
    if upcoming is not None:
        amount = amount_text(upcoming.amount, chart.protocol.unit)
        sentences.append(f"{amount} {upcoming.state_text} {near_text(upcoming.at, now, chart.zone)}.")
    lost = newest_lost(chart, now)
    if lost is not None:
        sentences.append(lost_words(chart, lost, now))
    sentences.append(gap_words(gap(chart, now), chart.protocol.gate, chart.zone))
    sentences.append(limit_words(chart, now))
    sentences.append(new_size_words(chart))
    sentences.extend(stop_prompts(chart, now))
    if len(late := backlog(doses)) > 1 or (late and upcoming not in late):
        past = "past its time has" if len(late) == 1 else "past their time have"
        sentences.append(f"{plural(len(late), 'dose')} {past} no record.")
    if chart.current is not None and daily_check_due(chart, now) and not chart.open_holds:
        sentences.append(f"The rash watch waits for today's skin check, {day_text(day_of(now, chart.zone))}.")
    if accepted_rash(chart):
        sentences.append(RASH_GOES_ON)
    sentences.extend(_gate_sentences(chart, found))
    counts = counts_from(chart, found, now)
    if counts is not None:
        sentences.append(f"A skin check counts from {near_text(counts, now, chart.zone)}.")
    return [sentence for sentence in sentences if sentence]


RASH_GOES_ON = (
    "A rash is still there: a prescriber accepted it for this dose. Look at the skin; no higher dose "
    "until it is gone."
)
"""rules.md, "Rash, red flags, holds": residual rash is accepted for the same or a lower dose only."""


def letter_words(chart: Chart) -> str:
    """That a course began here at a later step, and on whose word; "" for one that began with step 1."""
    begun = chart.stretches[0].entry.what if chart.stretches else None
    if not isinstance(begun, StepStarted) or not begun.source:
        return ""
    said = f"BEGUN HERE AT STEP {begun.step}, by {visible(begun.source)}."
    return f"{said} Taken before, as stated: {visible(begun.taken)}."


def _end_sentences(chart: Chart, end: Entry) -> Iterator[str]:
    """How the course ended, and a finding that was recorded after its end."""
    at = when(end)
    reason = visible(getattr(end.what, "reason", ""))
    how = chart.ended_text.capitalize()
    where = f" at step {chart.step_number}" if chart.stretches else ""
    stop = "" if reason.endswith((".", "!", "?")) else "."
    yield f"{how}{where} {when_text(at, chart.zone)} by {visible(end.by.name)}: {reason}{stop}"
    for hold in open_told_holds(chart):
        if hold.hold.unreleased:
            yield f"NOT RELEASED: {hold_found(hold, chart.zone)}. A prescriber releases it: key d."


def _gate_sentences(chart: Chart, found: Gate) -> list[str]:
    if found.to is None:
        return (
            []
            if chart.open_holds
            else [
                last_step_words(chart) or f"Step {chart.step_number} has the target dose.",
                *_completion(chart),
            ]
        )
    if found.open:
        return [f"Every precondition of step {found.to} is met: it may be started."]
    if chart.open_holds:
        return []
    first = found.missing[0]
    more = f" and {len(found.missing) - 1} more" if len(found.missing) > 1 else ""
    return [f"Step {found.to} waits for {first.name.lower()}{more}: {first.words}"]


def _completion(chart: Chart) -> list[str]:
    return [] if before_completion(chart) else ["A prescriber may complete the course."]
