"""What became of each handover, and with whom a patient is, from the ledger's own entries.

One patient is never nobody's (CUI handover guide 12): until another person has accepted, a patient stays with
whoever had it. An unfinished handover keeps nobody from caring or recording (CUI handover guide 30).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from protocols.entries import Entry, HandoverAccepted, HandoverGiven, HandoverRefused, PatientTaken, Person
from protocols.record.chart import Chart
from protocols.record.fold import Record


@dataclass(frozen=True)
class Handover:
    """One handover: the entry that gave it, what was answered, and the newer one given in its place."""

    given: Entry
    accepted: Entry | None = None
    refused: tuple[Entry, ...] = ()
    replaced: Entry | None = None

    @property
    def id(self) -> str:
        """The id of the entry that gave it."""
        return self.given.id

    @property
    def what(self) -> HandoverGiven:
        """What was given."""
        assert isinstance(self.given.what, HandoverGiven)
        return self.given.what

    @property
    def answer(self) -> HandoverAccepted | None:
        """The acceptance, None where there is none."""
        if self.accepted is None:
            return None
        assert isinstance(self.accepted.what, HandoverAccepted)
        return self.accepted.what

    @property
    def refusals(self) -> dict[str, Entry]:
        """The refusal by hospital number, "" for that of the whole handover."""
        found = {}
        for entry in self.refused:
            assert isinstance(entry.what, HandoverRefused)
            found[entry.what.patient] = entry
        return found

    @property
    def waits(self) -> bool:
        """Whether it still waits for an answer."""
        return not (self.accepted or self.replaced or self.refusals.keys() & {"", self.what.only})

    def covers(self, record: Record) -> bool:
        """Whether the patient of `record` was on the sheet, was not refused, and has not left since."""
        if self.refusals.keys() & {"", record.patient} or self.what.only not in ("", record.patient):
            return False
        return bool(self.what.only) or _on_sheet(record, self.what.seen)


def _on_sheet(record: Record, seen: int) -> bool:
    """Whether the patient was on the sheet of the ward made of the entries up to `seen`, and still is.

    Who had a course that has ended, and another one enrolled later, came anew and is with nobody yet.
    """
    known = [chart for chart in record.charts if record.number_of(chart.entry) <= seen]
    if not known:
        return bool(record.entries) and record.number_of(record.entries[0]) <= seen
    return any(chart.ended is None or _held_since(record, chart, chart.ended, seen) for chart in known)


def _held_since(record: Record, chart: Chart, end: Entry, seen: int) -> bool:
    """Whether a hold that outlasts its course was there as of entry `seen`, or the course still open."""
    holds = [record.number_of(hold.entry) for hold in chart.open_holds]
    return bool(holds) and (record.number_of(end) > seen or min(holds) <= seen)


Handovers = tuple[Handover, ...]
"""Every handover, in the order in which they were given."""


def handovers_of(entries: Iterable[Entry], until: int | None = None) -> Handovers:
    """The handovers that the ledger's own `entries`, those numbered up to `until`, add up to."""
    found: dict[str, Handover] = {}
    for entry in (entry for entry in entries if until is None or entry.number <= until):
        match entry.what:
            case HandoverGiven(only=only):
                for id, earlier in found.items():
                    if earlier.waits and only in ("", earlier.what.only):
                        found[id] = replace(earlier, replaced=entry)
                found[entry.id] = Handover(entry)
            case HandoverAccepted(handover=id) if id in found:
                found[id] = replace(found[id], accepted=entry)
            case HandoverRefused(handover=id) if id in found:
                found[id] = replace(found[id], refused=(*found[id].refused, entry))
    return tuple(found.values())


def waiting(handovers: Handovers, only: str = "") -> Handover | None:
    """The handover of the ward, or of one patient, that waits for an answer."""
    return next((one for one in handovers if one.waits and one.what.only == only), None)


def taken_last(handovers: Handovers) -> Handover | None:
    """The handover of the ward that was accepted last, None where none ever was."""
    taken = (one for one in handovers if one.accepted and not one.what.only)
    return max(taken, key=lambda one: one.accepted.number if one.accepted else 0, default=None)


def with_whom(handovers: Handovers, record: Record) -> Person | None:
    """Who has the patient for this shift: whoever took them last, by themselves or with a handover.

    None where nobody did, or whoever did has let go.
    """
    takings = (entry for entry in reversed(record.entries) if isinstance(entry.what, PatientTaken))
    taken = next((entry for entry in takings if entry.id not in record.brought), None)
    handed = last_accepted(handovers, record)
    accepted = handed.accepted if handed else None
    newest = max((entry for entry in (taken, accepted) if entry), key=lambda e: e.number, default=None)
    if newest is not None and isinstance(newest.what, HandoverAccepted):
        return newest.what.taker  # at the giver's keyboard it is the giver who is signed on
    return None if newest is None or newest.what == PatientTaken(False) else newest.by


def last_accepted(handovers: Handovers, record: Record) -> Handover | None:
    """The handover with which somebody took the patient over last, None where nobody ever did."""
    covering = {one.accepted.number: one for one in handovers if one.accepted and one.covers(record)}
    return covering[max(covering)] if covering else None
