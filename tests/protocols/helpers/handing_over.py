"""The ledger's own entries of handovers for tests, as the gate lets them in: two nurses, no staff list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import msgspec

from protocols.entries import Entry, HandoverAccepted, HandoverGiven, HandoverRefused, Person, What
from protocols.record.fold import Record, fold
from protocols.record.handovers import Handover, Handovers, handovers_of
from protocols.record.staff import Staff
from protocols.rules.check import check
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE
from tests.protocols.helpers.staff_list import staff_of

DIGEST = "0" * 64


class Handing:
    """`number` is that of the last entry of the whole ledger; patients' entries are counted in by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
        self.entries: list[Entry] = []
        self.number, self.ids = 0, count(1)

    @property
    def record(self) -> Record:
        return fold(self.entries)

    @property
    def staff(self) -> Staff:
        return staff_of(self.entries)

    @property
    def all(self) -> Handovers:
        return handovers_of(self.entries)

    def go(self, **length: float) -> None:
        self.now += timedelta(**length)

    def keep(self, what: What, by: Person = NURSE, patient: str = "") -> Entry:
        draft = Entry(
            id=f"h{next(self.ids)}", patient=patient, at=self.now, zone="Europe/Berlin", by=by, what=what
        )
        check(self.record, draft, self.now, None, self.staff)
        self.number += 1
        kept = msgspec.structs.replace(draft, number=self.number, recorded=self.now)
        self.entries.append(kept)
        return kept

    def give(self, only: str = "", by: Person = NURSE, place: str = "Ward 3") -> str:
        return self.keep(HandoverGiven(place, self.number, DIGEST, only), by).id

    def accept(self, id: str, taker: Person = OTHER_NURSE, by: Person = NURSE) -> Entry:
        return self.keep(HandoverAccepted(id, taker, True), by)

    def refuse(self, id: str, patient: str = "", taker: Person = OTHER_NURSE) -> Entry:
        return self.keep(HandoverRefused(id, taker, "the chart is not complete", patient), NURSE)

    def find(self, id: str) -> Handover:
        return next(one for one in self.all if one.id == id)
