"""Whether a record from another ledger may come in: its seals, where it goes on from, and its gate again.

The rules are for every path in (rules.md, "What a person says is what is kept"): each fact and each move in
the record is asked again, on the record as it stood before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from protocols.definition.protocol import Protocol
from protocols.entries import CourseEnrolled, DecisionMade, Entry, Move, PreconditionWaived, RecordImported
from protocols.record.fold import Folding, Record
from protocols.record.imported import Told, told_in
from protocols.record.staff import Staff
from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read
from protocols.toml.writer import written
from protocols.values.formatting import when_text
from protocols.values.oddity import oddities
from protocols.values.refusal import UNFIT, Refused, refuse_if
from protocols.values.text import visible

Check = Callable[[Record, Entry, datetime, datetime | None], None]


def imported(record: Record, entry: Entry, now: datetime, check: Check) -> None:
    """A record that was not here, or its new entries; `check` is that of every other entry."""
    what = entry.what
    assert isinstance(what, RecordImported)
    refuse_if(not what.entries, "There is nothing in it to import.")
    try:
        told = list(told_in(what))
    except ValueError as error:
        raise Refused(f"An entry in it cannot be read: {error}.") from error
    own = [kept for kept in record.entries if not isinstance(kept.what, RecordImported)]
    refuse_if(
        what.follows != (own[-1].id if own else ""),
        "What is here is not what these entries follow: the record was changed on both sides.",
    )
    folding, known = Folding(), set[str]()
    for kept in record.entries:
        folding.add(kept)
        known.add(kept.id)
    for one in told:
        try:
            fault = _fault(one, entry.patient, known, now) or _impossible(one, folding, check)
        except UNFIT:
            fault = f"nobody could read it: {visible(next(oddities(one.entry), 'it fits nothing'))}."
        if fault:
            raise Refused(f"Entry {one.entry.number} of {visible(one.origin.ward)}: {fault}")
        known.add(one.entry.id)


def _fault(told: Told, patient: str, known: set[str], now: datetime) -> str:
    """What is wrong with one entry whatever went before."""
    entry = told.entry
    if not told.whole:
        return "it is not as it was recorded, its hash does not fit."
    if not patient or entry.patient != patient or isinstance(entry.what, RecordImported):
        return "it does not belong to this patient's record."
    if entry.id in known:
        return "it is in the record twice."
    if entry.recorded is None or entry.at > entry.recorded:
        return "it says that it was recorded before it happened."
    if entry.recorded > now:
        when = when_text(entry.recorded, entry.zone)
        return f"it was recorded on {when}, which is still to come. Compare the clocks of the two computers."
    return ""


def _from_a_file(protocol: Protocol) -> None:
    """A protocol is one that a protocol file gives: no other was ever offered for enrolment."""
    name = f"{protocol.id}.toml"
    try:
        same = read(written(protocol), name) == protocol
    except ProtocolFault as fault:
        raise Refused(f"Its protocol cannot be used: {fault}") from fault
    refuse_if(not same, f"Its protocol, {visible(protocol.title)}, is not as a protocol file has it.")


def _impossible(told: Told, folding: Folding, check: Check) -> str:
    """Why the entry could not have been recorded where it was; "" once it is added."""
    entry = told.entry
    assert entry.recorded is not None, "looked at before"
    if isinstance(entry.what, Move) and entry.clock != "ok":
        return "this should not have been possible. The computer's clock was in doubt."
    try:
        if isinstance(entry.what, CourseEnrolled):
            _from_a_file(entry.what.protocol)
        check(folding.record(), entry, entry.recorded, None)
        folding.add(entry)
    except Refused as refused:
        return f"this should not have been possible. {refused}"
    except UNFIT as error:
        return f"it does not fit what was recorded before it ({error!r})."
    return ""


def unknown_decisions(told: Iterable[Told], staff: Staff) -> tuple[Told, ...]:
    """The decisions and waivers among `told` by somebody who is not, and never was, on this ward's list."""
    return tuple(
        one
        for one in told
        if isinstance(one.entry.what, DecisionMade | PreconditionWaived)
        and not any(member.is_person(one.entry.by) for member in staff.members)
    )


def decisions_accepted(staff: Staff, entry: Entry) -> None:
    """Refuse an import with such a decision to which whoever imports has not said yes."""
    what = entry.what
    if not isinstance(what, RecordImported):
        return
    for one in unknown_decisions(told_in(what), staff):
        if one.entry.id not in (what.accepted or ()):
            raise Refused(
                f"Entry {one.entry.number} of {visible(one.origin.ward)} is a decision of "
                f"{visible(one.entry.by.name)}, who is not on the staff list here. A prescriber or an admin "
                "says yes to it first."
            )


def before_it_was_asked(what: RecordImported) -> RecordImported:
    """An import recorded before a yes was asked for, as if it had been given."""
    if what.accepted is not None:
        return what
    return msgspec.structs.replace(what, accepted=tuple(one.entry.id for one in told_in(what)))
