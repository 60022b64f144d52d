"""`stepward list` and `stepward show`: what a script and a screen reader get, and every way it can fail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from protocols.entries import PatientAdmitted
from protocols.standing import MEANINGS
from store.ledger import Ledger
from store.library import FIRST as REPORT
from store.library import find
from tests.protocols.bedside import Bedside
from tests.store.ward import NURSE
from tests.store.ward import entry as new_entry
from tests.tui.terminal import ROOT, environment
from tui.__main__ import main
from tui.commandline import COMMANDS, opening
from tui.commandline import list as list_command
from tui.commandline import show as show_command
from tui.commandline.course import skin_words
from tui.demo import build
from tui.demo.patients import MRNS, PATIENTS

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
EXTENDED, LONG_NAME, OPEN, KIMURA, STOPPED = MRNS[6], MRNS[2], MRNS[3], MRNS[5], MRNS[11]


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ward") / "ward.json"
    build(path, NOW, "Europe/London")
    return path


@pytest.fixture(autouse=True)
def _fixed_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A clock that stands, and a user who has seen no ledger yet."""
    monkeypatch.setattr(opening, "utc_now", lambda: NOW)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def out(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(out(capsys, *words, "--json"))


def err(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> str:
    assert main(list(words)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def column(text: str, heading: str) -> list[str]:
    """The cells of one column, found by where its heading stands."""
    head, *lines = text.splitlines()
    start = head.index(heading)
    found = []
    for line in lines:
        place = next(i for i in range(len(line) + 1) if cell_len(line[:i]) >= start)
        found.append(line[place:].split("  ")[0])
    return found


def test_list_has_a_line_for_each_patient_the_most_urgent_first(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = column(out(capsys, "list", "--data", str(ward)), "Status")
    order: list[str] = list(MEANINGS)
    assert len(words) == len(PATIENTS)
    assert words == sorted(words, key=order.index)
    assert set(words) == set(order)


def test_list_cuts_nothing_and_keeps_its_columns(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list", "--data", str(ward))
    names = column(text, "Patient")
    assert "DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda" in names
    assert "佐藤, 美咲" in names
    assert sorted(column(text, "MRN")) == sorted(MRNS)


def test_list_says_in_words_what_the_board_shows_in_colour(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = out(capsys, "list", "--data", str(ward))
    by_number = dict(zip(column(text, "MRN"), text.splitlines()[1:], strict=True))
    assert "1 of 5, extended: day 3 of 2" in by_number[EXTENDED]
    assert "step 2 may be started, 150 mg next today 20:00" in by_number[OPEN]
    assert "overdue from today 10:30" in by_number[LONG_NAME]
    assert "rash-free today 07:30" in by_number[KIMURA]
    assert "\x1b" not in text


def test_list_tells_where_and_when_on_stderr(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "--data", str(ward)])
    told = capsys.readouterr().err
    assert told == ("stepward: Demonstration ward, Sun 22-Nov-2026 14:20 (Europe/London): 12 patients.\n")


def test_list_as_json_has_the_same_patients_in_the_same_order(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = column(out(capsys, "list", "--data", str(ward)), "MRN")
    found = data(capsys, "list", "--data", str(ward))
    assert (found["ward"], found["zone"]) == ("Demonstration ward", "Europe/London")
    assert (found["at"], found["problem"]) == ("2026-11-22T14:20:00+00:00", "")
    assert [patient["mrn"] for patient in found["patients"]] == shown
    extended = next(p for p in found["patients"] if p["mrn"] == EXTENDED)["course"]
    assert (extended["step"], extended["step_day"], extended["step_days"]) == (1, 3, 2)
    assert (extended["extended"], extended["gate_open"], extended["protocol_day"]) == (True, False, 3)
    assert extended["next"]["amount"] == "150"
    assert extended["next"]["unit"] == "mg"
    assert extended["next"]["at"] == "2026-11-22T20:00:00+00:00"


def test_a_stopped_course_is_not_called_extended(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list", "--data", str(ward))
    assert "extended" not in text.splitlines()[-1]
    course = data(capsys, "show", STOPPED, "--data", str(ward))["courses"][0]
    assert (course["extended"], course["step_day"], course["next"]) == (False, None, None)
    assert course["stopped"]["by"] == "Ingrid Berg"


def test_show_has_banner_course_doses_gate_and_entries(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = out(capsys, "show", EXTENDED, "--data", str(ward))
    assert text.startswith("ŁUKASIEWICZ, Zbigniew  Born 05-Dec-1953 (72y)  male  MRN 00591-0  Bed 7\n")
    assert "Known allergies Co-trimoxazole: rash\n" in text
    for heading in ("Course", "Status", "Now", "Steps", "Today's doses and open ones", "Gate"):
        assert f"\n{heading}\n" in text
    assert "[ ] 1 Doses given: 2 of 4 given at the prescribed amount" in text
    assert "[x] 2 Days passed" in text
    assert "refused. Felt sick" in text
    assert max(map(cell_len, text.splitlines())) <= 78


def test_show_names_holds_and_medicines_beside_the_drug(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "\nHolds\n  Red flag (mucosal erosion" in out(capsys, "show", MRNS[0], "--data", str(ward))
    assert "prednisolone 10 mg, protocol day 1 to 14." in out(capsys, "show", KIMURA, "--data", str(ward))


def test_show_keeps_a_corrected_entry_and_says_by_which(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = data(capsys, "show", OPEN, "--data", str(ward))
    by_number = {entry["number"]: entry for entry in found["entries"]}
    corrected = [entry for entry in found["entries"] if entry["corrected_by"]]
    assert {entry["kind"] for entry in corrected} == {"dose given", "note added"}
    for entry in corrected:
        assert [by_number[number]["kind"] for number in entry["corrected_by"]] == ["entry corrected"]
    dose = next(entry for entry in corrected if entry["kind"] == "dose given")
    assert "CORRECTED by entry" in out(capsys, "show", OPEN, "--data", str(ward))
    assert dose["by"] == "Tomasz Nowak"


def test_what_became_of_a_dose_stands_beside_what_was_asked(
    ward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW - timedelta(hours=16))
    refused, vomited, *_ = data(capsys, "show", EXTENDED, "--data", str(ward))["courses"][0]["doses"]
    assert (refused["state"], refused["record"]["given"]) == ("not given", None)
    assert (vomited["state"], vomited["amount"], vomited["record"]["given"]) == ("given", "150", "150")
    assert (refused["record"]["vomited"], vomited["record"]["vomited"]) == (False, True)


def test_a_rash_stays_open_after_a_rash_free_check_until_its_release(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skin = data(capsys, "show", MRNS[1], "--data", str(ward))["courses"][0]["skin"]
    assert (skin["seen"], skin["open_rash"]) == ("rash found", True)
    bed = Bedside(find(REPORT))
    bed.begin()
    bed.rash()
    bed.go(hours=1)
    bed.rash_free()
    assert skin_words(bed.chart, bed.now) == "rash-free today 08:00, earlier rash open"


def test_show_as_json_has_every_entry_newest_first(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "show", KIMURA, "--data", str(ward))
    numbers = [entry["number"] for entry in found["entries"]]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == found["version"]
    with Ledger.open(ward, read_only=True) as ledger:
        assert len(numbers) == len(ledger.record(KIMURA).entries)
    course = found["courses"][0]
    assert course["plan"][5] == {"step": 6, "days": 3, "doses": {"morning": "160", "evening": "160"}}
    assert course["strengths"] == ["20", "40", "150"]
    assert [line["number"] for line in course["gate"]] == [1, 2, 3, 4, 5, 6]
    assert found["patient"]["given"] == "美咲"


def test_an_unknown_number_is_said_and_refused(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = err(capsys, "show", "999\x1b[2J", "--data", str(ward), code=4)
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
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ward.json"
    lines = ward.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:300], lines[300].replace(b'"role":"', b'"role":"x'), *lines[301:]]))
    before = path.read_bytes()
    assert before != ward.read_bytes()
    assert main(["list", "--data", str(path)]) == 3
    captured = capsys.readouterr()
    assert "is damaged" in captured.err
    assert "OKONKWO" in captured.out
    assert main(["show", MRNS[0], "--json", "--data", str(path)]) == 3
    assert "is damaged" in json.loads(capsys.readouterr().out)["problem"]
    assert path.read_bytes() == before


def test_an_entry_that_somebody_is_just_writing_is_left_to_them(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ward.json"
    whole = ward.read_bytes()
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
        ledger.append(new_entry(patient, NOW, patient="1\u200b2"), 0)
    text = out(capsys, "list", "--data", str(path))
    assert column(text, "Status") == ["NEW"]
    assert "[RED]\ufffdEVIL\ufffd[31M, A" in text
    assert len(text.splitlines()) == 2
    main(["list", "--json", "--data", str(path)])
    raw = capsys.readouterr().out
    assert raw.isascii()
    assert json.loads(raw)["patients"][0]["family"] == family
    assert json.loads(raw)["patients"][0]["course"] is None
    assert "No course yet." in out(capsys, "show", "1\u200b2", "--data", str(path))


def test_a_clock_behind_the_ledger_is_said(
    ward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW - timedelta(days=2))
    assert main(["list", "--data", str(ward)]) == 0
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


def test_a_reader_that_stops_early_is_no_fault(ward: Path) -> None:
    here, there = os.pipe()
    os.close(here)
    process = run("show", MRNS[10], "--json", "--data", str(ward), stdout=there)
    os.close(there)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in told
    assert "Exception" not in told


def test_every_command_is_in_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert all(f"    {command.name} " in text and command.summary in text for command in COMMANDS)


def keys(found: Any) -> set[str]:
    """Every key in a JSON value, but not those that name a time of day."""
    if isinstance(found, list):
        return set().union(*map(keys, found))
    if not isinstance(found, dict):
        return set()
    inner = [keys(value) for key, value in found.items() if key not in ("times", "co_medications")]
    return {key for key in found if key not in ("morning", "evening")}.union(*inner)


def test_every_key_of_the_json_is_documented(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = keys(data(capsys, "list", "--data", str(ward)))
    shown = set().union(*(keys(data(capsys, "show", mrn, "--data", str(ward))) for mrn in MRNS))
    named = set(re.findall(r"`(\w+)`", list_command.__doc__ or ""))
    assert listed == named
    assert shown - listed <= set(re.findall(r"`(\w+)`", show_command.__doc__ or ""))
