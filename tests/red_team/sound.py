"""What is attacked: the invented ward's ledger, its entries, an export of it."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from tui.demo.ward import build

MOMENT = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)


@cache
def ledger_bytes() -> bytes:
    """The file of the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.json"
        build(path, MOMENT, "Europe/London")
        return path.read_bytes()


@cache
def entry_ids() -> tuple[str, ...]:
    """The ids of its entries, in order."""
    return tuple(entry["id"] for entry in documents())


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """Its entries as JSON objects, without their hashes."""
    found = json.loads(ledger_bytes())["entries"].values()
    return tuple({name: value for name, value in entry.items() if name != "h"} for entry in found)


@cache
def export_bytes() -> bytes:
    """A whole export of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.json"
        path.write_bytes(ledger_bytes())
        with Ledger.open(path, read_only=True, share_ok=True) as ledger:
            return jsonl(ledger, None, MOMENT).encode()
