"""One sentence for each kind of entry, as history, handover and a screen reader give it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from protocols.chart import Record
from protocols.co_medication_words import given_sentence, started_sentence, stopped_sentence
from protocols.course import Chart
from protocols.earlier_words import earlier_text
from protocols.entries import (
    CarriedOver,
    ClockConfirmed,
    CoMedicationGiven,
    CoMedicationStarted,
    CoMedicationStopped,
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    DoseNotGiven,
    DoseVomited,
    EarlierReaction,
    Entry,
    EntryCorrected,
    FollowUpRecorded,
    HoldPlaced,
    LedgerBegun,
    LedgerContinued,
    NaranjoAssessed,
    NoteAdded,
    PatientAdmitted,
    PatientDetailsChanged,
    PinSet,
    PreconditionWaived,
    ProtocolApproved,
    RashFound,
    RashFreeChecked,
    RedFlagSeen,
    SignedOn,
    SignOnFailed,
    StaffAdded,
    StaffChanged,
    StaffDisabled,
    StepStarted,
    What,
)
from protocols.follow_up import follow_up_sentence
from protocols.grading import grades
from protocols.lines import dose_key
from protocols.make_up import may_make_up
from protocols.naranjo import naranjo_sentence
from protocols.red_flags import pointer
from protocols.schedule import prescribed, stretch_of, timing
from protocols.second_check import figures
from protocols.text import visible
from protocols.totals import step_text
from protocols.words import amount_text, dose_key_text, listed, name_text, number_text, when_text

DECISIONS = {
    "resume": "Resume this step",
    "repeat": "Repeat this step from its first day",
    "back": "Go back to an earlier step",
    "stay": "Stay at this dose for good",
    "target": "Set another target dose",
    "complete": "Complete the course: its target dose was reached",
    "stop": "Stop the course",
}
"""What a prescriber can decide, in words."""

WAIVED = {"doses": "doses given", "days": "days passed", "break": "no treatment break"}
"""What a prescriber can waive, in words."""


def sentence(entry: Entry, record: Record) -> str:
    """What `entry` says happened, without who and when."""
    return what_sentence(entry.what, entry, record)


def what_sentence(what: What, entry: Entry, record: Record) -> str:
    """What `what` says happened, told as entry `entry` of `record`."""
    chart = record.chart(entry.course)
    return _SENTENCES[type(what)](what, entry, chart)


def _given(what: DoseGiven, entry: Entry, chart: Chart | None) -> str:
    unit = chart.protocol.unit if chart else ""
    parts = [f"{amount_text(what.amount, unit)} {'self-administered' if what.self_administered else 'given'}"]
    if what.makes_up:
        parts.extend(_instead(what, entry, chart))
    elif what.dose is None:
        parts.append("not on the schedule")
    elif chart is not None:
        parts.append(f"for {dose_key_text(what.dose)}")
        parts.extend(_against_plan(what, entry, chart))
    if what.with_food is not None:
        parts.append("with food" if what.with_food else "without food")
    if what.vomited:
        parts.append("vomited")
    parts.extend(_second_check(what, chart))
    return _reasoned(", ".join(parts), what.reason)


def _instead(what: DoseGiven, entry: Entry, chart: Chart | None) -> Iterator[str]:
    line = chart.lines.get(what.makes_up) if chart else None
    key = chart.key_of(line) if chart and line else None
    yield f"make-up of the dose of {dose_key_text(key)}" if key else "make-up"
    own = chart.lines.get(entry.id) if chart else None
    if chart and line and not may_make_up(chart, line, own.at if own else entry.at):
        yield "beyond the rule of the protocol, does not count"


def _second_check(what: DoseGiven, chart: Chart | None) -> Iterator[str]:
    if what.second is not None and chart is not None:
        found = figures(chart, what.second.amount, what.second.units)
        yield f"second check by {visible(what.second.by.name)}: {found}"
    if what.no_second_check:
        yield f"not second-checked: {visible(what.no_second_check)}"


def _against_plan(what: DoseGiven, entry: Entry, chart: Chart) -> list[str]:
    assert what.dose is not None
    line = chart.lines.get(entry.id)
    at = line.at if line else entry.at
    asked = prescribed(chart, what.dose, at)
    if asked is None:
        return ["not due"]
    found: list[str] = []
    stretch = stretch_of(chart, what.dose)
    if stretch is not None:
        label = timing(chart, what.dose, chart.protocol.step(stretch.step), at)
        found = [label] if label else []
    if asked != what.amount:
        found.append(f"prescribed {amount_text(asked, chart.protocol.unit)}")
    return found


def _not_given(what: DoseNotGiven, entry: Entry, chart: Chart | None) -> str:
    return _reasoned(f"Dose of {dose_key_text(what.dose)} not given: {what.status}", what.reason)


def _vomited(what: DoseVomited, entry: Entry, chart: Chart | None) -> str:
    line = chart.lines.get(what.entry) if chart else None
    key = dose_key(chart.lines, line.entry.what) if chart and line else None
    which = f" of {dose_key_text(key)}" if key else ""
    return _reasoned(f"Dose{which} vomited", what.note)


def _rash_free(what: RashFreeChecked, entry: Entry, chart: Chart | None) -> str:
    return _reasoned("Rash-free: whole skin and mucosa seen", what.note)


def _rash(what: RashFound, entry: Entry, chart: Chart | None) -> str:
    parts = [f"Rash found: {what.rash_type}"]
    if what.sites:
        parts.append(listed([visible(site) for site in what.sites]))
    if what.extent is not None:
        parts.append(f"{number_text(what.extent)}% of body surface by {what.extent_method}")
    if what.symptoms:
        parts.append(visible(what.symptoms))
    if what.severity != "not recorded":
        parts.append("no symptoms" if what.severity == "none" else f"{what.severity} symptoms")
    if what.tender is not None:
        parts.append("skin tender" if what.tender else "skin not tender")
    if what.treatment != "not recorded":
        parts.append(f"treatment needed {what.treatment}")
    if what.daily_living != "not recorded":
        parts.append(f"daily living: {what.daily_living}")
    parts.append(f"mucosa {what.mucosa}")
    if what.temperature is not None:
        parts.append(f"{number_text(what.temperature)} °C")
    if what.grade is not None:
        parts.append(f"grade {what.grade} by the clinician ({visible(what.ctcae)})")
    said = _reasoned(", ".join(parts), what.note)
    said += "" if said.endswith(".") else "."
    computed = grades_text(what, chart.protocol.ctcae if chart else "")
    return " ".join(part for part in (said, computed, pointer(what)) if part)


def grades_text(found: RashFound, site: str) -> str:
    """The computed grades, the site's version marked: "CTCAE computed: v4 3, v5 (site) 2, v6 1."."""
    each = [
        f"{one.version}{' (site)' if one.version == site else ''} {one.short if one.low else 'not graded'}"
        for one in grades(found)
    ]
    return f"CTCAE computed: {', '.join(each)}."


