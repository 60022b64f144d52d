"""Where a ward gives several drugs, the board names them."""

from __future__ import annotations

from pathlib import Path

from protocols import entries as e
from protocols.toml.parser import read
from tests.protocols.helpers.site_file import changed
from tests.tui.helpers.bedside_app import NG, PRESCRIBER, Ward
from tui.views.course.ward import Ward as Rows

OTHER = "77"


def names(ward: Ward) -> list[str]:
    ward.ledger.refresh()
    rows = Rows(ward.ledger)
    while not rows.renew(ward.now):
        pass
    return sorted(row.cells[3][0] for row in rows.rows)


def test_each_line_names_its_drug_once_there_are_two(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    assert names(ward) == ["report-2020"]
    ward.record(NG, patient=OTHER, course="")
    assert names(ward) == ["", "report-2020"]
    other = read(changed('drug = "alectinib"', 'drug = "imatinib"'), "site.toml")
    ward.record(e.ProtocolApproved(other), patient="", course="", by=PRESCRIBER)
    times = {"morning": "08:00", "evening": "20:00"}
    plan = e.CourseEnrolled(other, "Cleo Marsh", len(other.steps), other.strengths, times, ward.zone)
    ward.record(plan, patient=OTHER, course="")
    assert names(ward) == ["alectinib report-2020", "imatinib site"]
