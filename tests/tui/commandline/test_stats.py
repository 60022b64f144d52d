"""`stepward stats`: the figures of the invented ward as a table, as CSV and as JSON, without a name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from store.ledger.ledger import Ledger
from tests.tui.helpers.shell import NOW, cells, data, err, out
from tests.tui.views.test_hostile_names import HOSTILE
from tests.tui.views.test_hostile_names import build as build_hostile
from tui.commandline.reports import stats as stats_command
from tui.demo.patients import MRNS, PATIENTS
from tui.demo.people import STAFF
from tui.demo.ward import build

pytestmark = pytest.mark.usefixtures("demo_ward")


def number(found: Any, part: str, what: str, protocol: str | None = None) -> Any:
    (group,) = (group for group in found["groups"] if group["protocol"] == protocol)
    (figure,) = (f for f in group["figures"] if (f["part"], f["what"]) == (part, what))
    return figure["number"]


def test_the_ward_in_figures(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "stats")
    listed = data(capsys, "list")["patients"]
    courses = [patient["course"] for patient in listed if patient["course"]]
    assert number(found, "courses", "enrolled") == len(courses)
    assert number(found, "courses", "stopped") == sum(c["status"] == "STOPPED" for c in courses)
    assert number(found, "courses", "completed") == sum(c["status"] == "COMPLETE" for c in courses) == 1
    assert number(found, "courses", "reached the target") == 3
    assert number(found, "courses", "held now") == sum(c["status"] in ("HOLD", "RED FLAG") for c in courses)
    names = {course["protocol"] for course in courses}
    assert [group["protocol"] for group in found["groups"]] == [*sorted(names), None]
    assert sum(group["courses"] for group in found["groups"][:-1]) == found["groups"][-1]["courses"]
    text = out(capsys, "stats")
    assert re.search(r"started +12 +92\.3% of 13 courses enrolled", text)
    assert "can point to one patient" in text


def test_the_table_for_a_spreadsheet_has_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    rows = cells(capsys, "stats")
    found = data(capsys, "stats")
    figures = [(group["protocol"] or "all", f) for group in found["groups"] for f in group["figures"]]
    assert [(r["protocol"], r["part"], r["what"], r["number"]) for r in rows] == [
        (protocol, f["part"], f["what"], str(f["number"])) for protocol, f in figures
    ]
    assert [row["of"] for row in rows] == ["" if f["of"] is None else str(f["of"]) for _, f in figures]


def test_some_courses_alone(capsys: pytest.CaptureFixture[str]) -> None:
    one = data(capsys, "stats", "--protocol", "alectinib-kimura")
    assert [group["protocol"] for group in one["groups"]] == ["alectinib-kimura"]
    assert data(capsys, "stats", "--to", "2020-01-01")["groups"] == []
    assert "no such courses" in err(capsys, "stats", "--protocol", "none", code=0)
    recent = data(capsys, "stats", "--from", "2026-11-15")
    assert 0 < number(recent, "courses", "enrolled") < 13


def test_a_new_file_makes_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ward.json"
    build(path, NOW, "Europe/London")
    before = data(capsys, "stats", "--data", str(path))
    with Ledger.open(path, now=lambda: NOW) as ledger:
        ledger.roll_over(STAFF[0])
    assert data(capsys, "stats", "--data", str(path)) == before


def test_no_patient_and_no_person_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "stats")
    text = out(capsys, "stats") + out(capsys, "stats", "--csv") + repr(found)
    words = [*MRNS, *(patient.family for patient in PATIENTS)]
    words += [word for person in STAFF for word in (person.name, person.account)]
    assert not [word for word in words if word in text.replace(found["ward"], "")]
    hostile = tmp_path / "hostile.json"
    build_hostile(hostile, HOSTILE["markup"])
    assert HOSTILE["markup"] not in out(capsys, "stats", "--data", str(hostile), "--csv")


def test_every_key_of_the_json_is_in_the_modules_list(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`(\w+)`", stats_command.__doc__ or ""))

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(data(capsys, "stats")) <= named
