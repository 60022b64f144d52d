"""`stepward list` and `stepward show`: what a script and a screen reader get."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from protocols.reports.status import MEANINGS
from store.ledger.ledger import Ledger
from store.site.library import FIRST as REPORT
from store.site.library import find
from tests.protocols.helpers.bedside import Bedside
from tests.tui.helpers.shell import EXTENDED, KIMURA, LONG_NAME, NOW, OPEN, STOPPED, column, data, out
from tui.__main__ import main
from tui.commandline.base import opening
from tui.commandline.base.course import skin_words
from tui.commandline.reports import list as list_command
from tui.commandline.reports import show as show_command
from tui.demo.patients import MRNS, PATIENTS

pytestmark = pytest.mark.usefixtures("demo_ward")


def test_list_has_a_line_for_each_patient_the_most_urgent_first(capsys: pytest.CaptureFixture[str]) -> None:
    words = column(out(capsys, "list"), "Status")
    order: list[str] = list(MEANINGS)
    assert len(words) == len(PATIENTS)
    assert words == sorted(words, key=order.index)
    assert set(words) == set(order) - {"CLOCK", "FINISHED", "AWAY", "LEAVE", "LEFT", "DIED"}, (
        "a right clock; all go on here"
    )


def test_list_cuts_nothing_and_keeps_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list")
    names = column(text, "Patient")
    assert "DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda" in names
    assert "佐藤, 美咲" in names
    assert sorted(column(text, "MRN")) == sorted(MRNS)


def test_list_says_in_words_what_the_board_shows_in_colour(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list")
    by_number = dict(zip(column(text, "MRN"), text.splitlines()[1:], strict=True))
    assert "1 of 5, extended: day 3 of 2" in by_number[EXTENDED]
    assert "step 2 may be started, 150 mg next today 20:00" in by_number[OPEN]
    assert "overdue from today 10:30" in by_number[LONG_NAME]
    assert "rash-free today 14:17" in by_number[KIMURA]
    assert "\x1b" not in text


def test_list_tells_where_and_when_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list"])
    told = capsys.readouterr().err
    assert told == ("stepward: Demonstration ward, Sun 22-Nov-2026 14:20 (Europe/London): 13 patients.\n")


def test_list_as_json_has_the_same_patients_in_the_same_order(capsys: pytest.CaptureFixture[str]) -> None:
    shown = column(out(capsys, "list"), "MRN")
    found = data(capsys, "list")
    assert (found["ward"], found["zone"]) == ("Demonstration ward", "Europe/London")
    assert (found["at"], found["problem"]) == ("2026-11-22T14:20:00+00:00", "")
    assert [patient["mrn"] for patient in found["patients"]] == shown
    extended = next(p for p in found["patients"] if p["mrn"] == EXTENDED)["course"]
    assert (extended["step"], extended["step_day"], extended["step_days"]) == (1, 3, 2)
    assert (extended["extended"], extended["gate_open"], extended["protocol_day"]) == (True, False, 3)
    assert extended["next"]["amount"] == "150"
    assert extended["next"]["unit"] == "mg"
    assert extended["next"]["at"] == "2026-11-22T20:00:00+00:00"


def test_a_stopped_course_is_not_called_extended(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list")
    assert "extended" not in text.splitlines()[-1]
    course = data(capsys, "show", STOPPED)["courses"][0]
    assert (course["extended"], course["step_day"], course["next"]) == (False, None, None)
    assert (course["ended"]["as"], course["ended"]["by"]) == ("stopped", "Ingrid Berg")


def test_show_has_banner_course_doses_gate_and_entries(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "show", EXTENDED)
    assert text.startswith("ŁUKASIEWICZ, Zbigniew  Born 05-Dec-1953 (72y)  male  MRN 00591-0  Bed 7\n")
    assert "Known allergies Co-trimoxazole: rash\n" in text
    for heading in ("Course", "Status", "Now", "Steps", "Today's doses and open ones", "Gate"):
        assert f"\n{heading}\n" in text
    assert "[ ] 1 Doses given: 2 of 4 given at the prescribed amount" in text
    assert "[x] 2 Days passed" in text
    assert "refused. Felt sick" in text
    assert max(map(cell_len, text.splitlines())) <= 78


def test_show_names_holds_and_medicines_beside_the_drug(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\nHolds\n  Red flag (mucosal erosion" in out(capsys, "show", MRNS[0])
    shown = out(capsys, "show", KIMURA)
    assert "\nOther medicines\n  prednisolone 10 mg, as published: frequency not stated, started" in shown
    medicine = data(capsys, "show", KIMURA)["courses"][0]["medicines"][0]
    assert (medicine["exact"], medicine["unit"], len(medicine["taken"])) == ("10", "mg", 14)
    assert (medicine["last_day"], medicine["stopped"]) == ("2026-11-22", None)
    assert medicine["prompt"].startswith("prednisolone 10 mg is planned to stop tomorrow.")


def test_show_keeps_a_corrected_entry_and_says_by_which(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "show", OPEN)
    by_number = {entry["number"]: entry for entry in found["entries"]}
    corrected = [entry for entry in found["entries"] if entry["corrected_by"]]
    assert {entry["kind"] for entry in corrected} == {"dose given", "note added"}
    for entry in corrected:
        assert [by_number[number]["kind"] for number in entry["corrected_by"]] == ["entry corrected"]
    dose = next(entry for entry in corrected if entry["kind"] == "dose given")
    assert "CORRECTED by entry" in out(capsys, "show", OPEN)
    assert dose["by"] == "Tomasz Nowak"


def test_what_became_of_a_dose_stands_beside_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opening, "utc_now", lambda: NOW - timedelta(hours=16))
    refused, vomited, *_ = data(capsys, "show", EXTENDED)["courses"][0]["doses"]
    assert (refused["state"], refused["record"]["given"]) == ("not given", None)
    assert (vomited["state"], vomited["amount"], vomited["record"]["given"]) == ("given", "150", "150")
    assert (refused["record"]["vomited"], vomited["record"]["vomited"]) == (False, True)


def test_a_rash_stays_open_after_a_rash_free_check_until_its_release(
    capsys: pytest.CaptureFixture[str],
) -> None:
    skin = data(capsys, "show", MRNS[1])["courses"][0]["skin"]
    assert (skin["seen"], skin["open_rash"]) == ("rash found", True)
    bed = Bedside(find(REPORT))
    bed.begin()
    bed.rash()
    bed.go(hours=1)
    bed.rash_free()
    assert skin_words(bed.chart, bed.now) == "rash-free today 08:00, earlier rash open"


def test_show_as_json_has_every_entry_newest_first(
    demo_ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = data(capsys, "show", KIMURA)
    numbers = [entry["number"] for entry in found["entries"]]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == found["version"]
    with Ledger.open(demo_ward, read_only=True) as ledger:
        assert len(numbers) == len(ledger.record(KIMURA).entries)
    course = found["courses"][0]
    measured: dict[str, object] = {
        "days": 3,
        "hours": None,
        "doses_given": None,
        "every_days": 1,
        "every_minutes": None,
    }
    measured |= {"weekdays": [], "days_on": None, "days_off": None, "pattern": [], "text": ""}
    assert course["plan"][5] == {"step": 6, "doses": {"morning": "160", "evening": "160"}} | measured
    assert course["strengths"] == ["20", "40", "150"]
    assert [line["number"] for line in course["gate"]] == [1, 2, 3, 4, 5, 6]
    assert found["patient"]["given"] == "美咲"


def keys(found: Any) -> set[str]:
    """Every key in a JSON value, but not those that name a time of day."""
    if isinstance(found, list):
        return set().union(*map(keys, found))
    if not isinstance(found, dict):
        return set()
    inner = [keys(value) for key, value in found.items() if key not in ("times", "co_medications")]
    return {key for key in found if key not in ("morning", "evening")}.union(*inner)


def test_every_key_of_the_json_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    listed = keys(data(capsys, "list"))
    shown = set().union(*(keys(data(capsys, "show", mrn)) for mrn in MRNS))
    named = set(re.findall(r"`(\w+)`", list_command.__doc__ or ""))
    assert listed == named
    assert shown - listed <= set(re.findall(r"`(\w+)`", show_command.__doc__ or ""))
