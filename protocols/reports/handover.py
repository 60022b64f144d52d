"""What is to be said of each patient at a handover, as data: a pure function of the entries up to a moment.

Every patient of the ward with an open course, with none yet, or with an open hold after the end of one is on
the sheet, and on it once (CUI handover guide 12). The same entries and the same moment give the same sheet,
so that an earlier one can be shown again as it was (48) without being kept a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from protocols.definition.protocol import Protocol
from protocols.entries import DoseGiven, Entry, EntryCorrected, RashFreeChecked, What
from protocols.record.corrected import CorrectedEntries, CorrectedEntry, standing_lines
from protocols.record.fold import Record
from protocols.record.handovers import Handover, Handovers, last_accepted, waiting
from protocols.reports.shift import SHIFT, came_up
from protocols.reports.status import MEANINGS, Status, held_word, status_of
from protocols.values.derived import derived
from protocols.values.identity import bed_order


@dataclass(frozen=True)
class Shift:
    """What was recorded since `since`: corrections, what else is to be told, and how much was done.

    `doses` given and rash-free `checks` are those that stand, corrections counted: not what was entered in
    error, and what a correction says was given after all.

    It reaches back to the sheet of the last accepted handover, and at least twelve hours: nothing falls
    between two handovers, and a handover an hour ago does not hide the night. Of what was imported since, the
    import itself is told, and of its entries those of that time.
    """

    since: datetime
    corrections: tuple[Entry, ...]
    told: tuple[Entry, ...]
    doses: int
    checks: int


@dataclass(frozen=True)
class Item:
    """One patient. `statuses` are the courses to be spoken of, the most urgent first."""

    record: Record
    statuses: tuple[Status, ...]
    last: Handover | None
    """The handover with which somebody took the patient over last."""
    open: Handover | None
    """One that waits for an answer: the patient's own, or the ward's."""
    shift: Shift

    @property
    def order(self) -> tuple[int, datetime, str, str]:
        """The most urgent first, as on the board; then by bed, as people count beds."""
        urgency, at = _urgency(self.statuses[0]) if self.statuses else (len(MEANINGS), self.shift.since)
        bed = self.record.details.bed if self.record.details else ""
        return urgency, at, bed_order(bed), self.record.patient


def _urgency(found: Status) -> tuple[int, datetime]:
    """As on the board; a hold that outlasts its course counts as one all the same."""
    place, at = found.urgency
    return list(MEANINGS).index(held_word(found.chart)) if found.chart.open_holds else place, at


@dataclass(frozen=True)
class Sheet:
    """The ward, or the patient `only`, at the instant `at`. `ended` patients of the ward are not on it."""

    at: datetime
    only: str
    items: tuple[Item, ...]
    ended: int


def handover(
    records: Iterable[Record],
    handovers: Handovers,
    at: datetime,
    only: str = "",
    known: Collection[Protocol] | None = None,
) -> Sheet:
    """The sheet of the ward as `records` stand at the aware instant `at`, or of the patient `only`. `known`
    are the protocols of the site by then, None where nobody asks for another version.
    """
    admitted = [record for record in records if record.trouble or (record.details and not record.gone)]
    found = [_item(record, handovers, at, known) for record in admitted if only in ("", record.patient)]
    items = [item for item in found if only or item.statuses or not item.record.charts]
    return Sheet(at, only, tuple(sorted(items, key=lambda item: item.order)), len(found) - len(items))


def _item(record: Record, handovers: Handovers, at: datetime, known: Collection[Protocol] | None) -> Item:
    charts = (chart for chart in record.charts if chart.ended is None or chart.open_holds)
    spoken_of = [status_of(chart, at, known=known) for chart in charts]
    last = last_accepted(handovers, record)
    own = waiting(handovers, record.patient)
    ward = waiting(handovers)
    return Item(
        record=record,
        statuses=tuple(sorted(spoken_of, key=_urgency)),
        last=last,
        open=own or (ward if ward and ward.covers(record) else None),
        shift=_shift(record, last, at),
    )


def _shift(record: Record, last: Handover | None, at: datetime) -> Shift:
    since = min(at - SHIFT, last.given.at) if last else at - SHIFT
    seen = last.what.seen if last else None
    new = [
        entry
        for entry in record.entries
        if (entry.recorded or entry.at) >= since
        or (seen is not None and entry.number > seen and entry.id not in record.brought)
    ]
    plain = [entry for entry in new if _is_routine(entry.what)]
    corrections = [entry for entry in new if isinstance(entry.what, EntryCorrected)]
    told = [entry for entry in new if entry not in plain and entry not in corrections]
    fresh, touched = {entry.id for entry in new}, _touched(record, new)
    done = Counter(type(what) for what in came_up(touched, fresh))
    return Shift(since, tuple(corrections), tuple(told), done[DoseGiven], done[RashFreeChecked])


@derived
def _lines(record: Record) -> CorrectedEntries:
    return standing_lines(record.entries)


def _touched(record: Record, new: Iterable[Entry]) -> list[CorrectedEntry]:
    """The lines that the entries `new` began or corrected."""
    named = (entry.what.entry if isinstance(entry.what, EntryCorrected) else entry.id for entry in new)
    lines = _lines(record)
    return [lines[id] for id in dict.fromkeys(named) if id in lines]


def _is_routine(what: What) -> bool:
    """Whether it is counted and not told: a dose as planned, a rash-free check with nothing to add."""
    match what:
        case RashFreeChecked():
            return not what.note
        case DoseGiven():
            odd = what.reason or what.makes_up or what.vomited or what.no_second_check
            return not odd and what.dose is not None
    return False
