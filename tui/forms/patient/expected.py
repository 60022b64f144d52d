"""Whom the hospital's own system tells of, for the form to admit; without it, or its folder, nobody."""

from __future__ import annotations

from typing import NamedTuple

from protocols.sites.arrivals import Arrival, offered, sayings
from protocols.values.formatting import name_text, plural
from protocols.values.text import visible
from store.arrivals.folder import ArrivalsFault, read_folder
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


def expected(session: Session) -> Expected:
    """What the folder says now."""
    ledger, now = session.ledger, session.now()
    try:
        told = read_folder(session.place, ledger.zone, identifier_system("fhir_patients", MRN), now)
    except (ArrivalsFault, LocationFault) as fault:
        return Expected([], [str(fault)])
    if not told.arrivals and not told.unread:
        return Expected([], [])
    records = {mrn: ledger.record(mrn) for mrn in ledger.patients()}
    found = offered(told.arrivals, records, now)
    said = sayings(told.arrivals, records, ledger.zone)
    said += filter(None, (ledger.catalogue.number_fault(each.patient) for each in found))
    more = [len(found) - MOST, len(said) - MOST_SAID, len(told.unread)]
    if any(each > 0 for each in more):
        unread = f" {plural(more[2], 'file')} cannot be read." if more[2] else ""
        said = [*said[:MOST_SAID], f"There is more: stepward arrivals tells all.{unread}"]
    return Expected(found[:MOST], said)


def arrival_text(told: Arrival) -> str:
    """A patient in a line, with what tells one from another."""
    born = f", born {told.birth.text}" if told.birth else ""
    place = " ".join(filter(None, (told.ward, told.bed)))
    where = f", {visible(place)}" if place else ""
    return f"{name_text(told.family, told.given)}{born}, MRN {visible(told.patient)}{where}"
