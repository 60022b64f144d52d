"""One dialect of CSV: texts in quotes, numbers bare, a missing number nothing; and one for decimal commas.

pandas and DuckDB read it; polars, which weighs 170 MB, was tried by hand.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from store.exchange.csv_table import BOM, DECIMAL_COMMA, Cell, table

LINES: list[list[Cell]] = [
    ["mrn", "amount", "day", "said"],
    ["'00481-7", Decimal("37.5"), date(2026, 11, 2), '450 mg, "whole"'],
    ["B;2", None, date(2026, 11, 3), "two\nlines"],
    ["C", 7, date(2026, 11, 4), ""],
    ["Zoë 佐藤", Decimal("1E+3"), date(2026, 11, 5), "x"],
]
AMOUNTS = [37.5, None, 7, 1000]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes((BOM + table(LINES)).encode())
    return path


def test_texts_are_in_quotes_and_numbers_are_bare() -> None:
    lines = table(LINES).split("\r\n")
    assert lines[1] == '"\'00481-7",37.5,"2026-11-02","450 mg, ""whole"""'
    assert lines[2].startswith('"B;2",,"2026-11-03"')
    assert lines[3] == '"C",7,"2026-11-04",""'
    assert lines[4].split(",")[1] == "1000"


def test_a_decimal_comma_brings_semicolons_and_the_same_cells() -> None:
    text = table(LINES, DECIMAL_COMMA)
    assert text.split("\r\n")[1] == '"\'00481-7";37,5;"2026-11-02";"450 mg, ""whole"""'
    there = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    here = list(csv.reader(io.StringIO(table(LINES), newline="")))
    assert [
        [cell if n != 1 else cell.replace(",", ".") for n, cell in enumerate(row)] for row in there
    ] == here


def test_pandas_reads_the_amounts_as_numbers(file: Path) -> None:
    pandas = pytest.importorskip("pandas")
    found = pandas.read_csv(file)
    assert list(found.columns) == LINES[0]
    assert found["amount"].astype(object).where(found["amount"].notna(), None).tolist() == AMOUNTS
    comma = file.with_name("comma.csv")
    comma.write_bytes((BOM + table(LINES, DECIMAL_COMMA)).encode())
    again = pandas.read_csv(comma, sep=";", decimal=",")
    pandas.testing.assert_frame_equal(found, again)


def test_duckdb_reads_the_amounts_as_numbers(file: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql(f"select * from read_csv('{file}')")
    assert found.columns == LINES[0]
    rows = found.fetchall()
    assert [row[1] for row in rows] == AMOUNTS
    assert [row[2] for row in rows] == [row[2] for row in LINES[1:]]
