"""An entry that is to be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from protocols.entries import Entry
from protocols.record.chart import Chart
from protocols.record.fold import Record


@dataclass(frozen=True)
class Wrong:
    """`what` and `at` as they stand now, on its record and chart, looked at `now`."""

    record: Record
    chart: Chart
    entry: Entry
    what: Any
    """Of one kind: which fields it is filled into depends on it (tui/forms/correction/fields.py)."""
    at: datetime
    now: datetime
