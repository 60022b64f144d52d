"""The door of a ledger in a file that is no longer where it was."""

from __future__ import annotations

from pathlib import Path

from tests.store.contract.test_sign_on import PINS, Ward
from tests.store.helpers.ward import NURSE


def test_a_ledger_that_was_taken_away_keeps_nobody_from_what_was_read(tmp_path: Path) -> None:
    ward = Ward(tmp_path / "ward.json")
    ward.ledger.path.rename(ward.ledger.path.with_suffix(".old"))
    ward.ledger._placed -= 2
    assert ward.door.sign_on("AO", PINS["AO"]) == NURSE
    assert "do not belong together" in ward.told("AO", "000111")
    assert "has to wait" in ward.told("AO", PINS["AO"])
    ward.ledger.close()
