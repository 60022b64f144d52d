"""Whether a record from another ledger may come in: its seals, where it goes on from, and its gate again.

The rules are for every path in (rules.md, "What a person says is what is kept"): each fact and each move in
the record is asked again, on the record as it stood before it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from protocols.definition.protocol import Protocol
from protocols.entries import (
    CourseEnrolled,
    DecisionMade,
    Entry,
    Move,
    PatientSent,
    PreconditionWaived,
    RecordImported,
    RecordTakenBack,
)
from protocols.record.fold import Folding, Record
from protocols.record.imported import Told, aside_in, is_course_move, joined, told_in
from protocols.record.staff import Staff
from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read
from protocols.toml.writer import written
from protocols.values.formatting import when_text
from protocols.values.oddity import oddities
from protocols.values.refusal import UNFIT, Refused, need_text, refuse_if
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
    _two_sides(what, {one.entry.id: one.entry for one in told}, {one.id: one for one in own})
    refuse_if(
        what.follows != (own[-1].id if own else ""),
        "What is here is not what these entries follow: the record was changed on both sides.",
    )
    known = {kept.id for kept in own}
    new = {one.entry.id: one for one in told if one.entry.id not in known}
    refuse_if(len(new) < len(told), "An entry is in the record twice.")
    numbers, latest = {entry.patient, *what.numbers}, now + timedelta(minutes=max(what.clock_off, 0))
    before, coming, _ = joined(what, record.line, as_there=True)
    faults = _faults(before, coming, new, numbers, (latest, entry.zone), check)
    if faults and what.order:
        filed = _faults(*_as_filed(what, own, new), new, numbers, (latest, entry.zone), check)
        faults = {id: fault for id, fault in faults.items() if id in filed}
    for id, fault in faults.items():
        raise Refused(f"Entry {new[id].entry.number} of {visible(new[id].origin.ward)}: {fault}")


def _as_filed(
    what: RecordImported, own: Iterable[Entry], new: Mapping[str, Told]
) -> tuple[list[Entry], list[Entry]]:
    """The record in the order of the file: what was learned there from here stands where it was."""
    here, order, beside = {one.id: one for one in own}, {*what.order}, {*what.beside}
    before = [one for id, one in here.items() if id not in order and id not in beside]
    return before, [new[id].entry if id in new else here[id] for id in what.order]


def _faults(
    before: Iterable[Entry],
    coming: Iterable[Entry],
    new: Mapping[str, Told],
    numbers: Container[str],
    latest: tuple[datetime, str],
    check: Check,
) -> dict[str, str]:
    """What is wrong with each entry that is new, behind those that stand before it, by its id.

    `latest` is the last instant at which one can have been recorded, and the zone of this ward's clocks.
    """
    folding, faults = Folding(), dict[str, str]()
    before, coming = list(before), list(coming)
    here = (kept.id for kept in (*before, *coming) if kept.id not in new)
    folding.unaware(dict.fromkeys(here, frozenset(new)))  # what is new here nobody could know of
    for kept in before:
        folding.add(kept)
    for kept in coming:
        one = new.get(kept.id)
        if one is None:
            folding.add(kept)
            continue
        folding.received(one.origin.zone)  # that it was sent and came back stands in no file
        try:
            fault = _fault(one, numbers, *latest)
            if fault:
                return {kept.id: fault}
            fault = _impossible(one, folding, check)
        except UNFIT:
            return {kept.id: f"nobody could read it: {visible(next(oddities(kept), 'it fits nothing'))}."}
        if fault:
            faults[kept.id] = fault
        try:
            folding.add(kept)
        except UNFIT as error:
            faults.setdefault(kept.id, f"it does not fit what was recorded before it ({error!r}).")
            return faults
    return faults


def _two_sides(what: RecordImported, new: Mapping[str, Entry], here: Mapping[str, Entry]) -> None:
    """What both sides did is named as it is, and where both made moves a prescriber takes one course on."""
    beside, order = {*what.beside}, {*what.order}
    refuse_if(
        not beside <= here.keys() or not order <= {*here, *new} or bool(beside & order),
        "It does not say rightly what only this ward has.",
    )
    refuse_if(bool(order) and not new.keys() <= order, "It does not say where its entries stand.")
    aside = aside_in([*new.values(), *here.values()])
    moves = [place for place, id in enumerate(what.order) if id in new and is_course_move(new[id], aside)]
    since = {*beside, *(what.order[moves[0] :] if moves else ())} & here.keys()
    both = bool(moves) and any(is_course_move(here[id], aside) for id in since)
    refuse_if(
        both and not what.takes, "Steps or decisions were made on both sides: a prescriber takes one on."
    )
    refuse_if(bool(what.takes) and not both, "There are no two courses of which one is to be taken on.")
    if what.takes:
        need_text(what.reason, "why this side's course is taken on")


def _fault(told: Told, numbers: Container[str], now: datetime, zone: str) -> str:
    """What is wrong with one entry whatever went before."""
    entry = told.entry
    if not told.whole:
        return "it is not as it was recorded, its hash does not fit."
    if not entry.patient or entry.patient not in numbers or isinstance(entry.what, RecordImported):
        return "it does not belong to this patient's record."
    if entry.recorded is None or entry.at > entry.recorded:
        return "it says that it was recorded before it happened."
    if entry.recorded > now:
        when = when_text(entry.recorded, zone)
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
    """Why the entry could not have been recorded where it was; "" where it could."""
    entry = told.entry
    assert entry.recorded is not None, "looked at before"
    if isinstance(entry.what, Move) and entry.clock != "ok":
        return "this should not have been possible. The computer's clock was in doubt."
    try:
        if isinstance(entry.what, CourseEnrolled):
            _from_a_file(entry.what.protocol)
        check(_as_known_there(folding.record(), entry), entry, entry.recorded, None)
    except Refused as refused:
        return f"this should not have been possible. {refused}"
    except UNFIT as error:
        return f"it does not fit what was recorded before it ({error!r})."
    return ""


def _as_known_there(record: Record, entry: Entry) -> Record:
    """The record as `entry` found it where it was made: away, if it is taken back there, and what was set
    aside. That it came, and which course was taken on, stands in no file but in that word.
    """
    if isinstance(entry.what, RecordTakenBack) and record.sent is None:
        return replace(record, sent=entry)
    if isinstance(entry.what, PatientSent):
        return replace(record, aside=frozenset(entry.what.aside))
    return record


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
