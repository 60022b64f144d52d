"""What each hold is for, as the record now stands, and when that was found.

A hold is told by its finding: what stands after every correction, at the time it was seen. Since when it
holds is another time, and stands beside it (rules.md, "Rash, red flags, holds").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from protocols.entries import (
    AlarmSeen,
    Entry,
    EntryCorrected,
    HoldPlaced,
    NamedCheckMade,
    RashFound,
    RedFlagSeen,
    What,
)
from protocols.record.chart import Chart, Hold, HoldCause
from protocols.record.fold import Record


@dataclass(frozen=True)
class ToldHold:
    """One hold as it is told. Several that one finding brought about, by corrections of it, are one.

    `what` is the finding as it stands, None where it was taken back or there was none. It was found at the
    instant `found`; nothing is due from `since` on, until `ended`. `hold` is the first of them, `placed` are
    the entries that brought them about.
    """

    hold: Hold
    cause: HoldCause
    what: What | None
    found: datetime
    since: datetime
    ended: Entry | None
    placed: tuple[Entry, ...]

    @property
    def taken_back(self) -> bool:
        """Whether what was found turned out not to be so: the hold stands all the same."""
        return self.cause not in ("check", "paper", "result") and self.what is None

    @property
    def is_red_flag(self) -> bool:
        """Whether a red flag stands behind it."""
        return isinstance(self.what, RedFlagSeen)


def told_holds(chart: Chart) -> list[ToldHold]:
    """Every hold there was, in the order in which they began, one for each finding until it was released."""
    return _told(chart, chart.holds)


def open_told_holds(chart: Chart) -> list[ToldHold]:
    """The holds that nothing has ended, those of a red flag first."""
    return sorted(_told(chart, chart.open_holds), key=lambda told: not told.is_red_flag)


def _told(chart: Chart, holds: Iterable[Hold]) -> list[ToldHold]:
    found: dict[tuple[str, str], ToldHold] = {}
    for hold in holds:
        key = _finding(hold), hold.ended.id if hold.ended else ""
        if key not in found:
            found[key] = _of(chart, hold)
        elif hold.entry not in found[key].placed:
            found[key] = replace(found[key], placed=(*found[key].placed, hold.entry))
    return list(found.values())


def _finding(hold: Hold) -> str:
    """The entry that first recorded what a hold is for; of a lost check, the one that took it away."""
    what = hold.entry.what
    if hold.cause in ("check", "result"):
        return f"{hold.cause} {hold.entry.id}"
    if hold.cause == "paper":
        return hold.entry.id
    return what.entry if isinstance(what, EntryCorrected) else hold.entry.id


def _of(chart: Chart, hold: Hold) -> ToldHold:
    if hold.cause == "paper":
        return ToldHold(hold, "paper", hold.entry.what, hold.entry.at, hold.since, hold.ended, (hold.entry,))
    if hold.cause in ("check", "result"):
        return ToldHold(hold, hold.cause, None, hold.since, hold.since, hold.ended, (hold.entry,))
    line = chart.lines[_finding(hold)]
    stands = line.what if isinstance(line.what, tuple(_CAUSES)) else None
    cause = _CAUSES.get(type(stands), hold.cause)
    return ToldHold(hold, cause, stands, line.at, hold.since, hold.ended, (hold.entry,))


_CAUSES: dict[type, HoldCause] = {
    RashFound: "rash",
    RedFlagSeen: "red flag",
    HoldPlaced: "hold",
    NamedCheckMade: "measurement",
}


@dataclass(frozen=True)
class Alarm:
    """The first red flag that stands, the entries that raised all of them, and the entry that saw them all.

    A sign recorded or corrected since makes it unseen again.
    """

    flag: ToldHold
    raised: tuple[str, ...]
    seen: Entry | None


def alarm_of(record: Record) -> Alarm | None:
    """The alarm of `record`, None where no red flag stands."""
    flags = [hold for chart in record.charts for hold in open_told_holds(chart) if hold.is_red_flag]
    if not flags:
        return None
    raised = tuple(dict.fromkeys(entry.id for flag in flags for entry in flag.placed))
    seen = (entry for entry in reversed(record.entries) if isinstance(entry.what, AlarmSeen))
    whole = (entry for entry in seen if set(raised) <= set(getattr(entry.what, "flags", ())))
    return Alarm(flags[0], raised, next(whole, None))
