"""Bringing records of another ledger into this one: each whole, in one entry, or not at all."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from protocols.entries import Entry, Person, RecordImported
from protocols.record.fold import Record
from protocols.record.imported import sealed_as
from protocols.rules.check import check
from protocols.rules.import_conflicts import Incoming, compared
from protocols.rules.imports import imported
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
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
    except (LookupError, AttributeError, ValueError) as error:
        words = f"Its entries do not fit each other ({error!r})."
        return Incoming(patient, None, tuple(incoming), "conflict", kind="not possible", words=(words,))
    fault = source.faults.get(patient) or _fault(source, found, record, now)
    if fault and found.new:
        return replace(found, state="conflict", new=(), kind="not possible", words=(fault,))
    return found


def _fault(source: Source, incoming: Incoming, record: Record, now: datetime) -> str:
    """Why the gate would refuse it, "" where it would not, and where nothing is to be recorded."""
    if not incoming.new:
        return ""
    try:
        imported(record, entry_of(source, incoming, ONLY_LOOKING, now, "UTC"), now, check)
    except Refused as refused:
        return str(refused)
    return ""


def bring_in(ledger: Ledger, source: Source, patient: str, by: Person, now: datetime) -> Incoming:
    """Record what is new of `patient`, in one entry, where nothing stands against it; what became of it.

    Refused, and nothing recorded, when `by` may not import.
    """
    while True:
        version = ledger.record(patient).version
        found = judged(ledger, source, patient, now)
        if not found.new:
            return found
        try:
            ledger.append(entry_of(source, found, by, now, ledger.zone), version)
        except Changed:
            continue
        return found


def entry_of(source: Source, incoming: Incoming, by: Person, now: datetime, zone: str) -> Entry:
    """The entry that brings in what is new in `incoming`."""
    origins, entries = sealed_as(incoming.new)
    what = RecordImported(source.ward, source.head, origins, incoming.follows, entries)
    return Entry(
        id=uuid.uuid4().hex,
        patient=incoming.patient,
        at=local(now, zone),
        zone=zone,
        by=by,
        what=what,
    )
