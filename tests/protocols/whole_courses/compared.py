"""One file driven through a whole course and held against its sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from protocols.course.forecast import coming
from protocols.course.progress import finished
from protocols.course.schedule import backlog
from protocols.definition.protocol import Protocol
from protocols.entries import DoseGiven
from protocols.reports.status import status_of
from protocols.toml.parser import read, read_bytes
from protocols.toml.writer import written
from tests.protocols.whole_courses.driver import Ward, whole_course
from tests.protocols.whole_courses.sums import Dose, sums


def compare(path: Path, open_ward: Callable[[Protocol], Ward] = Ward) -> list[Dose]:
    """Every dose of the course on such a ward; AssertionError where it is not what the file says."""
    protocol = read_bytes(path.read_bytes(), path.name)
    assert read(written(protocol), path.name) == protocol
    ward = open_ward(protocol)
    given, begins = whole_course(ward, len(sums(path).doses))
    wanted = sums(path, begins)
    assert given == wanted.doses
    taken = [line.what.amount for line in ward.chart.taken if isinstance(line.what, DoseGiven)]
    assert sum(taken, Decimal(0)) == wanted.total
    assert finished(ward.chart) == wanted.ends
    if wanted.ends:
        _ends(ward)
    return given


def _ends(ward: Ward) -> None:
    """Nothing is due, nothing becomes overdue, the watch goes on, and then the completion is recorded."""
    for _ in range(ward.protocol.gate.watch_days + 2):
        ward.now += timedelta(days=1)
        assert ward.next is None
        assert not backlog(ward.doses)
        assert list(coming(ward.chart, ward.now)) == []
        assert status_of(ward.chart, ward.now).word in ("FINISHED", "CHECK")
        ward.look()
    ward.decide("complete")
    assert ward.chart.completed
