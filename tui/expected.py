"""What the hospital's own system tells of: who is expected, what is ordered; without its folder nothing."""

from __future__ import annotations

from typing import NamedTuple

from protocols.record.fold import Record
from protocols.sites.arrivals import Arrival, offered, sayings
from protocols.sites.orders import Order, orders_for
from protocols.values.formatting import name_text, plural, when_text
from protocols.values.text import visible
from store.arrivals.folder import ArrivalsFault, Told, folder_changed, read_folder
from store.fhir.core.codes import MRN
from store.location.config import LocationFault
from store.location.settings import identifier_system
from tui.session import Session

MOST = 9
"""Patients offered, the newest first: each has a figure as its letter."""

MOST_SAID = 3
"""Sentences about patients who are here; the command tells all."""


class Expected(NamedTuple):
    """Who is offered, and what is to be said beside that."""

    offered: list[Arrival]
    said: list[str]


def told(session: Session) -> Told:
    """What the folder says now. ArrivalsFault, LocationFault."""
    system = identifier_system("fhir_patients", MRN)
    return read_folder(session.place, session.ledger.zone, system, session.now())


def changed(session: Session) -> object:
    """What tells whether something else is to be said: it differs then. Asks for one time of the folder."""
    at = folder_changed(session.place)
    return (at, session.ledger.position, session.now().date()) if at is not None else None


def expected(session: Session) -> Expected:
    """What the folder says now, as far as a form has room for it."""
    try:
        found = told(session)
    except (ArrivalsFault, LocationFault) as fault:
        return Expected([], [str(fault)])
    who, said = _who(session, found)
    more = [len(who) - MOST, len(said) - MOST_SAID, len(found.unread)]
    if any(each > 0 for each in more):
        unread = f" {plural(more[2], 'file')} cannot be read." if more[2] else ""
        said = [*said[:MOST_SAID], f"There is more: stepward arrivals tells all.{unread}"]
    return Expected(who[:MOST], said)


def count_words(session: Session, found: Told) -> tuple[str, ...]:
    """How many are expected, how much is said of those who are here, what cannot be read; () for nothing.

    The first says it all; the others say less, for a narrow window.
    """
    who, said = _who(session, found)
    counts = ((who, "arrival"), (said, "change"), (found.unread, "unread file"))
    parts = [plural(len(each), word) for each, word in counts if each]
    if len(parts) < 2:
        return tuple(f"{words}: a" for words in parts)
    return f"{', '.join(parts)}: a", f"{parts[0]} and more: a", f"{parts[0]}: a"


def _who(session: Session, found: Told) -> tuple[list[Arrival], list[str]]:
    if not found.arrivals:
        return [], []
    ledger = session.ledger
    records = {mrn: ledger.record(mrn) for mrn in ledger.patients()}
    who = offered(found.arrivals, records, session.now())
    faults = filter(None, (ledger.catalogue.number_fault(each.patient) for each in who))
    return who, [*sayings(found.arrivals, records, ledger.zone), *faults]


def ordered(session: Session, record: Record) -> tuple[list[Order], list[str]]:
    """What is ordered for the patient of a record, and what is to be said of other orders."""
    try:
        found = told(session)
    except (ArrivalsFault, LocationFault) as fault:
        return [], [str(fault)]
    orders, said = orders_for(record, found.orders, session.ledger.patients(), session.now())
    return orders[:MOST], said[:MOST_SAID]


def order_text(order: Order, zone: str) -> str:
    """An order in a line: what, by whom, when, and how it is worded there."""
    by = f", by {visible(order.prescriber)}" if order.prescriber else ""
    words = f": {visible(order.words)}" if order.words else ""
    return f"{visible(order.drug)}{by}, {when_text(order.at, zone)}{words}"


def arrival_text(told: Arrival) -> str:
    """A patient in a line, with what tells one from another."""
    born = f", born {told.birth.text}" if told.birth else ""
    place = " ".join(filter(None, (told.ward, told.bed)))
    where = f", {visible(place)}" if place else ""
    return f"{name_text(told.family, told.given)}{born}, MRN {visible(told.patient)}{where}"
