"""The red flags that are open, for lines on every screen: stop and call.

rules.md, "Rash, red flags, holds": at once, on every open screen. A name of another patient never stands
beside the one whose chart or form is open: there a flag is told by its bed alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from protocols.entries import is_death
from protocols.gate.wording import hold_reason
from protocols.record.fold import Record
from protocols.record.held import Alarm, alarm_of
from protocols.record.people import initials_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import day_text, name_text, time_text
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.views.lines.lines import Line, fit, width, wrap

ROWS = 2
"""Lines the alarm may take of a screen."""


@dataclass(frozen=True)
class Told:
    """The red flag of one patient: `words` with the name and what was seen, `short` with the bed alone."""

    patient: str
    words: str
    short: str
    seen: bool


def alarms(records: Iterable[Record], now: datetime) -> list[Told]:
    """What to tell of each patient with a red flag that no prescriber has ended, as of `now`."""
    alive = (record for record in records if not (record.left and is_death(record.left.what)))
    found = ((record, alarm_of(record)) for record in alive)
    return [_told(record, alarm, now) for record, alarm in found if alarm is not None]


def _told(record: Record, alarm: Alarm, now: datetime) -> Told:
    details, seen = record.details, alarm.seen
    who = name_text(details.family, details.given) if details else f"MRN {visible(record.patient)}"
    bed = f"bed {visible(details.bed)}" if details and details.bed else f"MRN {visible(record.patient)}"
    where = f", {bed}" if details and details.bed else ""
    short = f"{bed}: red flag {_short(alarm.flag.found, now, record.zone)}"
    if seen is not None:
        short += (
            f", seen by {visible(initials_of(record.initials, seen.by))} {_short(seen.at, now, record.zone)}"
        )
    return Told(record.patient, f"{who}{where}: {hold_reason(alarm.flag)}", short, seen is not None)


def _short(at: datetime, now: datetime, zone: str) -> str:
    """The time, and the day where it was another one."""
    day = day_of(at, zone)
    return time_text(at, zone) if day == day_of(now, zone) else f"{day_text(day)} {time_text(at, zone)}"


def cut_off(as_of: datetime | None, zone: str) -> str:
    """What to say while the connection to the ledger is gone, "" while it is there."""
    if as_of is None:
        return ""
    return f"NO CONNECTION. Charts are as of {time_text(as_of, zone)}. Nothing can be recorded; trying again."


def alarm_lines(told: Sequence[Told], cells: int, ledger: Reading, patient: str = "") -> list[Line]:
    """At most two lines that begin with what to do, none where nobody is to be called; first a lost
    connection.

    On a screen about one `patient` theirs alone; elsewhere those that nobody has seen yet.
    """
    before = cut_off(ledger.as_of, ledger.zone)
    first: list[Line] = [[(text, "strong")] for text in wrap(before, cells, "   ")[:ROWS]] if before else []
    shown = [one for one in told if (one.patient == patient if patient else not one.seen)]
    if not shown:
        return first
    more = f" And {len(shown) - 1} more, on the board." if len(shown) > 1 else ""
    texts = wrap(f"!! STOP AND CALL. {shown[0].words}.{more}", cells, "   ")
    if len(texts) > ROWS:
        texts = [*texts[: ROWS - 1], fit(f"{texts[ROWS - 1]} ...", cells)]
    return first + [[(text, "strong")] for text in texts]


def elsewhere_line(told: Sequence[Told], cells: int, patient: str = "", key: str = "") -> list[Line]:
    """One quiet line: on a screen about one `patient` the flags of the others, elsewhere those seen already.

    None is left out without a word. `key` sees the first that nobody has seen yet.
    """
    shown = [one for one in told if (one.patient != patient if patient else one.seen)]
    if not shown:
        return []
    shown.sort(key=lambda one: one.seen)
    ask = f" ({key} seen)" if key and not shown[0].seen else ""
    line = f"!! {shown[0].short}{ask}"
    for place, one in enumerate(shown[1:], start=1):
        left = len(shown) - place
        room = cells - (width(f"; and {left - 1} more") if left > 1 else 0)
        if width(f"{line}; {one.short}") > room:
            return [[(fit(f"{line}; and {left} more", cells), "strong")]]
        line += f"; {one.short}"
    return [[(fit(line, cells), "strong")]]
