"""`stepward list` and `stepward show` where something is missing, damaged, hostile, or stops reading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from protocols.entries import PatientAdmitted
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import NURSE
from tests.store.helpers.ward import entry as new_entry
from tests.tui.helpers.shell import NOW, column, data, err, out
from tests.tui.helpers.terminal import ROOT, environment
from tui.__main__ import main
from tui.commandline import COMMANDS
from tui.commandline.base import opening
from tui.demo.patients import MRNS, PATIENTS
from tui.terminal import preflight

pytestmark = pytest.mark.usefixtures("demo_ward")


def test_an_unknown_number_is_said_and_refused(demo_ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = err(capsys, "show", "999\x1b[2J", "--data", str(demo_ward), code=4)
    assert told.splitlines()[-1] == (
        'stepward: There is no patient with MRN "999\ufffd[2J". Type stepward list to see the numbers.'
    )


@pytest.mark.parametrize("words", [("list",), ("show", "1"), ("list", "--json")])
def test_without_a_ledger_it_says_how_to_begin(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ward.json"
    told = err(capsys, *words, "--data", str(path), code=3)
    assert told.startswith(f"stepward: There is no ledger at {path} yet.")
    assert "--demo" in told
    assert not path.exists()


def test_another_file_is_not_taken_for_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"shopping": {}}')
    assert "does not begin like a ledger" in err(capsys, "list", "--data", str(path), code=3)
    assert path.read_text() == '{"shopping": {}}'


def test_of_a_damaged_ledger_the_good_part_is_shown_and_the_damage_told(
    demo_ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ward.json"
    lines = demo_ward.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:300], lines[300].replace(b'"role":"', b'"role":"x'), *lines[301:]]))
    before = path.read_bytes()
    assert before != demo_ward.read_bytes()
    assert main(["list", "--data", str(path)]) == 3
    captured = capsys.readouterr()
    assert "is damaged" in captured.err
    assert "OKONKWO" in captured.out
    assert main(["show", MRNS[0], "--json", "--data", str(path)]) == 3
    assert "is damaged" in json.loads(capsys.readouterr().out)["problem"]
    assert path.read_bytes() == before


def test_an_entry_that_somebody_is_just_writing_is_left_to_them(
    demo_ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ward.json"
    whole = demo_ward.read_bytes()
    unfinished = whole.rstrip().removesuffix(b"}}").ljust(len(whole))
    path.write_bytes(unfinished)
    assert main(["list", "--data", str(path)]) == 0
    assert len(column(capsys.readouterr().out, "MRN")) == len(PATIENTS)
    assert path.read_bytes() == unfinished


def test_a_ward_without_patients_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ward.json"
    Ledger.create(path, "Ward 3", "UTC", NURSE, now=lambda: NOW).close()
    assert main(["list", "--data", str(path)]) == 0
    assert capsys.readouterr() == ("", "stepward: Ward 3, Sun 22-Nov-2026 14:20 (UTC): no patients yet.\n")
    assert data(capsys, "list", "--data", str(path))["patients"] == []


def test_hostile_text_stays_words_in_a_list_and_is_whole_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, family = tmp_path / "ward.json", "[red]\u202eevil\x1b[31m"
    patient = PatientAdmitted(family, "A", date(1960, 1, 1), "female", "3\n4", "")
    with Ledger.create(path, "Ward 3", "UTC", NURSE, now=lambda: NOW) as ledger:
        ledger.append(new_entry(patient, NOW, patient="1-2"), 0)
    text = out(capsys, "list", "--data", str(path))
    assert column(text, "Status") == ["NEW"]
    assert "[RED]\ufffdEVIL\ufffd[31M, A" in text
    assert len(text.splitlines()) == 2
    main(["list", "--json", "--data", str(path)])
    raw = capsys.readouterr().out
    assert raw.isascii()
    assert json.loads(raw)["patients"][0]["family"] == family
    assert json.loads(raw)["patients"][0]["course"] is None
    assert "No course yet." in out(capsys, "show", "1-2", "--data", str(path))


def test_a_clock_behind_the_ledger_is_said(
    demo_ward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW - timedelta(days=2))
    assert main(["list", "--data", str(demo_ward)]) == 0
    assert "clock is behind the newest entry" in capsys.readouterr().err


def run(*words: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[str]:
    """Stepward as its own process."""
    command = [sys.executable, "-m", "tui", *words]
    return subprocess.Popen(
        command,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
        cwd=ROOT,
    )


def test_the_demonstration_ward_can_be_listed_from_the_shell() -> None:
    process = run("list", "--demo")
    text, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert len(text.splitlines()) == 1 + len(PATIENTS)
    assert "佐藤, 美咲" in text
    assert told.count("\n") == 1


def test_a_reader_that_stops_early_is_no_fault(demo_ward: Path) -> None:
    here, there = os.pipe()
    os.close(here)
    process = run("show", MRNS[10], "--json", "--data", str(demo_ward), stdout=there)
    os.close(there)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in told
    assert "Exception" not in told


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")
@pytest.mark.parametrize("words", [("list",), ("show", MRNS[10], "--json"), ("fhir", MRNS[10], "-o", "-")])
def test_where_the_output_cannot_be_written_that_is_said(words: tuple[str, ...], demo_ward: Path) -> None:
    with open("/dev/full", "wb") as full:
        process = run(*words, "--data", str(demo_ward), stdout=full.fileno())
    _, told = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "The output could not be written to its end: No space left on device." in told
    assert "fault" not in told
    assert "Exception" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes it")
def test_where_there_is_no_output_that_is_said(demo_ward: Path) -> None:
    command = f'exec "{sys.executable}" -m tui list --data "{demo_ward}" >&-'
    done = subprocess.run(
        ["/bin/sh", "-c", command], stderr=subprocess.PIPE, text=True, env=environment(), cwd=ROOT, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "The standard output is closed" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core files")
def test_no_plain_command_leaves_its_memory_behind(demo_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs and patients are in it."""
    seen = []
    monkeypatch.setattr(preflight, "leave_no_dump", lambda: seen.append(True))
    main(["list", "--data", str(demo_ward)])
    assert seen == [True]


def test_every_command_is_in_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    words = " ".join(text.split())
    assert all(f"    {command.name} " in text and command.summary in words for command in COMMANDS)
