"""A wrong number put right, and two numbers of one person joined: all of one record stands in another's.

It is brought in as a record of another ledger would be, so that the same questions are asked and nothing is
lost; then the first one is closed. Ends it in between, doing it again does what was left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec

from protocols.entries import (
    Confirmed,
    Entry,
    PatientAdmitted,
    PatientLeft,
    PatientReturned,
    Person,
    RecordJoined,
)
from protocols.sites.import_conflicts import Incoming, compared
from protocols.sites.way import died_and_seen, is_joined
from protocols.values.formatting import listed
from protocols.values.identity import numbers_meant
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.errors import Changed
from store.exchange.import_records import Answers, entry_of, new_entry
from store.exchange.import_source import Source
from store.ledger.ledger import Ledger
from store.ledger.seals import origin_of, told

SAME = Answers(same=True)


def right_number(ledger: Ledger, wrong: str, right: str) -> str:
    """The number as it is written here already, else as typed. Refused where it is the wrong one."""
    written = [one for one in numbers_meant(right, ledger.everybody()) if not is_joined(ledger.record(one))]
    if wrong in written and right != wrong:
        written.remove(wrong)
    if len(written) > 1:
        raise Refused(f"{visible(right)} can be {listed([*map(visible, written)])}. Write it as it is there.")
    return written[0] if written else right


def outlook(ledger: Ledger, wrong: str, right: str) -> Incoming:
    """What would become of the record of `wrong` under `right`, with nothing recorded."""
    others = [ledger.record(other) for other in ledger.patients() if other not in (wrong, right)]
    incoming, here = told(ledger, wrong), told(ledger, right)
    beside = [one for one in others if not is_joined(one)]
    found = compared(right, incoming, here, beside, same=True)
    fault = died_and_seen(ledger.record(wrong), ledger.record(right))
    return replace(found, state="conflict", new=(), kind="not possible", words=(fault,)) if fault else found


def join(
    ledger: Ledger, wrong: str, right: str, by: Person, confirmed: Confirmed, reason: str, now: datetime
) -> Entry:
    """Bring all of `wrong` into the record of `right`, and close it; the entry that did.

    Refused, and nothing recorded, where the two cannot be one record, or `by` may not do so.
    """
    while True:
        record = ledger.record(wrong)
        last = new_entry(ledger, wrong, by, now, RecordJoined(right, reason, confirmed))
        ledger.would_take(last)
        found = outlook(ledger, wrong, right)
        if found.state == "conflict":
            raise Refused(*found.words)
        try:
            if found.new:
                _bring(ledger, found, right, by, now)
            _leave(ledger, record.left, right, by)
            return ledger.append(last, record.version)
        except Changed:
            continue


def _bring(ledger: Ledger, found: Incoming, right: str, by: Person, now: datetime) -> None:
    source = Source(ledger.path, ledger.ward, ledger.head, origin_of(ledger), {})
    entry = entry_of(source, found, by, now, ledger.zone, SAME)
    brought = msgspec.structs.replace(
        entry,
        what=msgspec.structs.replace(
            entry.what,
            accepted=tuple(one.entry.id for one in found.new),
            numbers=tuple(sorted({one.entry.patient for one in found.new} - {right})),
        ),
    )
    ledger.append(brought, ledger.record(right).version)


def _leave(ledger: Ledger, left: Entry | None, right: str, by: Person) -> None:
    """Whoever was away under the wrong number is away under the right one, unless they came later under it.

    To be brought in makes a patient one who is here, but for the dead.
    """
    record = ledger.record(right)
    came = [one.at for one in record.own if isinstance(one.what, PatientAdmitted | PatientReturned)]
    if left is None or not isinstance(left.what, PatientLeft) or record.left is not None:
        return
    if not came or came[-1] <= left.at:
        ledger.append(new_entry(ledger, right, by, left.at, left.what), record.version)
