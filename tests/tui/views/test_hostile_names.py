"""Names that try to be markup, escape codes or direction marks: every screen shows them as text."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.app import App

from protocols import entries as e
from protocols.record.fold import Record
from protocols.values.clinic_time import local
from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.site.library import find
from tests.tui.helpers.papers import assert_sound, pages_of, words_of
from tests.tui.helpers.rest import come_to_rest, press
from tui.app.app import StepwardApp
from tui.paper.downtime_ward import ward_sheets
from tui.paper.mar import mar_sheet
from tui.paper.page.typeface import printable
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.terminal.painter.cells import harmless

NOW = datetime(2026, 11, 3, 8, 5, tzinfo=UTC)
HOSTILE = {
    "markup": "[bold]x[/bold]",
    "closing tag": "O[/] Neil",
    "open bracket": "a [/ b",
    "click": "[@click=app.quit]tap[/]",
    "backslash": "a\\[b",
    "escape": "X\x1b]0;PWN\x07\x1b[31m",
    "bidi": "abc\u202edcba\u2066z\u200b",
    "long": "Wolfeschlegel" * 15 + "steinha",
    "wide": "佐藤漢字" * 3,
    "combining": "Z\u0351\u036b\u0343a\u0342lgo",
    "newline": "two\nlines\ttab",
    "braces": "{0} $x ${y} %s",
}


WORST = [HOSTILE[kind] for kind in ("markup", "escape", "bidi", "long")]
"""Each opens all forms, the others every second one."""


def build(path: Path, name: str) -> str:
    """A ledger where everything a person can write is `name`; the id of the course."""
    by = e.Person(name, name[:8], "nurse", name)
    ledger = Ledger.create(path, name, "UTC", by, now=lambda: NOW)

    def add(what: e.What, course: str = "", patient: str = "1") -> e.Entry:
        number = ledger.position + 1
        entry = e.Entry(
            id=f"{number}", patient=patient, course=course, at=local(NOW, "UTC"), zone="UTC", by=by, what=what
        )
        record: Record = ledger.record(patient)
        return ledger.append(entry, record.version)

    add(e.PatientAdmitted(name, name, date(1960, 1, 1), name, name, name, "known"))
    plan = e.CourseEnrolled(
        find("alectinib-report-2020"), name, 5, (find("alectinib-report-2020").strengths), TIMES, "UTC", name
    )
    course = add(plan).id
    add(e.RashFreeChecked(True, True, name), course)
    key = e.DoseKey(date(2026, 11, 3), "morning")
    add(e.StepStarted(1, key), course)
    amount = find("alectinib-report-2020").steps[0].doses[0].amount
    other = e.Person(f"{name}2", name[:8], "nurse", name)
    second = e.SecondCheck(other, NOW, amount, ((amount, 1),))
    add(e.DoseGiven(key, amount, reason=name, second=second), course)
    add(e.NaranjoAssessed(name, ("yes",) * 10, 9, name, name), course)
    add(e.EarlierReaction(date(2026, 10, 1), date(2026, 10, 12), name, name, name), course)
    add(e.CoMedicationStarted(name, name, name, name), course)
    add(e.NoteAdded(name), course)
    ledger.close()
    return course


TIMES = {"morning": "08:00", "evening": "20:00"}
FORMS = (
    "o",
    "d",
    "s",
    "u",
    "r",
    "g",
    "x",
    "n",
    "v",
    "h",
    "exclamation_mark",
    "p",
    "e",
    "b",
    "plus",
    "greater_than_sign",
    "i",
)


def screen_text(app: App[None]) -> str:
    """The characters on the screen, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    assert len(lines) == height
    assert all(strip.cell_length == width for strip in lines)
    return "\n".join(harmless(strip.text) for strip in lines)  # as everything is that goes to a terminal


def assert_clean(app: App[None]) -> str:
    text = screen_text(app)
    bad = {char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs")}
    assert not bad
    return text


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
async def test_every_screen_shows_a_hostile_name_as_text(tmp_path: Path, name: str) -> None:
    build(tmp_path / "ward.json", name)
    app = StepwardApp(Session(tmp_path / "ward.json", now=lambda: NOW))
    app.session.person = e.Person(name, name[:8], "nurse")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await come_to_rest(pilot)
        start = visible(name).upper()[:11]
        assert start in assert_clean(app)
        for key in ("enter", "t"):
            await press(pilot, key)
            assert start in assert_clean(app)
            assert visible(name)[:11] in assert_clean(app)
        for back in ("escape", "escape"):
            await press(pilot, back)
        for key in FORMS if name in WORST else FORMS[len(name) % 2 :: 2]:
            await press(pilot, key)
            assert not isinstance(app.screen, BoardScreen), key
            text = assert_clean(app)
            assert key == "i" or start in text, key
            await press(pilot, "escape")
        assert isinstance(app.screen, BoardScreen)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_every_paper_shows_a_hostile_name_as_text(tmp_path: Path, name: str) -> None:
    course = build(tmp_path / "ward.json", name)
    with Ledger.open(tmp_path / "ward.json", read_only=True) as ledger:
        record = ledger.record("1")
        chart = record.chart(course)
        assert chart is not None
        papers = [mar_sheet(ledger, record, chart, NOW, "A4"), *ward_sheets(ledger, NOW, "Letter", 3)]
    for sheet in papers:
        assert_sound(sheet)
        assert printable(name).upper().replace(" ", "") in words_of(sheet).upper().replace(" ", "")
        assert pages_of(sheet.pdf())
