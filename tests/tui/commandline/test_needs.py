"""`stepward needs`: what the ward still needs from the shelf, in words and as JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.tui.helpers.shell import EXTENDED, KIMURA, STOPPED, data, err, out
from tui.commandline.reports import needs as needs_command

pytestmark = pytest.mark.usefixtures("demo_ward")


def test_one_patient_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(out(capsys, "needs", EXTENDED).split())
    assert "Step 3, 450 mg twice daily: 16 doses, 48 capsules of 150 mg" in text
    assert "Then each day of the target, 600 mg twice daily: 8 capsules of 150 mg" in text
    assert "Running courses together" not in text


def test_the_ward_adds_up_what_its_running_courses_need(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "needs")
    running = [course for course in found["courses"] if course["going"] == "running"]
    assert {course["going"] for course in found["courses"]} == {"running", "held", "not started"}
    assert STOPPED not in {course["mrn"] for course in found["courses"]}
    total: dict[str, int] = {}
    for course in running:
        for unit in course["needed"]["units"]:
            total[unit["strength"]] = total.get(unit["strength"], 0) + unit["count"]
    assert [(unit["strength"], unit["count"]) for unit in found["total"][0]["units"]] == sorted(
        total.items(), key=lambda item: -float(item[0])
    )
    assert (found["total"][0]["drug"], found["total"][0]["form"]) == ("alectinib", "capsule")
    text = out(capsys, "needs")
    assert "HELD, nothing is due" in text
    assert "Running courses together" in text


def test_the_next_days_alone(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "needs", KIMURA, "--days", "2")
    assert found["days"] == 2
    (course,) = found["courses"]
    assert sum(step["doses"] for step in course["steps"]) in (3, 4)
    assert "Then each day" not in out(capsys, "needs", KIMURA, "--days", "2")


def test_a_course_that_ended_needs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert data(capsys, "needs", STOPPED)["courses"] == []


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert 'no patient with MRN "nobody"' in err(capsys, "needs", "nobody", code=4)
    assert "--days is from 1 to 366" in err(capsys, "needs", "--days", "0", code=2)


def test_every_key_of_the_json_is_in_the_modules_list(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`(\w+)`", needs_command.__doc__ or ""))

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(data(capsys, "needs")) <= named