def _red_flag(what: RedFlagSeen, entry: Entry, chart: Chart | None) -> str:
    return _reasoned(f"RED FLAG: {listed([visible(flag) for flag in what.flags])}", what.note)


def _started(what: StepStarted, entry: Entry, chart: Chart | None) -> str:
    return f"Step {what.step} started{_dose_of(chart, what.step)}, from {dose_key_text(what.first)}"


def _decided(what: DecisionMade, entry: Entry, chart: Chart | None) -> str:
    said = DECISIONS[what.decision]
    if what.step is not None:
        said += f": step {what.step}{_dose_of(chart, what.step)}"
    if what.first is not None:
        said += f", from {dose_key_text(what.first)}"
    if what.residual_accepted:
        said += ", residual rash accepted"
    return _reasoned(f"Prescriber decided: {said}", what.reason)


def _waived(what: PreconditionWaived, entry: Entry, chart: Chart | None) -> str:
    return _reasoned(f"Prescriber waived: {WAIVED[what.precondition]}", what.reason)


def _enrolled(what: CourseEnrolled, entry: Entry, chart: Chart | None) -> str:
    protocol = what.protocol
    target = step_text(protocol.step(what.target), protocol.unit)
    times = listed([f"{slot} {time}" for slot, time in sorted(what.times.items(), key=lambda t: t[1])])
    stock = listed([amount_text(strength, protocol.unit) for strength in what.strengths])
    said = f"Enrolled: {visible(protocol.title)}, target {target}, {times}, {stock} in stock"
    return _reasoned(f"{said}, prescriber {visible(what.prescriber)}", what.made_by)


