"""Handover sheets of a ledger: as the ward is now, and as it was when a handover was given.

An earlier sheet is made again from the entries its giver knew, at the moment it was given; later entries and
corrections cannot change it. Its digest, kept in the entry, shows whether the words are still the same.
"""

from __future__ import annotations

from datetime import datetime

from protocols.definition.protocol import Protocol
from protocols.record.approvals import Approvals
from protocols.record.handovers import Handover, handovers_of
from protocols.reports.handover import Sheet
from protocols.reports.handover import handover as sheet_of
from protocols.values.formatting import name_text
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.views.handover.parts import Said
from tui.views.handover.state import state
from tui.views.handover.words import Words, words

REWORDED = (
    "This version of Stepward words the sheet otherwise than the one that was signed. "
    "The entries it is made of are the same."
)


def sheet_now(ledger: Reading, now: datetime, only: str = "") -> Words:
    """The words of the sheet as things are now."""
    return sheet_at(ledger, ledger.position, now, only)


def sheet_at(ledger: Reading, number: int, at: datetime, only: str = "") -> Words:
    """The words of the sheet of the ward, or of `only`, at the instant `at`, from entries up to `number`."""
    return ledger.telling(lambda: words_of(ledger, number, content_at(ledger, number, at, only)))


def content_at(ledger: Reading, number: int, at: datetime, only: str = "") -> Sheet:
    """What is on that sheet, as data."""
    earlier = handovers_of(ledger.record("").entries, number)
    known = _protocols_at(ledger, number)
    return ledger.telling(lambda: sheet_of(ledger.records_at(number), earlier, at, only, known))


def _protocols_at(ledger: Reading, number: int) -> tuple[Protocol, ...]:
    """The protocols of the site as of entry `number`."""
    now = ledger.approvals
    if number >= ledger.position:
        return now.known
    then = Approvals(now.built_in)
    for entry in ledger.record("").entries:
        if entry.number <= number:
            then = then.after(entry)
    return then.known


def words_of(ledger: Reading, number: int, sheet: Sheet) -> Words:
    """The words of a sheet that is made of the entries up to `number`."""
    return words(sheet, ledger.ward, ledger.zone, ledger.head_at(number))


def known_to(handover: Handover) -> int:
    """The number of the last entry that whoever gave the handover knew."""
    return min(handover.what.seen, handover.given.number - 1)


def sheet_again(ledger: Reading, handover: Handover) -> tuple[Words, list[Said]]:
    """The sheet of a handover as it was given, and what became of it."""
    what, given = handover.what, handover.given
    again = sheet_at(ledger, known_to(handover), given.at, what.only)
    told = state(handover, lambda patient: patient_name(ledger, patient))
    return again, told if again.digest == what.digest else [*told, Said(REWORDED, "warn")]


def whom(ledger: Reading, handover: Handover) -> str:
    """Of whom a handover is, in a few words."""
    details = ledger.record(handover.what.only).details if handover.what.only else None
    return name_text(details.family, details.given) if details else visible(handover.what.only) or "the ward"


def patient_name(ledger: Reading, patient: str) -> str:
    """Name and number, as they are now."""
    details = ledger.record(patient).details
    name = f"{name_text(details.family, details.given)}, " if details else ""
    return f"{name}MRN {visible(patient)}"
