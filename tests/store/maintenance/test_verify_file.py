"""Verifying: what is wrong is found, named by its number, and what is good is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import NoSuchLedger
from store.ledger.ledger import Ledger
from store.log.layout import TAIL
from store.maintenance.verify import verify
from tests.store.helpers.ward import Clock, add


def test_damage_is_found_with_what_is_still_good(ledger: Ledger, clock: Clock) -> None:
    for n in range(5):
        add(ledger, f"{n} of 5", clock())
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b"3 of 5", b"9 of 5"))
    report = verify(ledger.path)
    assert (report.good, report.ok) == (5, False)
    assert [finding.number for finding in report.findings] == [6]
    assert "Entries 1 to 5 are good" in report.findings[0].what


def test_an_unfinished_entry_is_no_fault_and_is_left_alone(ledger: Ledger) -> None:
    data = ledger.path.read_bytes()
    end = data.index(TAIL)
    torn = data[:end] + b'\n,"3":{"h":"0123'.ljust(len(data) - end)
    ledger.path.write_bytes(torn)
    report = verify(ledger.path)
    assert (report.ok, report.unfinished, report.good) == (True, True, 2)
    assert ledger.path.read_bytes() == torn


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoSuchLedger):
        verify(tmp_path / "none.json")
