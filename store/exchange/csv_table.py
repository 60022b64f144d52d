"""The one dialect in which CSV is written, by exports and by plain commands.

UTF-8 with a byte order mark, a quote round every text, none round a number, nothing at all for a missing
number, CRLF at the end of a line. By that every reader tells an amount from a text, and a missing number from
an empty text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Cell = str | int | Decimal | date | None
"""A text, which has to be harmless already; a number; a day; None for a number that is not there."""

BOM = "\ufeff"
"""With it at the beginning Excel and LibreOffice both read the file as UTF-8; neither shows it."""


class Dialect(NamedTuple):
    """How cells are kept apart, and the sign before decimals."""

    between: str
    point: str


PLAIN = Dialect(",", ".")
"""What RFC 4180 and every program that is not a spreadsheet expect."""

DECIMAL_COMMA = Dialect(";", ",")
"""What Excel and LibreOffice expect on a computer that writes 37,5."""


def table(lines: Iterable[Sequence[Cell]], dialect: Dialect = PLAIN) -> str:
    """Cells as lines of CSV, without the byte order mark."""
    return "".join(_lines(lines, dialect))


def _lines(lines: Iterable[Sequence[Cell]], dialect: Dialect) -> Iterator[str]:
    for line in lines:
        yield dialect.between.join(_written(cell, dialect.point) for cell in line)
        yield "\r\n"


def _written(cell: Cell, point: str) -> str:
    match cell:
        case None:
            return ""
        case str():
            return '"' + cell.replace('"', '""') + '"'
        case date():
            return f'"{cell.isoformat()}"'
    return format(Decimal(cell), "f").replace(".", point)
