"""The handovers of a ledger, and the one that waits for an answer."""

from __future__ import annotations

from protocols.entries import Person
from protocols.record.handovers import Handovers, handovers_of, waiting
from protocols.record.people import same_person
from protocols.values.formatting import when_text
from protocols.values.text import visible
from store.ledger.reader import Reading


def handovers(ledger: Reading) -> Handovers:
    """Every handover, in the order in which they were given."""
    return handovers_of(ledger.record("").entries)


def waits_for(ledger: Reading, person: Person) -> str:
    """What somebody who has just signed on is told of a handover of the ward that waits; "" for its giver."""
    found = waiting(handovers(ledger))
    if found is None or same_person(found.given.by, person, ledger.staff):
        return ""
    given = found.given
    when = when_text(given.at, given.zone)
    return f"{visible(given.by.name)} gave a handover {when}. It is not accepted yet: o on the board."
