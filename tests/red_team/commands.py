"""Plain commands as the oracle of an attack: whatever is in a ledger, each ends in words."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tui.__main__ import main
from tui.exit_codes import Exit

LOOKING: tuple[tuple[str, ...], ...] = (
    ("list", "--all"),
    ("verify",),
    ("handover",),
    ("needs",),
    ("stats",),
    ("export", "-o", "-"),
    ("export", "--csv", "-o", "-"),
)


class Broken(AssertionError):
    """The program did not stand it: what happened, and the seed that makes it happen again."""


@contextmanager
def unheard() -> Iterator[io.TextIOWrapper]:
    """Let nobody see what is written meanwhile; gives what goes to stderr."""
    before = sys.stdout, sys.stderr
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace", write_through=True)
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="replace", write_through=True)
    sys.stderr = said
    try:
        yield said
    finally:
        sys.stdout, sys.stderr = before


def all_end_in_words(ledger: Path, seed: int, more: Sequence[tuple[str, ...]] = ()) -> list[int]:
    """The exit codes of all that look at a ledger. Broken where one of them met a fault."""
    codes = []
    for words in (*LOOKING, *more):
        with unheard() as said:
            code = main([*words, "--data", str(ledger), "--on-share"])
        if code == Exit.FAULT:
            assert isinstance(said.buffer, io.BytesIO)
            raise Broken(f"seed {seed}: {words}: {said.buffer.getvalue().decode()}")
        codes.append(code)
    return codes
