"""One sentence for each entry of a handover."""

from __future__ import annotations

from protocols.entries import Entry, HandoverAccepted, HandoverGiven, HandoverRefused
from protocols.entries.wording import person_text
from protocols.record.chart import Chart
from protocols.values.formatting import reasoned
from protocols.values.text import visible


def handover_given(what: HandoverGiven, entry: Entry, chart: Chart | None) -> str:
    """What was handed over, where, before whom."""
    whom = f"MRN {visible(what.only)}" if what.only else "the ward"
    others = f", also present: {visible(what.others)}" if what.others else ""
    return reasoned(f"Handover of {whom} given, {visible(what.place)}{others}", what.note)


def handover_accepted(what: HandoverAccepted, entry: Entry, chart: Chart | None) -> str:
    """Who took over, and whether that was satisfying."""
    how = "satisfied" if what.satisfied else "NOT satisfied"
    return reasoned(f"Handover accepted by {person_text(what.taker)}, {how}", what.note)


def handover_refused(what: HandoverRefused, entry: Entry, chart: Chart | None) -> str:
    """Who did not take over, and why."""
    whom = f" of MRN {visible(what.patient)}" if what.patient else ""
    return reasoned(f"Handover{whom} refused by {person_text(what.taker)}", what.reason)
