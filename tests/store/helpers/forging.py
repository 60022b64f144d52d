"""Exports of one patient that were forged: a field changed and every hash computed anew."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

Lines = list[dict[str, Any]]
"""The lines of an export: the header, then one for each entry."""


def read_lines(path: Path) -> Lines:
    """The lines of the export at `path`."""
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def write_lines(lines: Lines, path: Path) -> Path:
    """Write a copy of `lines` to `path`, with the hashes that fit, as somebody who forges it would."""
    header, entries = dict(lines[0]), [dict(line) for line in lines[1:]]
    seen: dict[int, str] = {}
    written = []
    for line in entries:
        body = _dumped(line["entry"])
        before = seen.get(line["number"] - 1, line["previous"])
        digest = hashlib.sha256(f"{before}{body}".encode()).hexdigest()
        seen[line["number"]] = digest
        start = f'{{"ledger":{line["ledger"]},"number":{line["number"]},"previous":"{before}"'
        written.append(f'{start},"hash":"{digest}","entry":{body}}}')
    last = entries[-1]
    head = {"ledger": last["ledger"], "number": last["number"], "hash": seen[last["number"]]}
    header |= {"entries": len(entries), "head": head}
    path.write_text("\n".join([_dumped(header, sort=False), *written]) + "\n", encoding="ascii")
    return path


def _dumped(value: object, *, sort: bool = True) -> str:
    return json.dumps(value, sort_keys=sort, separators=(",", ":")).replace("  ", " \\u0020")
