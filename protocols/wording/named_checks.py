"""The sentence of a named check, for history, handover and a screen reader."""

from __future__ import annotations

from protocols.definition.named_check import NamedCheck, check_named
from protocols.entries import Entry, NamedCheckMade
from protocols.record.chart import Chart
from protocols.values.formatting import reasoned
from protocols.values.text import visible


def named_check_text(what: NamedCheckMade, entry: Entry, chart: Chart | None) -> str:
    """What was found, and whether it is as the protocol wants it."""
    plan = check_named(chart.protocol.checks, what.name) if chart else None
    if what.value is None:
        found = "stated to be so" if what.stated else "stated NOT to be so"
    else:
        found = (plan or NamedCheck(what.name, 1, what.unit)).value_text(what.value)
    out = plan is not None and not plan.in_range(what.value, what.stated)
    wanted = f", OUT OF RANGE ({plan.wanted})" if plan and out and plan.is_measured else ""
    return reasoned(f"{visible(what.name)}: {found}{wanted}", what.note)
