"""Times on a handover sheet are those of every page: with their offset where the clock shows them twice."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE, PRESCRIBER, Ward
from tests.tui.tellings.patients import course
from tui.views.handover.lines import sheet_lines
from tui.views.handover.sheets import sheet_again, sheet_now
from tui.views.handover.waiting import handovers, waits_for


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """Berlin, 25-Oct-2026: everything happens between the first 02:05 and the second 02:50."""
    ward = Ward(tmp_path, date(2026, 10, 24))
    goes(ward, "00:05")
    ward.course = course(ward, MRN, "Ng")
    return ward


def goes(ward: Ward, wall: str) -> None:
    ward.now = datetime.fromisoformat(f"2026-10-25T{wall}").replace(tzinfo=UTC)


def without_offset(text: str) -> list[str]:
    """The times of that hour that may be either of two."""
    return re.findall(r"(?<![0-9:+-])02:[0-9]{2}(?![+0-9-])", text)


def test_every_time_in_the_hour_that_comes_twice_has_its_offset(ward: Ward) -> None:
    goes(ward, "00:15")
    note = ward.record(e.NoteAdded("seen"))
    ward.record(e.HoldPlaced("scan"))
    goes(ward, "01:15")
    ward.record(
        e.EntryCorrected(note.id, "time", e.NoteAdded("seen"), datetime(2026, 10, 25, 0, 20, tzinfo=UTC))
    )
    for seen in (e.RashFound("maculopapular", ("neck",)), e.RedFlagSeen(("skin pain",))):
        ward.record(seen)
    ward.record(e.CoMedicationStarted("cetirizine", "10 mg", "once daily", "itch"))
    goes(ward, "01:30")
    given = e.HandoverGiven(
        "Ward 3", digest=sheet_now(ward.ledger, ward.now).digest, seen=ward.ledger.position
    )
    kept = ward.record(given, patient="", course="")
    told = [waits_for(ward.ledger, OTHER_NURSE)]
    goes(ward, "01:50")
    ward.record(e.HandoverAccepted(kept.id, OTHER_NURSE, True), patient="", course="")
    ward.record(e.DecisionMade("stop", "as discussed"), by=PRESCRIBER)
    words, state = sheet_again(ward.ledger, handovers(ward.ledger)[0])
    told += ["".join(text for text, _ in line) for line in sheet_lines(words, state, 400)]
    told += [
        "".join(text for text, _ in line) for line in sheet_lines(sheet_now(ward.ledger, ward.now), [], 400)
    ]
    assert without_offset("\n".join(told)) == []
    said = "\n".join(told)
    for one in ("02:15+02:00", "02:15+01:00", "02:20+02:00", "02:30+01:00", "02:50+01:00"):
        assert one in said
