"""The ward as the board shows it, made ready a little at a time, so that no key waits for it.

Adding up a record and judging where a course stands takes about a millisecond a patient. A ward of hundreds
is therefore gone through in slices: first what has just been recorded, then who has not been read yet, then
those of whom something else may have to be said since.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from protocols.definition.protocol import Protocol
from protocols.entries import PatientAdmitted, Person
from protocols.record.fold import Record
from protocols.record.namesakes import Namesakes, namesakes_since
from protocols.reports.doubtful import doubtful_times
from protocols.reports.status import Status
from protocols.reports.steady import steady_until
from protocols.values.clinic_time import minute_of
from protocols.values.refusal import UNFIT
from store.ledger.reader import Reading
from tui.views.course.alarm import Told, alarms
from tui.views.course.board import BoardRow, order, rows_of, with_drugs
from tui.views.course.taken import Taken

SLICE = 0.01
"""Seconds of one slice: less than anybody notices between a key and its effect."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Judged:
    """One patient as judged once, good until a minute that `steady_until` has named."""

    record: Record
    since: datetime
    until: datetime
    clock_in_doubt: bool
    known: tuple[Protocol, ...]
    rows: list[BoardRow]
    alarms: list[Told]
    doubtful: int

    def stands(self, now: datetime, doubt: bool, known: tuple[Protocol, ...]) -> bool:
        """Whether the same would be said at `now`; under a doubtful clock that is asked every minute.

        `known` are the protocols of the site: with a new approval a course can be on another version. Where
        the clock was put back, nothing stands that was judged by it before.
        """
        return self.since <= now < self.until and self.clock_in_doubt == doubt and self.known == known


class _Good(NamedTuple):
    """From when until when everybody is as judged, under which doubt of the clock and site's protocols."""

    since: datetime
    until: datetime
    clock_in_doubt: bool
    known: tuple[Protocol, ...]

    def stands(self, now: datetime, doubt: bool, known: tuple[Protocol, ...]) -> bool:
        """Whether nobody has to be judged again for the time alone."""
        return self.since <= now < self.until and self.clock_in_doubt == doubt and self.known == known

    def with_one(self, judged: _Judged) -> _Good | None:
        """The same with somebody who was judged anew, never for longer; None where not by the same."""
        if (judged.clock_in_doubt, judged.known) != (self.clock_in_doubt, self.known):
            return None
        return self._replace(since=max(self.since, judged.since), until=min(self.until, judged.until))


