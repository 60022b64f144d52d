"""docs/exchange.md says what is so: its columns, its header, and its few lines that verify a file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from protocols.reports.event_rows import COLUMNS, NUMBERS
from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import MRN, Clock, add

TEXT = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")


def named(heading: str) -> list[str]:
    """The names in the first column of the first table under `heading`."""
    _, _, rest = TEXT.partition(f"\n## {heading}\n")
    rest = rest.partition("\n## ")[0]
    rows = [line.split("|")[1] for line in rest.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_the_columns_and_the_header_are_those_of_the_page(ledger: Ledger) -> None:
    assert named("CSV") == list(COLUMNS)
    numbers = re.search(r"The columns of numbers \(([^)]*)\)", TEXT)
    assert numbers is not None
    assert set(re.findall(r"`(\w+)`", numbers[1])) == NUMBERS
    header = json.loads(jsonl(ledger, None, datetime.now(UTC)).splitlines()[0])
    assert named("JSON Lines") == list(header)


@pytest.mark.parametrize("mrn", ["", MRN], ids=["whole", "one patient"])
def test_the_lines_of_python_on_the_page_verify_a_file(
    mrn: str, ledger: Ledger, clock: Clock, tmp_path: Path
) -> None:
    code = re.search(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)
    assert code is not None
    for n in range(5):
        add(ledger, f"note {n}", clock())
    text = jsonl(ledger, ledger.record(mrn) if mrn else None, clock())
    file = tmp_path / "out.jsonl"

    def run(content: str) -> tuple[int, str]:
        file.write_text(content)
        done = subprocess.run(
            [sys.executable, "-c", code[1], str(file)], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    assert run(text) == (0, "whole\n")
    assert run(text.replace("note 2", "note 7"))[0] == 1
    lines = text.splitlines(keepends=True)
    assert run("".join(lines[:-1]))[0] == 1
