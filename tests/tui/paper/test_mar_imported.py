"""A medication record of an imported course: numbers of two ledgers are told apart."""

from __future__ import annotations

from pathlib import Path

from tests.protocols.helpers.bedside import MRN
from tests.store.helpers.clinic import bring, clinic, there, ward
from tests.store.helpers.ward import add
from tests.tui.helpers.papers import assert_sound, words_of
from tui.paper.mar import mar_sheet


def test_entries_of_another_ledger_have_a_letter_that_is_explained(tmp_path: Path) -> None:
    bed = clinic(tmp_path / "clinic")
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        add(here, "seen on the ward", bed.now)
        record = here.record(MRN)
        assert record.latest is not None
        sheet = mar_sheet(here, record, record.latest, bed.now, "A4")
    assert_sound(sheet)
    words = words_of(sheet)
    assert "CORRECTED, see entry A" in words
    assert "A: entries recorded in Ward 3." in words
    for session in bed.sessions:
        session.close()
