"""What changes nothing changes nothing: what was so stays so, on every screen, paper and file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from protocols import entries as e
from protocols.record.fold import fold
from store.exchange.jsonl_export import jsonl
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN
from tests.tui.one_fact.comparison import SCREENS, told_by
from tests.tui.one_fact.random_courses import RandomCourse

SEEDS = (3, 11, 24)
ZONES = ("Asia/Kolkata", "America/Bogota", "Africa/Lagos")
"""Three zones whose clocks do not change."""


@pytest.fixture(params=SEEDS)
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RandomCourse]:
    made = RandomCourse(request.param, tmp_path)
    made.go_on(30)
    yield made
    made.close()


def ledger_of(course: RandomCourse) -> Ledger:
    ledger = course.bed.sessions[0]
    ledger.refresh()
    return ledger


def told(course: RandomCourse) -> dict[str, Any]:
    return told_by(ledger_of(course), course.bed.now)


def test_a_ledger_made_again_from_its_export_tells_the_same(course: RandomCourse, tmp_path: Path) -> None:
    export = tmp_path / "all.jsonl"
    export.write_text(jsonl(ledger_of(course), None, course.bed.now), encoding="utf-8")
    (tmp_path / "again").mkdir()
    target = tmp_path / "again" / ledger_of(course).files[0].name
    recreate(export, target)
    with Ledger.open(target, read_only=True) as again:
        assert told_by(again, course.bed.now) == told(course)


def test_a_note_changes_no_fact(course: RandomCourse) -> None:
    before = told(course)
    note = course.bed.record(e.NoteAdded("slept well"))
    after = told(course)
    del after["spreadsheet"]["standing", note.id]
    assert after == before


def test_a_second_changes_no_fact(course: RandomCourse) -> None:
    course.bed.go(seconds=-course.bed.now.second)
    before = told(course)
    course.bed.go(seconds=1)
    assert told(course) == before


def test_a_correction_there_and_back_changes_no_fact(course: RandomCourse) -> None:
    bed = course.bed
    dose = bed.record(e.DoseGiven(None, bed.protocol.strengths[0], reason="told", no_second_check="told"))
    before = told(course)
    bed.correct(dose)
    assert told(course) != before
    bed.correct(dose, dose.what)  # type: ignore[arg-type]
    after = told(course)
    assert after["spreadsheet"].pop(("standing", dose.id)) == "corrected"
    assert before["spreadsheet"].pop(("standing", dose.id)) == ""
    assert after == before


def test_two_unrelated_entries_in_the_other_order_change_no_fact(course: RandomCourse) -> None:
    bed = course.bed
    bed.record(e.NoteAdded("slept well"))
    bed.record(e.CoMedicationStarted("paracetamol", "1 g", "as needed", "pain"))
    *before, note, medicine = ledger_of(course).record(MRN).own
    one, other = fold([*before, note, medicine]), fold([*before, medicine, note])
    for output in SCREENS:
        assert output(one, one.charts[-1], bed.now) == output(other, other.charts[-1], bed.now), output


@pytest.mark.parametrize("seed", SEEDS)
def test_by_the_clock_on_the_wall_zones_without_changes_tell_the_same(seed: int, tmp_path: Path) -> None:
    found = []
    for zone in ZONES:
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        course = RandomCourse(seed, folder, zone)
        course.go_on(30)
        found.append(told(course))
        imports = [
            fact for fact in found[-1]["spreadsheet"] if fact[0] == "standing" and not fact[1][1:].isdigit()
        ]
        for fact in imports:  # the id of an import is drawn anew each time
            del found[-1]["spreadsheet"][fact]
        course.close()
    assert found[0] == found[1] == found[2]
