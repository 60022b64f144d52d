"""A bedside that is a ledger of its own: it sends its record to others and receives theirs."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from protocols import entries as e
from protocols.record.imported import Told, heard_from, heard_in, sealed_as, told_in
from protocols.sites.import_conflicts import Incoming, Takes, compared
from tests.protocols.helpers.bedside import MRN, NURSE, ZONE, Bedside
from tests.protocols.helpers.published import library
from tests.protocols.helpers.sealing import sealed
from tests.protocols.helpers.staff_list import ADMIN


class Site(Bedside):
    """A bedside that is a ledger of its own, which others send records to."""

    def __init__(self, name: str, zone: str = ZONE, staff: dict[e.Person, e.Person] | None = None) -> None:
        """`staff` are the people of this site who stand for those of the helpers."""
        super().__init__(library("alectinib-report-2020"), zone=zone)
        self.name, self.staff = name, staff or {}
        self.ids = (f"{name}{number}" for number in count(1))  # type: ignore[assignment]
        self.origin = e.Origin(name[0].lower() * 64, name, zone)

    def record(
        self, what: e.What, *, at: datetime | None = None, by: e.Person = NURSE, course: str | None = None
    ) -> e.Entry:
        return super().record(what, at=at, by=self.staff.get(by, by), course=course)

    @property
    def told(self) -> list[Told]:
        """The record as an export gives it: an import is what it brought."""
        found: list[Told] = []
        for entry in self.entries:
            if isinstance(entry.what, e.RecordImported):
                found += told_in(entry.what)
            else:
                found += sealed([entry], self.origin)
        return found

    @property
    def heard(self) -> tuple[e.Heard, ...]:
        """What an export says of who had learned what, and when."""
        return heard_in(self.entries, self.origin.id)

    def look(self, other: Site, takes: Takes = "", *, same: bool = False) -> Incoming:
        """What the record of `other` would be here."""
        aside = sorted(other.folded.aside)
        return compared(MRN, other.told, self.told, [], takes, same=same, aside=aside)

    def receive(
        self, other: Site, takes: Takes = "", *, same: bool = False, by: e.Person = ADMIN, clock_off: int = 0
    ) -> Incoming:
        """Bring in the record of `other`."""
        self.now = max(self.now, other.now)
        found = self.look(other, takes, same=same)
        if found.new:
            origins, entries = sealed_as(found.new)
            what = e.RecordImported(
                other.name,
                "9-abcdef01",
                origins,
                found.follows,
                entries,
                tuple(one.entry.id for one in found.new),
                beside=tuple(one.entry.id for one in found.beside),
                order=found.order,
                takes=found.takes,
                reason="as agreed" if found.takes else "",
                clock_off=clock_off,
                aside=found.aside,
                heard=heard_from(other.told, other.heard, self.entries, self.origin.id),
            )
            self.record(what, by=by, course="")
        if not self.course and self.folded.charts:
            self.course = self.folded.charts[0].id
        return found

    def send(self, to: str) -> None:
        self.record(e.PatientSent(to, aside=tuple(sorted(self.folded.aside))), course="")