class Ward:
    """The rows and alarms of every patient of an open ledger, as far as they have been gone through."""

    def __init__(self, ledger: Reading, *, compare: bool = False) -> None:
        self._ledger = ledger
        self._compare = compare
        self._judged: dict[str, _Judged] = {}
        self._seen: Mapping[str, int] = {}
        self._zone = ledger.zone
        self._position = -1
        self._good: _Good | None = None
        """While what everybody is as judged; None where somebody has not been gone through."""
        self._taken = Taken(ledger)
        self._alike: tuple[Mapping[str, PatientAdmitted], Namesakes] = {}, {}
        self._told: tuple[list[Told], int] | None = None
        self._rows: list[BoardRow] | None = None
        self.judged = 0
        """How many judgements were made so far."""
        self.whole = False
        """Whether everybody has been gone through once: less is not shown, it could be taken for all."""

    def renew(self, now: datetime, seconds: float = SLICE) -> bool:
        """Go on for about `seconds`; True when everybody is as of this minute. News is taken in at once."""
        doubt, site = bool(self._ledger.clock_doubt(now)), self._ledger.approvals.known
        self._take_news(now)
        if self._good is not None and self._good.stands(now, doubt, site) and not self._compare:
            return True
        end, patients = time.perf_counter() + seconds, self._ledger.patients()
        left = [patient for patient in patients if patient not in self._judged]
        left += [
            name
            for name in patients
            if (known := self._judged.get(name)) is not None and not known.stands(now, doubt, site)
        ]
        for patient in left:
            self._judge(patient, now)
            if time.perf_counter() > end and patient is not left[-1]:
                return False
        self.whole = True
        self._good = _Good(
            max((known.since for known in self._judged.values()), default=now),
            min((known.until for known in self._judged.values()), default=now),
            doubt,
            site,
        )
        if self._compare:
            self.compare(now)
        return True

    def compare(self, now: datetime) -> None:
        """Judge everybody anew; AssertionError where something else is shown than would be said at `now`."""
        for patient, known in self._judged.items():
            doubt, site = self._ledger.clock_doubt(now), self._ledger.approvals.known
            anew = rows_of(self._ledger.record(patient), now, self._ledger.zone, doubt, site)
            assert known.rows == anew, f"The row of {patient} is not as of {now}."

    def _take_news(self, now: datetime) -> None:
        """Judge anew of whom something was recorded, once it was: who is not known yet has to wait."""
        position, zone = self._ledger.position, self._ledger.zone
        if (position, zone) == (self._position, self._zone):
            return
        if zone != self._zone:  # another clock for everybody
            self._zone = zone
            for patient in self._judged:
                self._judge(patient, now)
        changed, seen = self._ledger.changed(self._seen)
        for patient in changed:
            known = self._judged.get(patient)
            if known is None:
                self._good = None
            elif patient not in seen:
                del self._judged[patient]
                self._rows = self._told = self._good = None
            elif self._ledger.record(patient) is not known.record:
                self._judge(patient, now)
        self._seen, self._position = seen, position

    def _judge(self, patient: str, now: datetime) -> None:
        record, doubt = self._ledger.record(patient), self._ledger.clock_doubt(now)
        zone, site = self._ledger.zone, self._ledger.approvals.known
        try:
            rows = rows_of(record, now, zone, doubt, site)
            until = minute_of(now) + _MINUTE if doubt else steady_until(record, now, zone)
            told, doubtful = alarms([record], now), len(doubtful_times(record))
        except UNFIT:
            if not self._ledger.try_out(patient):
                raise
            self._judge(patient, now)
            return
        before = self._judged.get(patient)
        if before is not None and before.rows == rows:
            rows = before.rows  # drawn already
        else:
            self._rows = None
        if before is None or (before.alarms, before.doubtful) != (told, doubtful):
            self._told = None
        judged = _Judged(record, minute_of(now), until, bool(doubt), site, rows, told, doubtful)
        self._judged[patient] = judged
        self._good = self._good and self._good.with_one(judged)
        self.judged += 1

    @property
    def rows(self) -> list[BoardRow]:
        """The rows gone through so far, the most urgent first."""
        if self._rows is None:
            found = sorted((row for known in self._judged.values() for row in known.rows), key=order)
            self._rows = with_drugs(found)
        return self._rows

    def status(self, patient: str, course: str) -> Status | None:
        """Where that course stood when it was judged last, None where it has no line on the board."""
        known = self._judged.get(patient)
        rows = known.rows if known else []
        return next((row.status for row in rows if row.course == course), None)

    def prepare(self) -> None:
        """Work out what a board asks for first, so that whoever is forked from here does not."""
        _ = self.rows, self.alarms, self.namesakes, self.taken

    @property
    def taken(self) -> Mapping[str, tuple[Person, str]]:
        """Who has each patient for this shift, as `Taken` says it."""
        return self._taken.by()

    @property
    def namesakes(self) -> Namesakes:
        """Who is like whom, asked again when somebody came, went, or has another name or bed."""
        people, (before, found) = self._ledger.people(), self._alike
        if people is not before:
            self._alike = people, namesakes_since(people, before, found)
        return self._alike[1]

    @property
    def alarms(self) -> list[Told]:
        """What is to be told of each patient with an open red flag."""
        return self._told_of_all()[0]

    @property
    def doubtful(self) -> int:
        """How many facts wait for their true time: they were recorded under a wrong clock."""
        return self._told_of_all()[1]

    def _told_of_all(self) -> tuple[list[Told], int]:
        if self._told is None:
            everybody = self._judged.values()
            alarms = [told for known in everybody for told in known.alarms]
            self._told = alarms, sum(known.doubtful for known in everybody)
        return self._told

    @property
    def unread(self) -> int:
        """How many patients have not been gone through yet."""
        return len(self._ledger.patients()) - len(self._judged)
