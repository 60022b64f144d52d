"""How many doses were scanned, how many were not and why, by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from protocols.entries import DoseGiven
from protocols.record.fold import Record
from protocols.values.clinic_time import day_of


@dataclass
class Week:
    """Doses given in one week of the clinic's calendar, which begins on `monday`."""

    monday: date
    doses: int = 0
    wristbands: int = 0
    packs: int = 0
    expired: int = 0
    """Doses with a pack past its last day."""
    no_wristband: Counter[str] = field(default_factory=Counter)
    no_pack: Counter[str] = field(default_factory=Counter)
    """Why not, each with how often."""

    def add(self, what: DoseGiven) -> None:
        """Count one dose."""
        scans = what.scanned
        self.doses += 1
        self.wristbands += scans.wristband
        self.packs += bool(scans.packs)
        self.expired += bool(scans.expired)
        if not scans.wristband:
            self.no_wristband[scans.no_wristband or NO_REASON] += 1
        if not scans.packs:
            self.no_pack[scans.no_pack or NO_REASON] += 1

    @property
    def reasons(self) -> Mapping[str, Mapping[str, int]]:
        """Both tables by what was not scanned, the most frequent first."""
        return {"wristband": dict(self.no_wristband.most_common()), "pack": dict(self.no_pack.most_common())}


NO_REASON = "no reason asked"


def weeks(records: Iterable[Record], zone: str) -> list[Week]:
    """The weeks in which doses were given, in their order, by the calendar of `zone`.

    Doses marked as entered in error do not count.
    """
    found: dict[date, Week] = {}
    for record in records:
        for chart in record.charts:
            for line in chart.lines.values():
                if isinstance(line.what, DoseGiven):
                    day = day_of(line.at, zone)
                    monday = day - timedelta(days=day.weekday())
                    found.setdefault(monday, Week(monday)).add(line.what)
    return [found[monday] for monday in sorted(found)]
