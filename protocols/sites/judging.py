"""Each entry of a record from another ledger asked again, behind what was known where it was made.

The file says what stood before what in the ledger it comes from, not when that ledger learned of it. An entry
is refused where it could have been made in none of the orders that are possible. A move frees: it has to fit
the order of here or of the file. A fact is only what happened, and holds whatever it did not know of.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import msgspec

from protocols.definition.protocol import Protocol
from protocols.entries import (
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    DoseVomited,
    Entry,
    EntryCorrected,
    Move,
    PatientSent,
    RecordImported,
    RecordTakenBack,
)
from protocols.record.fold import Folding, Record
from protocols.record.imported import Told, aside_in, heard_by_others, joined
from protocols.sites.as_there import AsThere
from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read
from protocols.toml.writer import written
from protocols.values.clinic_time import is_zone
from protocols.values.formatting import when_text
from protocols.values.oddity import oddity
from protocols.values.refusal import UNFIT, Refused, refuse_if
from protocols.values.text import visible

Check = Callable[[Record, Entry, datetime, datetime | None], None]


class Line(NamedTuple):
    """The entries in an order that is possible: those that stand before, and those that come.

    `facts` says that it is one for facts alone; `unplanned`, that nobody asks whether a dose was that of the
    plan: by the plan of the other side it was, and it was taken.
    """

    before: list[Entry]
    coming: list[Entry]
    facts: bool = False
    unplanned: bool = False


@dataclass(frozen=True)
class Judge:
    """Judges the entries that are `new`, by their ids.

    `latest` is the last instant at which one can have been recorded, `zone` that of this ward's clocks,
    `numbers` those of the patient.
    """

    new: Mapping[str, Told]
    numbers: Container[str]
    latest: datetime
    zone: str
    check: Check

    def faults(self, what: RecordImported, record: Record, own: Iterable[Entry]) -> dict[str, str]:
        """What is wrong with each new entry, whatever the order, by its id."""
        own = tuple(own)
        passed = set(self._as_there(what, record, own))
        found: dict[str, str] | None = None
        for line in self._lines(what, record, own):
            again, whole = self._faults(line)
            if found is None:
                found = {id: fault for id, fault in again.items() if id not in passed}
            elif whole:
                found = {id: fault for id, fault in found.items() if not self._passes(id, line, again)}
            if not found:
                break
        return found or {}

    def _as_there(self, what: RecordImported, record: Record, own: Sequence[Entry]) -> Iterator[str]:
        """The ids of those that were judged on what their ledger knew, and could be made so."""
        before = (one.what for one in record.own if isinstance(one.what, RecordImported))
        heard = heard_by_others((*before, what))
        origins = {id: brought.origin.id for id, brought in record.brought.items()}
        origins |= {id: told.origin.id for id, told in self.new.items()}
        there = AsThere(self.new, {one.id: one for one in own}, origins, heard)
        return there.passed(self._fault_of)

    def _fault_of(self, told: Told, record: Record) -> str:
        return _fault(told, self.numbers, self.latest, self.zone) or _impossible(told, record, self.check)

    def _passes(self, id: str, line: Line, faults: Container[str]) -> bool:
        """Whether the entry was judged on `line`, and could have been made so."""
        judged = id not in faults and any(one.id == id for one in line.coming)
        return judged and not (line.facts and isinstance(self.new[id].entry.what, Move))

    def _lines(self, what: RecordImported, record: Record, own: Iterable[Entry]) -> Iterator[Line]:
        """As it stood there; in the order of the file; the same without what was set aside; and for facts as
        if a side had known nothing of the other, or had gone by a plan of its own.
        """
        before, coming, _ = joined(what, record.line, as_there=True)
        yield Line(before, coming)
        here = {one.id: one for one in own}
        if not what.order:
            return
        order, beside = {*what.order}, {*what.beside}
        stood = [one for id, one in here.items() if id not in order and id not in beside]
        filed = [self.new[id].entry if id in self.new else here[id] for id in what.order]
        yield Line(stood, filed)
        aside = aside_in(filed) | record.aside
        yield Line(stood, _without(filed, {one.id for one in filed if _is_move(one) and one.id in aside}))
        origins = {id: told.origin.id for id, told in self.new.items()}
        for origin in dict.fromkeys(origins.values()):
            others = {one.id for one in filed if origins.get(one.id) != origin}
            for moves in _one_course(filed, others):
                yield Line(stood, _without(filed, moves))
            yield Line(stood, _without(filed, others), facts=True)
        yield Line(stood, filed, unplanned=True)

    def _faults(self, line: Line) -> tuple[dict[str, str], bool]:
        """What is wrong with each new entry of `line`, by its id, and whether all of it could be added up."""
        folding, faults = Folding(), dict[str, str]()
        here = (kept.id for kept in (*line.before, *line.coming) if kept.id not in self.new)
        folding.unaware(dict.fromkeys(here, frozenset(self.new)))  # what is new here nobody could know of
        for kept in line.before:
            folding.add(kept)
        for kept in line.coming:
            one = self.new.get(kept.id)
            if one is None:
                folding.add(kept)
                continue
            folding.received(one.origin.zone)  # that it was sent and came back stands in no file
            try:
                fault = _fault(one, self.numbers, self.latest, self.zone)
                if fault:
                    return {kept.id: fault}, False
                told = unplanned(one) if line.unplanned else one
                fault = _impossible(told, _as_known_there(folding.record(), kept), self.check)
            except UNFIT:
                odd = visible(oddity(kept) or "it fits nothing")
                return {kept.id: f"nobody could read it: {odd}."}, False
            if fault:
                faults[kept.id] = fault
            try:
                folding.add(kept)
            except UNFIT as error:
                faults.setdefault(kept.id, f"it does not fit what was recorded before it ({error!r}).")
                return faults, False
        return faults, True


def _one_course(filed: Sequence[Entry], others: Container[str]) -> Iterator[set[str]]:
    """The moves that count no longer for a side that took one of two courses on: those of the others, or
    its own up to one of theirs. Every fact stays: nothing is passed that was found.
    """
    moves = [one for one in filed if _is_move(one)]
    yield {one.id for one in moves if one.id in others}
    for place in [place for place, one in enumerate(moves) if one.id in others]:
        yield {one.id for one in moves[:place] if one.id not in others}


def unplanned(told: Told) -> Told:
    """A dose as one that no plan asked for, a decision to stay as one where nothing holds, for a hold may be
    over here; anything else as it is.
    """
    what = told.entry.what
    plain: DoseGiven | DecisionMade
    if isinstance(what, DoseGiven):
        plain = msgspec.structs.replace(what, dose=None, reason=what.reason or "by the plan of another site")
    elif isinstance(what, DecisionMade) and what.decision == "stay":
        plain = msgspec.structs.replace(what, first=None)
    else:
        return told
    return replace(told, entry=msgspec.structs.replace(told.entry, what=plain))


def _is_move(entry: Entry) -> bool:
    return isinstance(entry.what, Move)


def _without(entries: Iterable[Entry], left_out: set[str]) -> list[Entry]:
    """`entries` without those ids, and without what is about one of them."""
    gone, kept = set[str](), list[Entry]()
    for one in entries:
        if one.id in left_out or {one.course, *_about(one)} & gone:
            gone.add(one.id)
        else:
            kept.append(one)
    return kept


def _about(entry: Entry) -> set[str]:
    """The entries that `entry` is about, by their ids."""
    what = entry.what
    if isinstance(what, EntryCorrected | DoseVomited):
        return {what.entry}
    return {what.makes_up} if isinstance(what, DoseGiven) and what.makes_up else set()


def _fault(told: Told, numbers: Container[str], now: datetime, zone: str) -> str:
    """What is wrong with one entry whatever went before."""
    entry = told.entry
    if not told.whole:
        return "it is not as it was recorded, its hash does not fit."
    if not entry.patient or entry.patient not in numbers or isinstance(entry.what, RecordImported):
        return "it does not belong to this patient's record."
    if entry.recorded is None or entry.at > entry.recorded:
        return "it says that it was recorded before it happened."
    if not is_zone(told.origin.zone):
        return f"it comes from a ledger in {visible(told.origin.zone)}, which is not a time zone."
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


def _impossible(told: Told, record: Record, check: Check) -> str:
    """Why the entry could not have been recorded where it was; "" where it could."""
    entry = told.entry
    assert entry.recorded is not None, "looked at before"
    if isinstance(entry.what, Move) and entry.clock != "ok":
        return "this should not have been possible. The computer's clock was in doubt."
    try:
        if isinstance(entry.what, CourseEnrolled):
            _from_a_file(entry.what.protocol)
        check(record, entry, entry.recorded, None)
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
