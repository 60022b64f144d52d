"""One sentence for each kind of entry, as history, handover and a screen reader give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protocols import entries as e
from protocols.course.follow_up import follow_up_sentence
from protocols.definition.making import shelf_text
from protocols.definition.sizing import FixedAmount, Sized, measured_text
from protocols.definition.totals import step_text
from protocols.entries.wording import dose_key_text, left_text, person_text
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.scales.naranjo import naranjo_sentence
from protocols.values.formatting import amount_text, day_text, listed, name_text, reasoned, when_text
from protocols.values.text import visible
from protocols.wording.co_medications import given_sentence, started_sentence, stopped_sentence
from protocols.wording.doses import given_text, not_given_text, vomited_text
from protocols.wording.handovers import handover_accepted, handover_given, handover_refused
from protocols.wording.named_checks import named_check_text
from protocols.wording.skin import rash_free_text, rash_text, red_flag_text

DECISIONS = {
    "resume": "Resume this step",
    "repeat": "Repeat this step from its first day",
    "back": "Go back to an earlier step",
    "stay": "Stay at this dose for good",
    "target": "Set another target dose",
    "amounts": "Fix other amounts for a weight, from the next dose on",
    "complete": "Complete the course: its target dose was reached",
    "stop": "Stop the course",
}
"""What a prescriber can decide, in words."""

WAIVED = {"doses": "doses given", "days": "days passed", "break": "no treatment break", "check": "a check"}
"""What a prescriber can waive, in words."""


def sentence(entry: e.Entry, record: Record) -> str:
    """What `entry` says happened, without who and when."""
    return what_sentence(entry.what, entry, record)


def what_sentence(what: e.What, entry: e.Entry, record: Record) -> str:
    """What `what` says happened, told as entry `entry` of `record`."""
    chart = record.chart(entry.course)
    return SENTENCES[type(what)](what, entry, chart)


def _started(what: e.StepStarted, entry: e.Entry, chart: Chart | None) -> str:
    said = f"Step {what.step} started{_dose_of(chart, what.step)}, from {dose_key_text(what.first)}"
    if what.source:
        said += f"; begun here at this step, by {visible(what.source)}"
        said += f", taken so far as stated: {visible(what.taken)}"
    return f"{said}{_on_paper(what.paper)}"


def _on_paper(who: str) -> str:
    return f", from paper, by {visible(who)}" if who else ""


def _done(what: e.DoneOnPaper, entry: e.Entry, chart: Chart | None) -> str:
    said = SENTENCES[type(what.what)](what.what, entry, chart)
    return f"Kept as what happened, and held, for the gate was not open: {said}"


def _decided(what: e.DecisionMade, entry: e.Entry, chart: Chart | None) -> str:
    said = DECISIONS[what.decision]
    if what.decision == "resume" and what.first is None:
        said = "The hold is ended, and no dose is due by it"
    if what.step is not None:
        said += f": step {what.step}{_dose_of(chart, what.step)}"
    if what.first is not None:
        said += f", from {dose_key_text(what.first)}"
    if what.sized is not None:
        said += f" ({_amounts(what.sized, what.confirmed, chart.protocol.unit if chart else '')})"
    if what.residual_accepted:
        said += ", residual rash accepted"
    return reasoned(f"Prescriber decided{_on_paper(what.paper)}: {said}", what.reason)


def _waived(what: e.PreconditionWaived, entry: e.Entry, chart: Chart | None) -> str:
    named = f" ({visible(what.check)})" if what.check else ""
    said = f"Prescriber waived{_on_paper(what.paper)}: {WAIVED[what.precondition]}{named}"
    return reasoned(said, what.reason)


def _enrolled(what: e.CourseEnrolled, entry: e.Entry, chart: Chart | None) -> str:
    protocol = what.fixed
    target = step_text(protocol.step(what.target), protocol.unit)
    times = [f"{slot} {time}" for slot, time in sorted(what.times.items(), key=lambda t: t[1])]
    stock = shelf_text(protocol, what.strengths)
    named = [f"target {target}", *([listed(times)] if times else []), f"{visible(stock)} in stock"]
    if what.sized is not None:
        named.append(_amounts(what.sized, what.confirmed, protocol.unit))
    said = f"Enrolled: {visible(protocol.title)}, {', '.join(named)}"
    return reasoned(f"{said}, prescriber {visible(what.prescriber)}", what.made_by)


def _amounts(sized: Sized, confirmed: e.Confirmed | None, unit: str) -> str:
    """The fixed amounts of the steps, for which size, and who confirmed them."""
    each = [_of_step(one, unit) for one in sized.amounts]
    who = f", confirmed by {person_text(confirmed.by)}" if confirmed else ""
    return f"fixed for {measured_text(sized)}: {'; '.join(each)}{who}"


def _of_step(one: FixedAmount, unit: str) -> str:
    why = f", because {visible(one.reason)}" if one.reason else ""
    return f"step {one.step} {amount_text(one.amount, unit)}{why}"


def _amended(what: e.CourseAmended, entry: e.Entry, chart: Chart | None) -> str:
    parts = []
    if what.times is not None:
        times = [f"{slot} {time}" for slot, time in sorted(what.times.items(), key=lambda t: t[1])]
        parts.append(f"dose times {listed(times)}{f' from {day_text(what.since)}' if what.since else ''}")
    if what.strengths is not None and chart is not None:
        parts.append(f"{visible(shelf_text(chart.protocol, what.strengths))} in stock")
    if what.made_by:
        parts.append(f"made as: {visible(what.made_by)}")
    if what.prescriber is not None:
        parts.append(f"prescriber {visible(what.prescriber)}")
    return reasoned(f"Plan changed: {', '.join(parts) or 'no note on how doses are made'}", what.reason)


def _admitted(what: e.PatientAdmitted, entry: e.Entry, chart: Chart | None) -> str:
    return f"Admitted: {name_text(what.family, what.given)}, bed {visible(what.bed)}, {allergies_text(what)}"


def _changed(what: e.PatientDetailsChanged, entry: e.Entry, chart: Chart | None) -> str:
    new = what.details
    said = (
        f"Details changed: {name_text(new.family, new.given)}, bed {visible(new.bed)}, {allergies_text(new)}"
    )
    return reasoned(said, what.reason)


def allergies_text(details: e.PatientAdmitted) -> str:
    """The allergies under one of the titles of the CUI patient banner (domain.md 2.1)."""
    if details.allergies_known == "known":
        return f"Known allergies {visible(details.allergies)}"
    return "No known allergies" if details.allergies_known == "none known" else "Allergies not recorded"


def _corrected(what: e.EntryCorrected, entry: e.Entry, chart: Chart | None) -> str:
    line = chart.lines.get(what.entry) if chart else None
    number = f" {line.entry.number}" if line else ""
    if what.right is None:
        return reasoned(f"Entry{number} marked as entered in error", what.reason)
    right = SENTENCES[type(what.right)](what.right, line.entry if line else entry, chart)
    at = f" ({when_text(what.right_at, chart.zone if chart else entry.zone)})" if what.right_at else ""
    return reasoned(f"Entry{number} corrected to: {right}{at}", what.reason)


def earlier_text(what: e.EarlierReaction) -> str:
    """What was recorded of it, in the order of its days."""
    taken = f", {visible(what.taken)}" if what.taken else ""
    parts = [f"first dose {day_text(what.first_dose)}{taken}", f"onset {day_text(what.onset)}"]
    parts += [visible(what.rash)] if what.rash else []
    if what.treatment:
        since = f" from {day_text(what.treatment_from)}" if what.treatment_from else ""
        until = f" until {day_text(what.treatment_until)}" if what.treatment_until else ""
        parts.append(f"treated with {visible(what.treatment)}{since}{until}")
    parts += [f"resolved {day_text(what.resolved)}"] if what.resolved else []
    return f"Earlier reaction: {', '.join(parts)}"


def _returned(what: e.PatientReturned) -> str:
    bed = f", bed {visible(what.bed)}" if what.bed else ""
    said = "That the patient left was entered in error" if what.in_error else "On the ward again"
    return reasoned(f"{said}{bed}", what.note)


def _imported(what: e.RecordImported, entry: e.Entry, chart: Chart | None) -> str:
    new = "new " if what.follows else ""
    count = f"1 {new}entry" if len(what.entries) == 1 else f"{len(what.entries):,} {new}entries"
    said = f"Record imported from {visible(what.ward)}, as of entry {visible(what.head)} there: {count}"
    if what.clock_off:
        side = "ahead" if what.clock_off > 0 else "behind"
        said += f"; the clock there was {abs(what.clock_off)} min {side}, its skin checks open no gate"
    if what.takes:
        side = "this" if what.takes == "here" else "that"
        said += f"; both sites had gone on, the course of {side} site is taken on"
    if what.signature:
        said += f"; signed with the key {visible(what.signature.key)}"
    if what.others:
        said += f"; somebody else than MRN {listed([visible(number) for number in what.others])}"
    return reasoned(said, what.reason)


def _sent(what: e.PatientSent, entry: e.Entry, chart: Chart | None) -> str:
    return reasoned(f"Sent to {visible(what.to)}: steps and decisions are made there", what.note)


def _dose_of(chart: Chart | None, step: int) -> str:
    if chart is None or not 1 <= step <= len(chart.protocol.steps):
        return ""
    return f", {step_text(chart.protocol.step(step), chart.protocol.unit)}"


def _member(what: e.StaffAdded | e.StaffChanged) -> str:
    return f"{visible(what.name)} ({visible(what.initials)}), {what.role}"


def _pack(what: e.PackConfirmed) -> str:
    if not what.drug:
        return reasoned(f"Pack {visible(what.gtin)} is no longer known", what.note)
    held = f"{visible(what.drug)} {amount_text(what.strength, what.unit)}"
    return reasoned(f"Pack {visible(what.gtin)} confirmed: {held}", what.note)


def _tied(what: e.AccountTied) -> str:
    if not what.account:
        return "Staff: signs on from any account again"
    return f"Staff: signs on only from the account {visible(what.account)}"


_CHECKS = {
    "none": "no check digit",
    "nhs": "NHS numbers (modulus 11)",
    "mod11": "a check digit by modulus 11",
    "luhn": "a check digit by modulus 10 (Luhn)",
}


def numbers_text(what: e.NumbersSet) -> str:
    """What hospital numbers are to look like."""
    like = f" such as {visible(what.example)}" if what.example else ""
    form = f"as the pattern {visible(what.pattern)} says{like}" if what.pattern else "of any form"
    return f"Hospital numbers: {form}, {_CHECKS[what.check]}"


SENTENCES: dict[type, Callable[[Any, e.Entry, Chart | None], str]] = {
    e.LedgerBegun: lambda what, entry, chart: f"Ledger begun for {visible(what.ward)}, time zone {what.zone}",
    e.LedgerContinued: lambda what, entry, chart: f"The ledger goes on in {visible(what.file)}",
    e.CarriedOver: lambda what, entry, chart: f"Carried over from the older file: {len(what.entries):,}",
    e.ProtocolApproved: lambda what, entry, chart: reasoned(
        f"Protocol approved: {visible(what.protocol.title)}", what.note
    ),
    e.PackConfirmed: lambda what, entry, chart: _pack(what),
    e.ScanningSet: lambda what, entry, chart: reasoned(
        f"Scanning: wristbands {what.wristband}, packs {what.pack}", what.reason
    ),
    e.ZoneCorrected: lambda what, entry, chart: reasoned(
        f"Time zone of the ward corrected: {visible(what.zone)}", what.reason
    ),
    e.NumbersSet: lambda what, entry, chart: reasoned(numbers_text(what), what.reason),
    e.ClockConfirmed: lambda what, entry, chart: reasoned("Clock confirmed as right", what.note),
    e.StaffAdded: lambda what, entry, chart: f"On the staff list: {_member(what)}",
    e.StaffChanged: lambda what, entry, chart: reasoned(f"Staff changed: now {_member(what)}", what.reason),
    e.StaffDisabled: lambda what, entry, chart: reasoned("Staff: may no longer sign on", what.reason),
    e.PinSet: lambda what, entry, chart: reasoned("Staff: another PIN set", what.system),
    e.AccountTied: lambda what, entry, chart: _tied(what),
    e.SignOnFailed: lambda what, entry, chart: "A wrong PIN was entered",
    e.SignedOn: lambda what, entry, chart: "Signed on after wrong PINs",
    e.PatientAdmitted: _admitted,
    e.PatientDetailsChanged: _changed,
    e.CourseEnrolled: _enrolled,
    e.CourseAmended: _amended,
    e.StepStarted: _started,
    e.DecisionMade: _decided,
    e.PreconditionWaived: _waived,
    e.PatientLeft: lambda what, entry, chart: reasoned(left_text(entry, entry.zone), what.note),
    e.RecordJoined: lambda what, entry, chart: reasoned(
        f"{left_text(entry, entry.zone)}; confirmed by {person_text(what.confirmed.by)}", what.reason
    ),
    e.PatientReturned: lambda what, entry, chart: _returned(what),
    e.PatientTaken: lambda what, entry, chart: "Taken for the shift" if what.taken else "Let go",
    e.DoseGiven: given_text,
    e.DoseNotGiven: not_given_text,
    e.DoseVomited: vomited_text,
    e.RashFreeChecked: rash_free_text,
    e.RashFound: rash_text,
    e.RedFlagSeen: red_flag_text,
    e.AlarmSeen: lambda what, entry, chart: "Red flag seen: it stands until a prescriber decides",
    e.NamedCheckMade: named_check_text,
    e.NaranjoAssessed: lambda what, entry, chart: reasoned(naranjo_sentence(what), what.note),
    e.EarlierReaction: lambda what, entry, chart: earlier_text(what),
    e.DoneOnPaper: _done,
    e.HoldPlaced: lambda what, entry, chart: reasoned("Held", what.reason),
    e.NoteAdded: lambda what, entry, chart: f"Note: {visible(what.text, multiline=True)}",
    e.CoMedicationStarted: started_sentence,
    e.CoMedicationGiven: given_sentence,
    e.CoMedicationStopped: stopped_sentence,
    e.FollowUpRecorded: follow_up_sentence,
    e.EntryCorrected: _corrected,
    e.RecordImported: _imported,
    e.PatientSent: _sent,
    e.RecordTakenBack: lambda what, entry, chart: reasoned("Record taken back here", what.reason),
    e.HandoverGiven: handover_given,
    e.HandoverAccepted: handover_accepted,
    e.HandoverRefused: handover_refused,
}
