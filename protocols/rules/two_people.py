"""What takes two people: a second check, and the answer to a handover. The staff list says who is who.

Without a list people state who they are, and a name is all there is to tell them apart by.
"""

from __future__ import annotations

from protocols.entries import DoseGiven, Entry, HandoverAccepted, HandoverRefused
from protocols.record.fold import Record
from protocols.record.handovers import handovers_of
from protocols.record.people import same_person
from protocols.record.staff import Staff
from protocols.values.refusal import refuse_if
from protocols.values.text import visible


def another_person(staff: Staff, record: Record, entry: Entry) -> None:
    """Refuse a second check by whoever gave the dose, and an answer by whoever gave the handover."""
    match entry.what:
        case DoseGiven(second=second) if second is not None:
            refuse_if(
                same_person(second.by, entry.by, staff),
                f"{visible(entry.by.name)} gave this dose. Another person makes the second check.",
            )
        case HandoverAccepted(handover=id, taker=taker) | HandoverRefused(handover=id, taker=taker):
            found = next((one for one in handovers_of(record.entries) if one.id == id), None)
            refuse_if(
                found is not None and same_person(found.given.by, taker, staff),
                f"{visible(taker.name)} gave this handover. Another person accepts or refuses it.",
            )
