"""Bringing records of another ledger into this one: each whole, in one entry, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import msgspec

from protocols.entries import Entry, Person, RecordImported
from protocols.entries.wording import person_text
from protocols.record.fold import Record, fold
from protocols.record.imported import Told, sealed_as
from protocols.reports.trouble import trouble_in
from protocols.rules.check import check
from protocols.sites.import_conflicts import Incoming, compared
from protocols.sites.imports import imported, unknown_decisions
from protocols.values.clinic_time import local
from protocols.values.formatting import when_text
from protocols.values.refusal import UNFIT, Refused
from protocols.values.text import visible
from protocols.wording.entries import sentence
from store.errors import Changed
from store.exchange.import_source import Source
from store.ledger.ledger import Ledger
from store.ledger.seals import told

ONLY_LOOKING = Person("only looking", "-", "admin")
"""Who a dry run is by: nobody records it."""


def judged(ledger: Ledger, source: Source, patient: str, now: datetime) -> Incoming:
    """What would become of the record of `patient` in `source`, with nothing recorded."""
    record = ledger.record(patient)
    incoming, here = source.records[patient], told(ledger, patient)
    others = [ledger.record(other) for other in ledger.patients() if other != patient]
    try:
        found = compared(patient, incoming, here, others)
    except UNFIT as error:
        whole = Incoming(patient, None, tuple(incoming), "new", new=tuple(incoming))
        words = _fault(source, whole, record, now) or f"Its entries do not fit each other ({error!r})."
        return Incoming(patient, None, tuple(incoming), "conflict", kind="not possible", words=(words,))
    fault = source.faults.get(patient) or _fault(source, found, record, now)
    if fault and found.new:
        return replace(found, state="conflict", new=(), kind="not possible", words=(fault,))
    return replace(found, decisions=unknown_decisions(found.new, ledger.staff))


def _fault(source: Source, incoming: Incoming, record: Record, now: datetime) -> str:
    """Why the gate would refuse it, "" where it would not, and where nothing is to be recorded."""
    if not incoming.new:
        return ""
    entry = entry_of(source, incoming, ONLY_LOOKING, now, "UTC")
    try:
        imported(record, entry, now, check)
    except Refused as refused:
        return str(refused)
    stamped = msgspec.structs.replace(entry, number=record.version + 1, recorded=now)
    return trouble_in(fold((*record.own, stamped)))


def bring_in(
    ledger: Ledger, source: Source, patient: str, by: Person, now: datetime, accepted: Collection[str] = ()
) -> Incoming:
    """Record what is new of `patient`, in one entry, where nothing stands against it; what became of it.

    `accepted` are the ids of decisions by people unknown here to which `by` said yes. Refused, and nothing
    recorded, when `by` may not import.
    """
    while True:
        version = ledger.record(patient).version
        found = judged(ledger, source, patient, now)
        if not found.new:
            return found
        open_ones = [one for one in found.decisions if one.entry.id not in accepted]
        if open_ones:
            words = tuple(decision_text(one, found, ledger.zone) for one in open_ones)
            return replace(found, state="conflict", new=(), kind="decisions", words=(*words, WANTS_YES))
        try:
            ledger.append(entry_of(source, found, by, now, ledger.zone), version)
        except Changed:
            continue
        return found


WANTS_YES = "A prescriber or an admin says yes to each of these before they count. Nothing was imported."


def decision_text(one: Told, incoming: Incoming, zone: str) -> str:
    """A decision as it is put before whoever imports: its number there, when, by whom, and what it says.

    `zone` is that of the ward it comes into.
    """
    entry = one.entry
    said = sentence(entry, fold(told.entry for told in incoming.told))
    when = when_text(entry.at, zone)
    return f"Entry {entry.number} of {visible(one.origin.ward)}, {when}, {person_text(entry.by)}: {said}"


def entry_of(source: Source, incoming: Incoming, by: Person, now: datetime, zone: str) -> Entry:
    """The entry that brings in what is new in `incoming`."""
    origins, entries = sealed_as(incoming.new)
    accepted = tuple(one.entry.id for one in incoming.decisions)
    what = RecordImported(source.ward, source.head, origins, incoming.follows, entries, accepted)
    return Entry(
        id=uuid.uuid4().hex,
        patient=incoming.patient,
        at=local(now, zone),
        zone=zone,
        by=by,
        what=what,
    )
