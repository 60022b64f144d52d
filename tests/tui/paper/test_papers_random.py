"""Random nurses, their papers printed after every act: every dose is told once, and nothing is cut."""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from protocols.definition.protocol import Protocol
from protocols.entries import DoseGiven, DoseNotGiven
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.random_nurses import RandomNurses
from tests.tui.helpers.papers import assert_sound, ledger_of, words_of
from tui.paper.downtime import downtime_sheet
from tui.paper.mar import mar_sheet


class Printed(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        return Bedside(protocol, zone=zone, day=day)

    @invariant()
    def the_papers_stand(self) -> None:
        if not hasattr(self, "way"):
            return
        bed = self.way
        assert isinstance(bed, Bedside)
        for chart in bed.folded.charts:
            sheet = mar_sheet(ledger_of(bed), bed.folded, chart, bed.now, "A4")
            assert_sound(sheet)
            words = words_of(sheet)
            taken = [line for line in chart.lines.values() if isinstance(line.what, DoseGiven)]
            assert words.count("● ") == len(taken) + 1  # the one of the key
            refused = [line for line in chart.statuses.values() if isinstance(line.what, DoseNotGiven)]
            assert words.count("○ ") == len(refused) + 1
            assert_sound(downtime_sheet(ledger_of(bed), bed.folded, chart, bed.now, "Letter", 3))


TestPrinted = Printed.TestCase
TestPrinted.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "2")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
