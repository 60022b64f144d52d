"""`stepward handover`: the sheet now, the earlier ones, one of them again, as text and as JSON."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import Entry, HandoverAccepted, HandoverGiven, NoteAdded, What
from protocols.entries import Person as Who
from protocols.values.clinic_time import local
from store.ledger.ledger import Ledger
from tests.tui.helpers.shell import EXTENDED, NOW, STOPPED, data, err, out
from tui.commandline.base import opening
from tui.commandline.documents import handover as handover_command
from tui.demo.people import DAY_NURSE, NIGHT_NURSE
from tui.demo.ward import build
from tui.views.handover.sheets import sheet_now
from tui.views.lines.lines import width

ZONE = "Europe/London"


def keep(ledger: Ledger, what: What, by: Who, patient: str = "") -> Entry:
    at = local(NOW, ZONE)
    entry = Entry(id=f"k{ledger.position}", patient=patient, at=at, zone=ZONE, by=by, what=what)
    return ledger.append(entry, ledger.record(patient).version)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The demo ward with a handover, accepted; a patient's record has gone on since. And its number."""
    path = tmp_path_factory.mktemp("ward") / "ward.json"
    build(path, NOW, ZONE)
    with Ledger.open(path, now=lambda: NOW) as ledger:
        digest = sheet_now(ledger, local(NOW, ZONE)).digest
        number = keep(ledger, HandoverGiven("Ward 3", ledger.position, digest), DAY_NURSE).number
        id = ledger.entries(after=number - 1)[0].id
        keep(ledger, HandoverAccepted(id, NIGHT_NURSE, True), DAY_NURSE)
        keep(ledger, NoteAdded("Written afterwards."), NIGHT_NURSE, EXTENDED)
    return path, number


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: tuple[Path, int]) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW + timedelta(minutes=5))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("STEPWARD_DATA", str(given[0]))


def test_the_ward_now_with_nothing_cut(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "handover")
    assert text.startswith("Handover of Demonstration ward: 11 patients\nAs of Sun 22-Nov-2026 14:25")
    assert "Written afterwards." in text
    assert "With Tomasz Nowak (TN), nurse, since Sun 22-Nov-2026 14:20." in text
    assert "2 patients whose courses have ended, with nothing open, are not on this sheet." in " ".join(
        text.split()
    )
    assert text.count("\nSituation\n") == text.count("\nMissing\n") == 11
    assert max(map(width, text.splitlines())) <= 78
    assert "..." not in text


def test_one_patient_alone(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "handover", "--patient", EXTENDED)
    assert text.startswith("Handover of Demonstration ward, one patient\n")
    assert text.count("\nSituation\n") == 1
    assert "No course is open." in out(capsys, "handover", "--patient", STOPPED)


def test_the_earlier_ones_and_one_of_them_as_it_was(
    capsys: pytest.CaptureFixture[str], given: tuple[Path, int]
) -> None:
    number = given[1]
    (line,) = out(capsys, "handover", "--earlier").splitlines()
    assert line.split() == [
        str(number),
        "Sun",
        "22-Nov-2026",
        "14:20",
        "AD",
        "the",
        "ward",
        "accepted",
        "by",
        "TN",
    ]
    again = out(capsys, "handover", "--earlier", str(number))
    assert "As of Sun 22-Nov-2026 14:20" in again
    assert f"entry {number - 1}-" in again
    assert "Accepted Sun 22-Nov-2026 14:20 by Tomasz Nowak (TN), nurse, satisfied." in again
    assert "Written afterwards." not in again
    assert "words the sheet otherwise" not in again


def test_json_has_the_facts_beside_the_words(
    capsys: pytest.CaptureFixture[str], given: tuple[Path, int]
) -> None:
    found = data(capsys, "handover", "--earlier", str(given[1]))
    assert found["as_signed"] is True
    assert found["seen"] == given[1] - 1
    assert found["handover"]["accepted"]["by"] == "Tomasz Nowak"
    assert len({patient["mrn"] for patient in found["patients"]}) == len(found["patients"]) == 11
    held = found["patients"][0]
    assert held["courses"][0]["status"] == "RED FLAG"
    assert held["courses"][0]["holds"][0].startswith("Red flag (")
    assert {line["number"] for line in held["courses"][0]["blocked_by"]} == {1, 2, 3, 5}
    assert (held["with"], held["corrections"]) == (None, [])
    now = data(capsys, "handover")
    assert (now["handover"], now["as_signed"]) == (None, None)
    assert {patient["with"] for patient in now["patients"]} == {"Tomasz Nowak"}
    (listed,) = data(capsys, "handover", "--earlier")["handovers"]
    assert (listed["number"], listed["waits"], listed["refused"]) == (given[1], False, [])


def test_a_pdf_is_a_new_file(
    capsys: pytest.CaptureFixture[str], given: tuple[Path, int], tmp_path: Path
) -> None:
    for name, words in (("now.pdf", ()), ("again.pdf", ("--earlier", str(given[1]), "--paper", "Letter"))):
        target = tmp_path / name
        found = data(capsys, "handover", "--pdf", str(target), *words)
        assert found == {"path": str(target), "number": given[1] if words else None}
        assert target.read_bytes().startswith(b"%PDF")
    assert "is there already" in err(capsys, "handover", "--pdf", str(tmp_path / "now.pdf"), code=4)
    assert "cannot be written" in err(capsys, "handover", "--pdf", str(tmp_path / "no" / "x.pdf"), code=4)
    assert "after --earlier" in err(capsys, "handover", "--earlier", "--pdf", "x.pdf", code=2)


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert 'no patient with MRN "nobody"' in err(capsys, "handover", "--patient", "nobody", code=4)
    assert "No handover was given as entry 7." in err(capsys, "handover", "--earlier", "7", code=4)
    assert out(capsys, "handover", "--earlier", "--patient", EXTENDED) == ""


def test_every_key_of_the_json_is_in_the_modules_list(
    capsys: pytest.CaptureFixture[str], given: tuple[Path, int]
) -> None:
    from tui.commandline.reports import list as list_command

    text = (handover_command.__doc__ or "") + (list_command.__doc__ or "")
    named = set(re.findall(r"`(\w+)`", text))

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(data(capsys, "handover", "--earlier", str(given[1]))) <= named
    assert keys(data(capsys, "handover", "--earlier")) <= named
