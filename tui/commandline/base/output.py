"""What the plain commands write: tables and JSON on stdout, everything else in sentences on stderr.

JSON has stable keys. Amounts are strings of exact decimals ("37.5"), with their unit beside them;
times are ISO 8601 with the clinic's offset; days of the calendar are "2026-11-22". Text from people is
given as it was recorded, in ASCII with \\u escapes, so that no control character reaches a terminal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from protocols.values.amounts import tidy
from protocols.values.clinic_time import local
from protocols.values.csv_text import harmless
from protocols.values.text import visible
from store.exchange.csv_table import BOM, Cell, Dialect, table
from tui.commandline.base.common import columns
from tui.views.lines.lines import width, wrap

COLUMNS = 78
"""Cells of a line of prose, on every terminal and in every pipe."""

Data = dict[str, Any]
"""A JSON object."""


def say(sentence: str) -> None:
    """Tell the person at the terminal something that is not data."""
    print(f"stepward: {visible(sentence)}", file=sys.stderr)


def put(text: str) -> None:
    """Lines of data on stdout, with nothing in them that a terminal would obey."""
    print(visible(text, multiline=True))


def write_json(data: Data) -> None:
    """One JSON object, indented."""
    print(json.dumps(data, indent=2))


def exact(amount: Decimal) -> str:
    """An amount as JSON gives it: "37.5", never "37.50" or "3.75E+1"."""
    return format(tidy(amount), "f")


def moment(instant: datetime, zone: str) -> str:
    """An instant as JSON gives it: "2026-11-22T08:00:00+00:00"."""
    return local(instant, zone).isoformat(timespec="seconds")


def write_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, two blanks apart; nothing is cut.

    On a terminal that is too narrow for it each row becomes a paragraph; in a pipe it stays a table.
    """
    lines = [[visible(cell) for cell in line] for line in (headings, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    if sys.stdout.isatty() and sum(widths) + 2 * len(widths) - 2 > columns():
        for line in lines[1:]:
            _write_row(lines[0], line)
        return
    for line in lines:
        cells = (cell + " " * (room - width(cell)) for cell, room in zip(line, widths, strict=True))
        put("  ".join(cells).rstrip())


def _write_row(headings: Sequence[str], row: Sequence[str]) -> None:
    """The first three cells in a line, the others below; each but the first behind its heading."""
    named = [f"{heading} {cell}" for heading, cell in zip(headings[1:], row[1:], strict=True) if cell]
    for line in wrap("  ".join([row[0], *named[:2]]), columns() - 1, "  "):
        put(line)
    for line in wrap("; ".join(named[2:]), columns() - 3, "  ") if named[2:] else ():
        put(f"  {line}".rstrip())


def write_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]], dialect: Dialect) -> None:
    """A table for a spreadsheet; no text of it is taken for a formula, and no control character is in it."""
    cells = [[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    write_bytes([(BOM + table([headings, *cells], dialect)).encode()])


def write_bytes(parts: Iterable[bytes]) -> None:
    """The content of a file on stdout, byte for byte."""
    sys.stdout.flush()
    for part in parts:
        sys.stdout.buffer.write(part)


def write_section(heading: str, paragraphs: Sequence[str]) -> None:
    """A heading and under it each paragraph, wrapped; nothing when there is none."""
    if not paragraphs:
        return
    put(f"\n{heading}")
    write_paragraphs(paragraphs)


def write_paragraphs(paragraphs: Sequence[str]) -> None:
    """Each paragraph, wrapped and indented."""
    for paragraph in paragraphs:
        for line in wrap(paragraph, COLUMNS - 2, "  "):
            put(f"  {line}".rstrip())
