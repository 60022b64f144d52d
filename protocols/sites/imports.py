"""Whether a record from another ledger may come in: its seals, where it goes on from, and its gate again.

The rules are for every path in (rules.md, "What a person says is what is kept"): each fact and each move in
the record is asked again, on the record as it stood before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from protocols.entries import (
    CourseEnrolled,
    DecisionMade,
    Entry,
    HoldPlaced,
    Move,
    Person,
    PreconditionWaived,
    RecordImported,
    What,
)
from protocols.record.fold import Record
from protocols.record.imported import Told, aside_in, is_course_move, told_in
from protocols.record.staff import Staff
from protocols.sites.judging import Check, Judge
from protocols.values.oddity import oddity
from protocols.values.refusal import Refused, need_text, refuse_if
from protocols.values.text import visible

MOST_CLOCK_OFF = 100 * 366 * 24 * 60
"""Minutes that a clock can be wrong by: one without a battery begins decades ago."""


def imported(record: Record, entry: Entry, now: datetime, check: Check) -> None:
    """A record that was not here, or its new entries; `check` is that of every other entry."""
    what = entry.what
    assert isinstance(what, RecordImported)
    refuse_if(not what.entries, "There is nothing in it to import.")
    refuse_if(
        abs(what.clock_off) > MOST_CLOCK_OFF,
        f"By {what.clock_off} minutes no clock is wrong. Compare the two again: how far theirs was ahead.",
    )
    try:
        told = list(told_in(what))
    except ValueError as error:
        raise Refused(f"An entry in it cannot be read: {error}.") from error
    odd = unreadable(told)
    refuse_if(bool(odd), odd)
    own = [kept for kept in record.entries if not isinstance(kept.what, RecordImported)]
    _two_sides(what, {one.entry.id: one.entry for one in told}, {one.id: one for one in own})
    refuse_if(
        what.follows != (own[-1].id if own else ""),
        "What is here is not what these entries follow: the record was changed on both sides.",
    )
    known = {kept.id for kept in own}
    new = {one.entry.id: one for one in told if one.entry.id not in known}
    refuse_if(len(new) < len(told), "An entry is in the record twice.")
    latest = now + timedelta(minutes=max(what.clock_off, 0))
    judge = Judge(new, {entry.patient, *what.numbers}, latest, entry.zone, check)
    faults = judge.faults(what, record, own)
    for id, fault in faults.items():
        raise Refused(f"Entry {new[id].entry.number} of {visible(new[id].origin.ward)}: {fault}")


def unreadable(told: Iterable[Told]) -> str:
    """Which entry holds what nobody can reckon with, and what that is; "" where there is none.

    To be asked before anything goes through the entries: it would go on for thousands of years.
    """
    for one in told:
        odd = oddity(one.entry)
        if odd:
            number, ward = one.entry.number, visible(one.origin.ward)
            return f"Entry {number} of {ward} holds what nobody can read: {visible(odd)}."
    return ""


def _two_sides(what: RecordImported, new: Mapping[str, Entry], here: Mapping[str, Entry]) -> None:
    """What both sides did is named as it is, and where both made moves a prescriber takes one course on."""
    beside, order = {*what.beside}, {*what.order}
    refuse_if(
        not beside <= here.keys() or not order <= {*here, *new} or bool(beside & order),
        "It does not say rightly what only this ward has.",
    )
    refuse_if(bool(order) and not new.keys() <= order, "It does not say where its entries stand.")
    aside = aside_in([*new.values(), *here.values()]) | {*what.aside}
    moves = [place for place, id in enumerate(what.order) if id in new and is_course_move(new[id], aside)]
    since = {*beside, *(what.order[moves[0] :] if moves else ())} & here.keys()
    both = bool(moves) and any(is_course_move(here[id], aside) for id in since)
    refuse_if(
        both and not what.takes, "Steps or decisions were made on both sides: a prescriber takes one on."
    )
    refuse_if(bool(what.takes) and not both, "There are no two courses of which one is to be taken on.")
    if what.takes:
        need_text(what.reason, "why this side's course is taken on")


def unknown_decisions(told: Iterable[Told], staff: Staff) -> tuple[Told, ...]:
    """Steps and decisions among `told` (starts, changes of the plan, fixed amounts, releases, waivers, holds)
    by somebody who is not, and never was, on this ward's list.
    """
    return tuple(
        one
        for one in told
        if _is_decided(one.entry.what) and not all(_is_known(by, staff) for by in _people(one.entry))
    )


def _is_decided(what: What) -> bool:
    return isinstance(what, Move | HoldPlaced) or (
        isinstance(what, CourseEnrolled) and what.sized is not None
    )


def _is_known(person: Person, staff: Staff) -> bool:
    """Whether `person` is or was on the list, under this name or an earlier one."""
    return any(member.is_person(person) or member.was_person(person) for member in staff.members)


def _people(entry: Entry) -> tuple[Person, ...]:
    """Who decided: who recorded it, and who confirmed the amounts that were fixed."""
    confirmed = entry.what.confirmed if isinstance(entry.what, CourseEnrolled | DecisionMade) else None
    return (entry.by, confirmed.by) if confirmed else (entry.by,)


def decisions_accepted(staff: Staff, entry: Entry) -> None:
    """Refuse an import with such a decision to which whoever imports has not said yes."""
    what = entry.what
    if not isinstance(what, RecordImported):
        return
    for one in unknown_decisions(told_in(what), staff):
        if one.entry.id not in (what.accepted or ()):
            unknown = next(by for by in _people(one.entry) if not _is_known(by, staff))
            raise Refused(
                f"Entry {one.entry.number} of {visible(one.origin.ward)} is a step or a decision of "
                f"{visible(unknown.name)}, who is not on the staff list here. A prescriber or an admin "
                "says yes to it first."
            )


def before_it_was_asked(what: RecordImported) -> RecordImported:
    """An import recorded before a yes was asked for, to all or to such things, as if it had been given."""
    if what.asked == "moves":
        return what
    unasked = tuple(
        one.entry.id
        for one in told_in(what)
        if what.accepted is None or not isinstance(one.entry.what, DecisionMade | PreconditionWaived)
    )
    return msgspec.structs.replace(what, accepted=(*(what.accepted or ()), *unasked))
