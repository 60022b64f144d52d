"""The choice of the dose with which a step begins: the one of just now, or the next to come."""

from __future__ import annotations

from datetime import datetime

from protocols.entries import DoseKey
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.slots import open_slot, slot_instant, start_options
from protocols.values.formatting import time_text
from tui.widgets.choice import Choice, Option


class FirstDose(Choice):
    """Which dose is the first, J or N. The most natural one is chosen already."""

    def __init__(self) -> None:
        super().__init__("First dose", (), id="first-dose")
        self.keys: list[DoseKey] = []

    def offer_for(self, chart: Chart, step: int, now: datetime) -> None:
        """Offer the doses with which `step` can begin at `now`, keeping the one chosen where it can be."""
        plan, planned = chart.plan, chart.protocol.step(step)
        was = self.first
        self.keys = start_options(plan, planned, now, chart.known, chart.step)
        first = was if was in self.keys else open_slot(plan, planned, now, chart.known, chart.step)
        options = []
        for place, key in enumerate(self.keys):
            at = slot_instant(plan, key)
            letter = "N" if at > now else "J"
            options.append(Option(letter, str(place), f"{dose_key_text(key)}, {time_text(at, plan.zone)}"))
        self.offer(options, str(self.keys.index(first)))

    @property
    def first(self) -> DoseKey | None:
        """The dose chosen, None before any was offered."""
        return self.keys[int(self.value)] if self.value else None
