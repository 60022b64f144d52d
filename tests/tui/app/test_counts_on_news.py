"""What an entry of another session makes a board do: counted, for it must not grow with the ward."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.strip import Strip

from benchmarks.wards import ZONE, mrn
from benchmarks.wards import ward as build
from protocols import entries as e
from protocols.record.fold import Folding
from store.ledger.ledger import Ledger
from tests.tui.helpers.rest import come_to_rest
from tui.app.app import StepwardApp
from tui.demo.people import DAY_NURSE, NIGHT_NURSE
from tui.screens.ward import board
from tui.session import Session
from tui.views.course import taken
from tui.views.course import ward as module
from tui.views.round import calls, tabs
from tui.widgets.in_sight import Rows

PATIENTS = 25


def record(ledger: Ledger, patient: str, what: e.What, course: str = "", at: datetime | None = None) -> None:
    """Another session records something."""
    at = at or datetime.now(UTC)
    entry = e.Entry(
        id=uuid.uuid4().hex, patient=patient, course=course, at=at, zone=ZONE, by=NIGHT_NURSE, what=what
    )
    ledger.append(entry, ledger.record(patient).version)


def note(ledger: Ledger, patient: str) -> None:
    """Another session records something that changes no word of the board."""
    record(ledger, patient, e.NoteAdded("Told by another session."))


async def test_the_entry_of_another_folds_judges_and_draws_one_patient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counter[str]()

    def count(owner: object, name: str) -> None:
        usual = getattr(owner, name)

        def counting(*args: object, **options: object) -> object:
            counted[name] += 1
            return usual(*args, **options)

        monkeypatch.setattr(owner, name, counting)

    build(path := tmp_path / "ward.json", PATIENTS)
    monkeypatch.setattr(StepwardApp, "LOOK_SECONDS", 3600.0)
    began = datetime.now(UTC)
    app = StepwardApp(Session(path, now=lambda: began))  # no minute ends in between
    app.session.person = DAY_NURSE
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        assert app.ward.whole
        with Ledger.open(path) as other:
            note(other, mrn(1))
            app.follow()
            await come_to_rest(pilot)
            for owner, name in (
                (Folding, "add"),
                (module, "rows_of"),
                (taken, "with_whom"),
                (board, "patient_lines"),
                (module, "namesakes_since"),
                (tabs, "shown"),
                (calls, "words_of"),
                (Rows, "fill"),
                (Rows, "_clear_caches"),
            ):
                count(owner, name)
            for number in range(3, 8):
                note(other, mrn(number))
                counted.clear()
                app.follow()
                await come_to_rest(pilot)
                # One entry of one patient. No line of the list changes: none is made or measured again.
                assert counted == {"add": 1, "rows_of": 1, "with_whom": 1}


async def test_of_a_line_that_changes_that_line_alone_is_drawn_and_as_it_would_be_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(path := tmp_path / "ward.json", PATIENTS)
    monkeypatch.setattr(StepwardApp, "LOOK_SECONDS", 3600.0)
    began = datetime.now(UTC)
    app = StepwardApp(Session(path, now=lambda: began))
    app.session.person = DAY_NURSE
    drawn, usual = list[int](), Rows.render_line

    def counting(rows: Rows, y: int) -> Strip:
        drawn.append(y)
        return usual(rows, y)

    monkeypatch.setattr(Rows, "render_line", counting)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        rows = app.screen.query_one(Rows)
        with Ledger.open(path) as other:
            for number in range(4):
                patient = app.ward.rows[number].patient
                (course,) = other.record(patient).charts
                drawn.clear()
                record(other, patient, e.RashFreeChecked(True, True), course.id, began)
                app.follow()
                await come_to_rest(pilot)
                assert [row.patient for row in app.ward.rows][number] == patient, "it keeps its place"
                assert drawn == [number]
                seen = list(app.screen._compositor.render_strips())
                rows._clear_caches()
                await come_to_rest(pilot)
                assert seen == list(app.screen._compositor.render_strips())
                assert "ok 0hr" in seen[rows.region.y + number].text


def test_where_the_clock_was_put_back_nobody_is_shown_what_it_said_before(tmp_path: Path) -> None:
    build(path := tmp_path / "ward.json", 3)
    with Ledger.open(path, read_only=True) as ledger:
        now = ledger.newest
        assert now
        rows = module.Ward(ledger)
        assert rows.renew(now + module._MINUTE, seconds=1e9)
        judged = rows.judged
        assert rows.renew(now, seconds=1e9)
        assert rows.judged == judged + 3
        rows.compare(now)
