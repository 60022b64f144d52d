"""Bringing records of another ledger into this one: each whole, in one entry, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from protocols.entries import (
    Entry,
    HoldPlaced,
    PatientDetailsChanged,
    Person,
    RecordImported,
    Signature,
    What,
)
from protocols.entries.wording import person_text
from protocols.record.fold import Record, fold
from protocols.record.imported import Told, heard_from, said_last, sealed_as
from protocols.record.namesakes import like_patients
from protocols.reports.trouble import trouble_in
from protocols.rules.check import check
from protocols.sites.import_conflicts import Incoming, Takes, compared
from protocols.sites.imports import imported, unknown_decisions, unreadable
from protocols.sites.way import is_joined
from protocols.values.clinic_time import local
from protocols.values.formatting import listed, when_text
from protocols.values.refusal import UNFIT, Refused
from protocols.values.text import visible
from protocols.wording.entries import sentence
from store.errors import Changed
from store.exchange.import_source import Source
from store.exchange.signing import known_keys, objection
from store.ledger.ledger import Ledger
from store.ledger.seals import origin_of, told

ONLY_LOOKING = Person("only looking", "-", "admin")
"""Who a dry run is by: nobody records it."""


@dataclass(frozen=True)
class Answers:
    """What whoever imports said: nothing is assumed.

    `accepted` are the ids of steps and decisions by people unknown here to which they said yes; `same`, that
    the two identities are one person; `takes` and `reason`, whose course a prescriber takes on where both
    sides made moves; `clock_off`, by how many minutes the clock there was ahead (less than 0: behind);
    `number` and `bed`, those of the patient here, "" for the number there and the bed as it is. `others` are
    numbers of patients here who are like this one and are somebody else; `trusted` is the key of the
    signature that was compared, "none" for a file without one.
    """

    accepted: frozenset[str] = frozenset()
    same: bool = False
    takes: Takes = ""
    reason: str = ""
    clock_off: int = 0
    number: str = ""
    bed: str = ""
    others: frozenset[str] = frozenset()
    trusted: str = ""


NOTHING_SAID = Answers()


def number_here(ledger: Ledger, incoming: Sequence[Told], number: str) -> str:
    """The number under which this ledger has a record, or will have it."""
    first = incoming[0].entry.id
    known = (one for one in ledger.patients() if any(e.id == first for e in ledger.record(one).entries))
    known = (one for one in known if not is_joined(ledger.record(one)))
    return next(known, number)


def judged(
    ledger: Ledger, source: Source, patient: str, now: datetime, answers: Answers = NOTHING_SAID
) -> Incoming:
    """What would become of the record of `patient` in `source`, with nothing recorded."""
    incoming, wrong = source.records[patient], source.faults.get(patient, "")
    heard, aside = source.heard.get(patient, ()), source.aside.get(patient, ())
    if odd := unreadable(incoming):
        return Incoming(patient, None, tuple(incoming), "conflict", kind="not possible", words=(odd,))
    patient = number_here(ledger, incoming, answers.number or patient)
    record, here = ledger.record(patient), told(ledger, patient)
    others = [ledger.record(other) for other in ledger.patients() if other != patient]
    try:
        found = compared(patient, incoming, here, others, answers.takes, same=answers.same, aside=aside)
        found = replace(found, heard=heard_from(incoming, heard, record.own, origin_of(ledger).id))
    except UNFIT as error:
        whole = Incoming(patient, None, tuple(incoming), "new", new=tuple(incoming))
        fault = _fault(source, whole, record, now, answers)
        words = fault or f"Its entries do not fit each other ({error!r})."
        return Incoming(patient, None, tuple(incoming), "conflict", kind="not possible", words=(words,))
    if found.new and (numbers := _numbers(found)) and not _may_have_others(found, answers):
        words = f"MRN {visible(patient)} had MRN {listed([*map(visible, numbers)])} there too: {COMPARE}"
        return replace(found, state="conflict", new=(), kind="identity", words=(words,))
    fault = wrong or _fault(source, found, record, now, answers)
    if fault and found.new:
        return replace(found, state="conflict", new=(), kind="not possible", words=(fault,))
    found = replace(found, like=_like(ledger, found), decisions=unknown_decisions(found.new, ledger.staff))
    against = _signature_fault(ledger, source, answers)
    if against and found.new:
        return replace(found, state="conflict", new=(), kind="signature", words=(against,))
    return found


COMPARE = "compare both with the patient, and say that it is one person."


def _like(ledger: Ledger, found: Incoming) -> tuple[tuple[str, str], ...]:
    """Who of the ward can be mistaken for a patient who was not here."""
    if found.state != "new" or found.details is None:
        return ()
    return tuple(like_patients(found.patient, found.details, ledger.people()))


def _signature_fault(ledger: Ledger, source: Source, answers: Answers) -> str:
    if source.signed is None:
        return ""
    known = known_keys(ledger.entries()).get(source.origin.id)
    return objection(source.signed, visible(source.ward), known, answers.trusted)


def _fault(source: Source, incoming: Incoming, record: Record, now: datetime, answers: Answers) -> str:
    """Why the gate would refuse it, "" where it would not, and where nothing is to be recorded."""
    if not incoming.new:
        return ""
    entry = entry_of(source, incoming, ONLY_LOOKING, now, "UTC", answers)
    try:
        imported(record, entry, now, check)
    except Refused as refused:
        return str(refused)
    stamped = msgspec.structs.replace(entry, number=record.version + 1, recorded=now)
    return trouble_in(fold((*record.own, stamped)))


def bring_in(
    ledger: Ledger, source: Source, patient: str, by: Person, now: datetime, answers: Answers = NOTHING_SAID
) -> Incoming:
    """Record what is new of `patient`, in one entry, where nothing stands against it; what became of it.

    Where a prescriber takes one of two courses on, it is held first: what the other site did is to be read
    before a dose is due. Refused, and nothing recorded, when `by` may not import.
    """
    while True:
        number = number_here(ledger, source.records[patient], answers.number or patient)
        version = ledger.record(number).version
        found = judged(ledger, source, patient, now, answers)
        if not found.new:
            return found
        open_ones = [one for one in found.decisions if one.entry.id not in answers.accepted]
        if open_ones:
            words = tuple(decision_text(one, found, ledger.zone) for one in open_ones)
            return replace(found, state="conflict", new=(), kind="decisions", words=(*words, WANTS_YES))
        try:
            if found.takes and _hold(ledger, number, by, now, version):
                continue
            ledger.append(entry_of(source, found, by, now, ledger.zone, answers), version)
        except Changed:
            continue
        _details(ledger, number, by, now, answers, source.ward)
        return found


TWO_SIDES = "Two sites went on with this course. Read what both did before a dose is due."


def _hold(ledger: Ledger, patient: str, by: Person, now: datetime, version: int) -> bool:
    """Hold each open course of the patient that is not held for this; whether one was."""
    for chart in ledger.record(patient).charts:
        held = any(hold.entry.what == HoldPlaced(TWO_SIDES) for hold in chart.open_holds)
        if chart.ended is None and not held:
            ledger.append(new_entry(ledger, patient, by, now, HoldPlaced(TWO_SIDES), chart.id), version)
            return True
    return False


def _details(ledger: Ledger, patient: str, by: Person, now: datetime, answers: Answers, ward: str) -> None:
    """Record the bed here, and what the two sides knew of allergies, so that both travel on."""
    record = ledger.record(patient)
    details = record.details
    if details is None:
        return
    wanted = msgspec.structs.replace(details, bed=answers.bed or details.bed)
    if wanted != said_last(record.entries, details.bed):
        what = PatientDetailsChanged(wanted, f"Received from {ward}")
        ledger.append(new_entry(ledger, patient, by, now, what), record.version)


def new_entry(ledger: Ledger, patient: str, by: Person, now: datetime, what: What, course: str = "") -> Entry:
    """An entry made now, as the ward's clock shows it."""
    zone = ledger.zone
    return Entry(
        id=uuid.uuid4().hex, patient=patient, course=course, at=local(now, zone), zone=zone, by=by, what=what
    )


