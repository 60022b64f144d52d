"""Random nurses, their courses drawn after every act: nothing falls over, overflows or is foretold twice."""

from __future__ import annotations

import os
from datetime import date
from itertools import islice
from xml.etree import ElementTree

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from protocols.course.forecast import coming
from protocols.definition.protocol import Protocol
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.random_nurses import RandomNurses
from tui.views.figure.figure import figure
from tui.views.lines.lines import text_of, width
from tui.views.picture.picture import picture


class Drawn(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        return Bedside(protocol, zone=zone, day=day)

    @invariant()
    def the_pictures_stand(self) -> None:
        if not hasattr(self, "way"):
            return
        assert isinstance(self.way, Bedside)
        record, now = self.way.folded, self.way.now
        for chart in record.charts:
            ahead = list(islice(coming(chart, now), 30))
            assert [dose.at for dose in ahead] == sorted({dose.at for dose in ahead})
            lines = text_of(picture(record, chart, now, 76, 24)).splitlines()
            assert max(map(width, lines)) <= 76
            ElementTree.fromstring(figure(record, chart, now, named=True))


TestDrawn = Drawn.TestCase
TestDrawn.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "4")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