def _admitted(what: PatientAdmitted, entry: Entry, chart: Chart | None) -> str:
    return f"Admitted: {name_text(what.family, what.given)}, bed {visible(what.bed)}, {allergies_text(what)}"


def _changed(what: PatientDetailsChanged, entry: Entry, chart: Chart | None) -> str:
    new = what.details
    said = (
        f"Details changed: {name_text(new.family, new.given)}, bed {visible(new.bed)}, {allergies_text(new)}"
    )
    return _reasoned(said, what.reason)


def allergies_text(details: PatientAdmitted) -> str:
    """The allergies under one of the titles of the CUI patient banner (domain.md 2.1)."""
    if details.allergies_known == "known":
        return f"Known allergies {visible(details.allergies)}"
    return "No known allergies" if details.allergies_known == "none known" else "Allergies not recorded"


def _corrected(what: EntryCorrected, entry: Entry, chart: Chart | None) -> str:
    line = chart.lines.get(what.entry) if chart else None
    number = f" {line.entry.number}" if line else ""
    if what.right is None:
        return _reasoned(f"Entry{number} marked as entered in error", what.reason)
    right = _SENTENCES[type(what.right)](what.right, line.entry if line else entry, chart)
    at = f" ({when_text(what.right_at, entry.zone)})" if what.right_at else ""
    return _reasoned(f"Entry{number} corrected to: {right}{at}", what.reason)


def _dose_of(chart: Chart | None, step: int) -> str:
    if chart is None or not 1 <= step <= len(chart.protocol.steps):
        return ""
    return f", {step_text(chart.protocol.step(step), chart.protocol.unit)}"


def _member(what: StaffAdded | StaffChanged) -> str:
    return f"{visible(what.name)} ({visible(what.initials)}), {what.role}"


def _reasoned(said: str, reason: str) -> str:
    return f"{said}. {visible(reason, multiline=False)}" if reason else said


_SENTENCES: dict[type, Callable[[Any, Entry, Chart | None], str]] = {
    LedgerBegun: lambda what, entry, chart: f"Ledger begun for {visible(what.ward)}, time zone {what.zone}",
    LedgerContinued: lambda what, entry, chart: f"The ledger goes on in {visible(what.file)}",
    CarriedOver: lambda what, entry, chart: f"Carried over from the older file: {len(what.entries):,}",
    ProtocolApproved: lambda what, entry, chart: _reasoned(
        f"Protocol approved: {visible(what.protocol.title)}", what.note
    ),
    ClockConfirmed: lambda what, entry, chart: _reasoned("Clock confirmed as right", what.note),
    StaffAdded: lambda what, entry, chart: f"On the staff list: {_member(what)}",
    StaffChanged: lambda what, entry, chart: _reasoned(f"Staff changed: now {_member(what)}", what.reason),
    StaffDisabled: lambda what, entry, chart: _reasoned("Staff: may no longer sign on", what.reason),
    PinSet: lambda what, entry, chart: "Staff: another PIN set",
    SignOnFailed: lambda what, entry, chart: "A wrong PIN was entered",
    SignedOn: lambda what, entry, chart: "Signed on after wrong PINs",
    PatientAdmitted: _admitted,
    PatientDetailsChanged: _changed,
    CourseEnrolled: _enrolled,
    StepStarted: _started,
    DecisionMade: _decided,
    PreconditionWaived: _waived,
    DoseGiven: _given,
    DoseNotGiven: _not_given,
    DoseVomited: _vomited,
    RashFreeChecked: _rash_free,
    RashFound: _rash,
    RedFlagSeen: _red_flag,
    NaranjoAssessed: lambda what, entry, chart: _reasoned(naranjo_sentence(what), what.note),
    EarlierReaction: lambda what, entry, chart: earlier_text(what),
    HoldPlaced: lambda what, entry, chart: _reasoned("Held", what.reason),
    NoteAdded: lambda what, entry, chart: f"Note: {visible(what.text)}",
    CoMedicationStarted: started_sentence,
    CoMedicationGiven: given_sentence,
    CoMedicationStopped: stopped_sentence,
    FollowUpRecorded: follow_up_sentence,
    EntryCorrected: _corrected,
}