WANTS_YES = "A prescriber or an admin says yes to each of these before they count. Nothing was imported."


def decision_text(one: Told, incoming: Incoming, zone: str) -> str:
    """A decision as it is put before whoever imports: its number there, when, by whom, and what it says.

    `zone` is that of the ward it comes into.
    """
    entry = one.entry
    said = sentence(entry, fold(told.entry for told in incoming.told))
    when = when_text(entry.at, zone)
    return f"Entry {entry.number} of {visible(one.origin.ward)}, {when}, {person_text(entry.by)}: {said}"


def _signature(source: Source) -> Signature | None:
    return Signature(source.origin.id, source.signed.key) if source.signed and source.signed.key else None


def _may_have_others(incoming: Incoming, answers: Answers) -> bool:
    """Whether the patient may have other numbers there: somebody compared them, or the record is here."""
    return bool(answers.number or answers.same or incoming.follows)


def _numbers(incoming: Incoming) -> tuple[str, ...]:
    """The numbers that the patient has elsewhere, where they are others."""
    return tuple(sorted({one.entry.patient for one in incoming.new} - {incoming.patient}))


def entry_of(
    source: Source, incoming: Incoming, by: Person, now: datetime, zone: str, answers: Answers = NOTHING_SAID
) -> Entry:
    """The entry that brings in what is new in `incoming`."""
    origins, entries = sealed_as(incoming.new)
    accepted = tuple(one.entry.id for one in incoming.decisions)
    what = RecordImported(
        source.ward,
        source.head,
        origins,
        incoming.follows,
        entries,
        accepted,
        "moves",
        beside=tuple(one.entry.id for one in incoming.beside),
        order=incoming.order,
        takes=incoming.takes,
        reason=answers.reason if incoming.takes else "",
        numbers=_numbers(incoming) if _may_have_others(incoming, answers) else (),
        clock_off=answers.clock_off,
        heard=incoming.heard,
        aside=incoming.aside,
        signature=_signature(source),
        others=tuple(number for number, _ in incoming.like if number in answers.others),
    )
    return Entry(
        id=uuid.uuid4().hex,
        patient=incoming.patient,
        at=local(now, zone),
        zone=zone,
        by=by,
        what=what,
    )
