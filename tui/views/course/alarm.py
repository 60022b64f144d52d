"""The red flags that are open, for a line on every screen: stop and call.

rules.md, "Rash, red flags, holds": at once, on every open screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from protocols.gate.wording import hold_reason
from protocols.record.fold import Record
from protocols.record.held import ToldHold, open_told_holds
from protocols.values.formatting import name_text, time_text
from protocols.values.text import visible
from store.ledger.reader import Reading
from tui.views.lines.lines import Line, fit, wrap

ROWS = 2
"""Lines the alarm may take of a screen."""


def alarms(records: Iterable[Record]) -> list[str]:
    """A sentence for each patient with a red flag that no prescriber has ended: who, and what was seen."""
    found = []
    for record in records:
        open_holds = (hold for chart in record.charts for hold in open_told_holds(chart))
        hold = next((hold for hold in open_holds if hold.is_red_flag), None)
        if hold is not None:
            found.append(_sentence(record, hold))
    return found


def _sentence(record: Record, hold: ToldHold) -> str:
    details = record.details
    if details is None:
        return f"MRN {visible(record.patient)}: {hold_reason(hold)}"
    bed = f", bed {visible(details.bed)}" if details.bed else ""
    return f"{name_text(details.family, details.given)}{bed}: {hold_reason(hold)}"


def cut_off(as_of: datetime | None, zone: str) -> str:
    """What to say while the connection to the ledger is gone, "" while it is there."""
    if as_of is None:
        return ""
    return f"NO CONNECTION. Charts are as of {time_text(as_of, zone)}. Nothing can be recorded; trying again."


def alarm_lines(sentences: list[str], cells: int, ledger: Reading) -> list[Line]:
    """At most two lines that begin with what to do, none where nothing is open; first a lost connection."""
    before = cut_off(ledger.as_of, ledger.zone)
    first: list[Line] = [[(text, "strong")] for text in wrap(before, cells, "   ")[:ROWS]] if before else []
    if not sentences:
        return first
    more = f" And {len(sentences) - 1} more, on the board." if len(sentences) > 1 else ""
    texts = wrap(f"!! STOP AND CALL. {sentences[0]}.{more}", cells, "   ")
    if len(texts) > ROWS:
        texts = [*texts[: ROWS - 1], fit(f"{texts[ROWS - 1]} ...", cells)]
    return first + [[(text, "strong")] for text in texts]
