"""TOML text to tables, with the line of every key, and syntax errors in plain words.

tomllib names lines only for what is not TOML at all; a wrong value needs its line as well.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal, DecimalException

from protocols.toml.faults import Fault, Place, ProtocolFault

LARGEST_FILE = 64 * 1024
"""Bytes. The built-in files have less than a tenth of it."""

_LONGEST_VALUE = 200
"""Lines one value may take before the search for the lines of the keys gives up."""

_ROW_HINTS = (
    (r"=\s*\d{1,3}(,\d{3})+\s*(#|$)", "Write a number without a comma: 1050, or 37.5 for a part"),
    (r"=\s*\d+,\d", "Write the decimal point as a full stop: 37.5"),
    (r"=\s*\d[\d.]*\s*[a-zA-Zµμ]", "Write the number alone, such as 150: the unit stands once, in unit"),
    (r"=\s*[.]\d|=\s*\d+[.]\s*(#|$)", "Write a digit on both sides of the decimal point: 0.5 or 5"),
    ("[“”„‟‘’]", 'Use straight quotation marks: "text"'),  # noqa: RUF001
    (r"=\s*(True|False|TRUE|FALSE|yes|no)\b", "Write true or false, in small letters"),
)
_ERROR_HINTS = (
    ("Expected '='|Invalid statement", "Write each line as key = value"),
    ("Unclosed array", "Put a comma after each item of a list and a bracket ] at its end"),
    ("Unterminated|Illegal|Expected '", "Close each text with a quotation mark, on the same line"),
)
_ANY_HINT = "Text stands in straight quotation marks, numbers alone, and every bracket is closed"


def tables_of(text: str, file: str) -> dict[str, object]:
    """The tables of TOML `text`, decimals exact. ProtocolFault with the line when it is not TOML."""
    if len(text.encode(errors="replace")) > LARGEST_FILE:
        raise _fault(file, None, "the file is larger than 64 kilobytes", "Name a protocol file")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _not_utf8(file)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _syntax(text, file, str(error)) from None
    except (ValueError, DecimalException):
        raise _fault(file, None, "a number is too long to be read", "Shorten it") from None
    except RecursionError:
        raise _fault(file, None, "lists stand in lists too deep", "Name a protocol file") from None


def decoded(data: bytes, file: str) -> str:
    """The text of a file's bytes, with or without the mark Windows puts first. ProtocolFault if not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_utf8(file) from None


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table and key of valid TOML `text`, counted from 1.

    Statements of TOML end with a line and can be read one by one, so tomllib itself says where each
    ends. After a value of more than 200 lines the rest of the keys stay without a line.
    """
    found: dict[Place, int] = {}
    table: Place = ()
    repeated: Counter[Place] = Counter()
    rows = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(rows):
        end, paths = _statement(rows, start)
        head = rows[start].lstrip()
        if head.startswith("["):
            table = max(paths, key=len, default=table)
            if head.startswith("[["):
                repeated[table] += 1
                table = (*table, repeated[table])
            paths = [()]
        for path in paths:
            found.setdefault(table + path, start + 1)
        start = end
    return found


def _statement(rows: list[str], start: int) -> tuple[int, list[Place]]:
    """The row after the statement that begins at `start`, and its keys; the end when none is found."""
    for end in range(start + 1, min(start + _LONGEST_VALUE, len(rows)) + 1):
        try:
            return end, _paths(tomllib.loads("\n".join(rows[start:end]), parse_float=str))
        except (ValueError, RecursionError):
            continue
    return len(rows), []


def _paths(statement: dict[str, object], depth: int = 3) -> list[Place]:
    """Every key of one statement, with the keys that lead to it: gate, then gate.watch_days."""
    paths: list[Place] = []
    for key, value in statement.items():
        paths.append((key,))
        if isinstance(value, dict) and depth > 1:
            paths.extend((key, *path) for path in _paths(value, depth - 1))
    return paths


def _syntax(text: str, file: str, error: str) -> ProtocolFault:
    at = re.search(r"\(at line (\d+), column \d+\)$", error)
    rows = text.split("\n")
    line = int(at[1]) if at else len(text.rstrip().split("\n"))
    row = rows[line - 1] if line <= len(rows) else ""
    if "overwrite" in error or "twice" in error:
        return _fault(file, line, "this key or table stands twice", "Keep one of them")
    rights = [hint for pattern, hint in _ROW_HINTS if re.search(pattern, row)]
    rights += [hint for pattern, hint in _ERROR_HINTS if re.search(pattern, error)]
    right = next(iter(rights), _ANY_HINT)
    return _fault(file, line, "the line cannot be read as TOML", right)


def _not_utf8(file: str) -> ProtocolFault:
    return _fault(file, None, "the file is not UTF-8 text", "Save it again with the encoding UTF-8")


def _fault(file: str, line: int | None, wrong: str, right: str) -> ProtocolFault:
    return ProtocolFault(Fault(file, line, "", wrong, right))
