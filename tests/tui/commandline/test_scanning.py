"""A recalled batch finds its patients; what was scanned and what was not is counted by week."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.course.schedule import next_dose, scheduled
from tests.protocols.helpers.seconds import seconded
from tests.tui.helpers.bedside_app import MRN, Ward
from tests.tui.helpers.scanning import G150, scans
from tests.tui.helpers.shell import cells, data, out, stepward

OLD = e.PackUsed(G150, Decimal(150), 1, "B-12/4", "S1", date(2027, 5, 31))
NEW = e.PackUsed(G150, Decimal(150), 1, "C9")
GIVEN = (
    e.DoseScans(True, (OLD,)),
    e.DoseScans(no_wristband="none on the patient", packs=(NEW,), expired="no other"),
    e.DoseScans(no_wristband="none on the patient", no_pack="no code on the pack"),
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def ward(ward: Ward) -> Ward:
    ward.begin()
    scans(ward, "required", "required")
    for (day, wall), scanned in zip(((1, "08:00"), (1, "20:00"), (2, "08:00")), GIVEN, strict=True):
        ward.at(day, wall)
        dose = next_dose(scheduled(ward.chart, ward.now))
        assert dose is not None
        what = e.DoseGiven(dose.key, dose.amount, with_food=True, scans=scanned)
        ward.record(seconded(ward.chart, what, ward.now))
    return ward


@pytest.mark.parametrize("sought", ["B-12/4", "b124", "S1"])
def test_a_batch_finds_who_had_it_however_it_is_written(
    sought: str, ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told, said = stepward(capsys, "batches", sought, "--data", str(ward.path))
    assert code == 0
    assert MRN in told
    assert "B-12/4" in told
    assert "C9" not in told
    assert "1 dose of 1 patient" in said


def test_nobody_had_another_batch(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, said = stepward(capsys, "batches", "Z9", "--data", str(ward.path))
    assert (told, "No dose was made of a scanned pack of Z9" in said) == ("", True)


def test_a_dose_entered_in_error_had_no_batch(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = next(entry for entry in ward.chart.lines.values() if "C9" in str(entry.what))
    ward.record(e.EntryCorrected(wrong.id, "another patient's"))
    found = data(capsys, "batches", "--data", str(ward.path))
    assert [use["batch"] for use in found["uses"]] == ["B-12/4"]
    assert found["uses"][0]["expires"] == "2027-05-31"
    rows = cells(capsys, "batches", "--data", str(ward.path))
    assert [(row["mrn"], row["units"], row["strength"]) for row in rows] == [(MRN, "1", "150")]


def test_scans_and_misses_are_counted_by_week_with_their_reasons(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    found = data(capsys, "scanning", "--data", str(ward.path))
    assert found["weeks"] == [
        {
            "monday": "2026-11-02",
            "doses": 3,
            "wristbands": 1,
            "packs": 2,
            "expired": 1,
            "not_scanned": {"wristband": {"none on the patient": 2}, "pack": {"no code on the pack": 1}},
        }
    ]
    told = out(capsys, "scanning", "--data", str(ward.path))
    assert "wristband: none on the patient 2" in " ".join(told.split())
    rows = cells(capsys, "scanning", "--data", str(ward.path))
    assert [(row["what"], row["why"], row["count"]) for row in rows] == [
        ("wristband", "none on the patient", "2"),
        ("pack", "no code on the pack", "1"),
    ]
