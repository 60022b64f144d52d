"""The text of a protocol file made tidy: same protocol, same comments, even spacing."""

from __future__ import annotations

import re
import tomllib

from protocols.toml.parser import read

_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=\s*(.*?)\s*$")
_TABLE = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_-]+)\s*(\]\]?)\s*(#.*)?$")


def tidied(text: str, name: str) -> str:
    """`text` with one blank around =, one line between tables, no blanks at line ends, one newline last.

    Comments stay, and so does every value. ProtocolFault as for `read` when the file has a fault.
    """
    protocol = read(text, name)
    rows: list[str] = []
    open_rows: list[str] = []
    for row in text.replace("\r\n", "\n").split("\n"):
        open_rows.append(row)
        if _is_whole("\n".join(open_rows)):
            rows += _statement(open_rows)
            open_rows = []
    result = _spaced(rows + open_rows)
    return result if read(result, name) == protocol else text


def _is_whole(statement: str) -> bool:
    """Whether lines end a statement: a list or a long text can go on over several."""
    try:
        tomllib.loads(statement)
    except (ValueError, RecursionError):
        return False
    return True


def _statement(rows: list[str]) -> list[str]:
    """One statement: the lines inside a value stay as they are, but for blanks at the end of a list's."""
    first, *rest = rows
    if found := _TABLE.match(first):
        comment = f"  {found[4]}" if found[4] else ""
        first = f"{found[1]}{found[2]}{found[3]}{comment}"
    elif found := _KEY.match(first):
        first = f"{found[1]} = {found[2]}"
    else:
        first = first.strip()
    return [first, *rest]


def _spaced(rows: list[str]) -> str:
    """No two empty lines in a row, one before each table and the comments above it."""
    spaced: list[str] = []
    for place, row in enumerate(rows):
        above = spaced[-1] if spaced else ""
        if row == "" and above == "":
            continue
        if _begins_table(rows, place) and above and not above.startswith("#"):
            spaced.append("")
        spaced.append(row)
    return "\n".join(spaced).strip("\n") + "\n"


def _begins_table(rows: list[str], place: int) -> bool:
    """Whether a table begins here, or the comments that stand above one."""
    return next((row.startswith("[") for row in rows[place:] if not row.startswith("#")), False)
