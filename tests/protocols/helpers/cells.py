"""The text of a spreadsheet cell, got back by the one rule that docs/exchange.md tells."""

from __future__ import annotations

import re


def as_it_was(cell: str) -> str:
    """One apostrophe is taken away at the beginning and behind each sign where a cell can begin."""
    return re.sub(r"(^|[,;|\t\r\n])'", r"\1", cell)
