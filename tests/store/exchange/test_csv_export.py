"""CSV for a spreadsheet: one row an event, corrected ones too, exact, and opened as it was written."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from protocols.entries import DoseGiven, NoteAdded, RashFound
from protocols.reports.event_rows import COLUMNS, NUMBERS, rows
from protocols.values.text import visible
from store.exchange.csv_export import event_csv
from store.exchange.csv_table import BOM
from store.exchange.jsonl_export import Days
from store.ledger.ledger import Ledger
from store.site.exports import write_new
from tests.protocols.helpers.bedside import MRN
from tests.protocols.helpers.cells import as_it_was
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import admit, bring, clinic, step_on, ward
from tests.store.helpers.ledger_bedside import AtTheLedger

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "-5",
    "+1",
    "@SUM(A1:A9)",
    "a;=1+1",
    "comma, quote \" and 'apostrophe'",
    "two\nlines",
    "tab\there",
    "'=already marked",
    "00123",
    "3/4",
    "1E5",
    "Zoë 佐藤 \U0001f600",
    "escape \x1b[31m and \x00",
    "x" * 2000,
]


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path_factory.mktemp("clinic"))
    step_on(made)
    dose = made.give()
    assert isinstance(dose.what, DoseGiven)
    right = msgspec.structs.replace(dose.what, amount=dose.what.amount / 2, reason="half of it")
    made.correct(dose, right)
    made.go(hours=2)
    made.record(RashFound("maculopapular", ("neck",), extent=Decimal("1.50"), extent_method="estimate"))
    for text in HOSTILE:
        made.record(NoteAdded(text))
    made.sessions[0].refresh()
    yield made
    for session in made.sessions:
        session.close()


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def csv_of(bed: AtTheLedger, days: Days | None = None) -> str:
    ledger = bed.sessions[0]
    return event_csv(ledger, ledger.record(MRN), bed.now, days)


def test_every_entry_is_a_row_and_every_cell_comes_back(bed: AtTheLedger) -> None:
    record = bed.sessions[0].record(MRN)
    found = read(csv_of(bed))
    assert [row["entry_id"] for row in found] == [entry.id for entry in record.entries]
    for row, meant in zip(found, rows(record, "Ward 3"), strict=True):
        assert tuple(row) == COLUMNS
        back = {name: cell if name in NUMBERS else as_it_was(cell) for name, cell in row.items()}
        assert back == {name: visible(cell, multiline=True) for name, cell in meant.items()}
    assert [visible(text, multiline=True) for text in HOSTILE] == [
        as_it_was(row["reason"])
        for row in found
        if row["kind"] == "note added" and "=1+1," not in row["reason"]
    ]


def test_a_corrected_dose_has_both_rows(bed: AtTheLedger) -> None:
    found = read(csv_of(bed))
    first = next(row for row in found if row["standing"] == "corrected")
    correction = next(row for row in found if row["entry"] == first["corrected_by"])
    assert (first["kind"], correction["kind"]) == ("dose given", "entry corrected")
    assert correction["corrects"] == first["entry"]
    assert (correction["status"], correction["dose_day"]) == ("refused", first["dose_day"])
    half = [row for row in found if row["reason"] == "wrong line" and row["amount"]][-1]
    whole = next(row for row in found if row["entry"] == half["corrects"])
    assert float(half["amount"]) * 2 == float(whole["amount"]) == float(whole["prescribed"])
    assert (half["unit"], half["step"], half["dose_label"]) == ("mg", "2", whole["dose_label"])
    assert whole["happened"].endswith("+01:00")
    assert found[0]["happened"] == "2026-11-02T07:00:00+01:00"


def test_a_rash_has_its_extent_and_the_days_limit_the_rows(bed: AtTheLedger) -> None:
    found = read(csv_of(bed))
    rash = next(row for row in found if row["kind"] == "rash found")
    assert (rash["status"], rash["extent"]) == ("maculopapular", "1.5")
    day = date(2026, 11, 3)
    some = read(csv_of(bed, Days(day, day)))
    assert some == [row for row in found if row["happened"].startswith("2026-11-03")]
    assert 0 < len(some) < len(found)


def instants(row: dict[str, str]) -> dict[str, object]:
    """A row with its times as instants, whatever offset they are told in."""
    return {**row, **{name: datetime.fromisoformat(row[name]) for name in ("happened", "recorded")}}


def test_everybody_in_the_order_they_came_also_after_a_new_file(tmp_path: Path) -> None:
    made = clinic(tmp_path / "c")
    ledger = made.sessions[0]
    ledger.refresh()
    admit(ledger, made.now, "00999-1", family="Berg")
    before = event_csv(ledger, None, made.now)
    assert [row["mrn"] for row in read(before)] == [MRN] * len(ledger.record(MRN).entries) + ["00999-1"]
    ledger.roll_over(ADMIN)
    assert event_csv(ledger, None, made.now) == before
    with ward(tmp_path / "ward", made.clock) as here:
        bring(here, ledger.path, made.now)
        *imported, act = read(event_csv(here, here.record(MRN), made.now))
        there = read(event_csv(ledger, ledger.record(MRN), made.now))
        assert [instants(row) for row in imported] == [instants(row) for row in there]
        assert {row["happened"][-6:] for row in imported} == {"+00:00"}, "times are this ward's"
        assert (act["kind"], act["ward"], imported[0]["ward"]) == ("record imported", "Ward 9", "Ward 3")
    for session in made.sessions:
        session.close()


@pytest.mark.skipif(
    shutil.which("soffice") is None and "CI" not in os.environ, reason="needs LibreOffice (libreoffice-calc)"
)
def test_libreoffice_opens_the_same_cells(bed: AtTheLedger, tmp_path: Path) -> None:
    """Opened as its dialogue proposes for a file that begins so (UTF-8, commas), and saved as CSV again."""
    text = csv_of(bed)
    write_new(tmp_path / "events.csv", text)
    out = tmp_path / "out"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    options = "--infilter=CSV:44,34,UTF8"
    done = subprocess.run(
        [
            *command,
            options,
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,UTF8,1,,0,false,true,false",
            "--outdir",
            str(out),
            str(tmp_path / "events.csv"),
        ],
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    again = (out / "events.csv").read_text("utf-8-sig")
    opened = list(csv.DictReader(io.StringIO(again, newline="")))
    assert len(opened) == len(read(text))
    for written, found in zip(read(text), opened, strict=True):
        assert found == written


def test_everybody_takes_no_more_room_than_one(bed: AtTheLedger) -> None:
    """Records pass by: what was not asked for before is not kept: a large ward does not fill the memory."""
    with Ledger.open(bed.sessions[0].place, read_only=True, now=lambda: bed.now) as ledger:
        assert event_csv(ledger, None, bed.now) == event_csv(ledger, ledger.record(MRN), bed.now)
        for patient in ledger.patients():
            ledger._chain._known.pop(patient, None)
        event_csv(ledger, None, bed.now)
        assert set(ledger._chain._known) <= {""}
