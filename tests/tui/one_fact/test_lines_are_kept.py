"""Lines of a note or a reason are lines wherever there is room, joined by a stroke where there is none."""

from __future__ import annotations

import csv
import io
import json

import pytest

from protocols import entries as e
from protocols.values.text import REPLACEMENT, visible
from store.exchange.csv_export import event_csv
from store.fhir.bundle import bundle
from store.fhir.core.source import source_of
from tests.tui.helpers.bedside_app import MRN, Ward, bedside
from tui.__main__ import main
from tui.paper.mar import mar_sheet
from tui.paper.page.marks import Words
from tui.paper.page.sheet import Sheet
from tui.views.course.history import full_text, history, recent
from tui.views.handover.lines import sheet_lines
from tui.views.handover.sheets import sheet_now
from tui.views.lines.lines import text_of, wrap

LINES = ("Both arms since noon", "Called the prescriber", "Mother is here")
NOTE = e.NoteAdded("\n".join(LINES))
HOLD = e.HoldPlaced("\n".join(LINES))


@pytest.fixture
def noted(ward: Ward) -> Ward:
    ward.begin()
    ward.at(1, "08:30")
    ward.record(NOTE)
    ward.record(HOLD)
    return ward


def apart(text: str) -> bool:
    """Whether each of the lines ends one of `text`."""
    ends = [line.rstrip() for line in text.splitlines()]
    return all(any(line.endswith((said, f"{said}.")) for line in ends) for said in LINES)


def on_paper(sheet: Sheet) -> str:
    return "\n".join(mark.text for page in sheet.pages for mark in page if isinstance(mark, Words))


def test_in_the_history_the_note_and_the_reason_are_lines(noted: Ward) -> None:
    rows = history(noted.ledger.record(MRN))
    for row in rows[:2]:
        assert apart("\n".join(line for text in full_text(row) for line in wrap(text, 78)))


def test_among_the_newest_entries_of_the_chart_they_are_lines(noted: Ward) -> None:
    told = text_of(recent(noted.ledger.record(MRN), 2, 200))
    assert apart(told)
    assert [told.count(said) for said in LINES] == [2, 2, 2]
    assert REPLACEMENT not in told


def test_where_there_is_one_line_they_are_joined_by_a_stroke() -> None:
    assert visible(NOTE.text) == " / ".join(LINES)


async def test_on_the_screens_nothing_stands_for_the_break_but_a_line_or_a_stroke(noted: Ward) -> None:
    async with bedside(noted, size=(100, 40)) as here:
        for name in ("chart", "history", "handover"):
            here.app.open(name, *((MRN, noted.course) if name != "handover" else ()))
            await here.settle()
            shown = "\n".join(strip.text for strip in here.app.screen._compositor.render_strips())
            assert REPLACEMENT not in shown, name
            assert LINES[0] in shown, name
            await here.press("escape")


def test_on_the_sheet_of_a_handover_and_on_its_paper(noted: Ward) -> None:
    words = sheet_now(noted.ledger, noted.now)
    assert apart(text_of(sheet_lines(words, [], 78)))


def test_on_the_medication_record(noted: Ward) -> None:
    record = noted.ledger.record(MRN)
    assert apart(on_paper(mar_sheet(noted.ledger, record, noted.chart, noted.now, "A4")))


def test_in_the_spreadsheet_and_for_other_programs(noted: Ward) -> None:
    record = noted.ledger.record(MRN)
    rows = csv.DictReader(io.StringIO(event_csv(noted.ledger, record, noted.now).lstrip("\ufeff")))
    assert sum("\n".join(LINES) in row["said"] for row in rows) == 2
    found = json.dumps(bundle(record, noted.chart, source_of(noted.ledger, record)), default=str)
    assert json.dumps("\n".join(LINES))[1:-1] in found


def test_in_the_plain_command(noted: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", MRN, "--data", str(noted.path)]) == 0
    assert apart(capsys.readouterr().out)
