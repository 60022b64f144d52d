"""A patient who was imported after a handover was given was not on its sheet, whatever the numbers say."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from protocols.entries import HandoverAccepted, HandoverGiven
from protocols.record.handovers import handovers_of, last_accepted
from protocols.reports.handover import handover
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN, NURSE, OTHER_NURSE
from tests.store.helpers.clinic import admit, bring, clinic, there, ward
from tests.store.helpers.ward import entry
from tui.views.handover.sheets import sheet_now


def given(here: Ledger, at: datetime) -> str:
    words = sheet_now(here, at)
    what = HandoverGiven("Ward 9", here.position, words.digest)
    return here.append(entry(what, at, patient="", by=NURSE), here.record("").version).id


def test_an_imported_patient_is_not_covered_by_a_handover_given_before(tmp_path: Path) -> None:
    bed = clinic(tmp_path / "clinic")
    with ward(tmp_path / "ward", bed.clock) as here:
        for number in range(8):
            admit(here, bed.now, f"0000{number}-1", f"Patient {number}")
        id = given(here, bed.now)
        bring(here, there(bed).path, bed.now)
        answer = HandoverAccepted(id, OTHER_NURSE, True)
        here.append(entry(answer, bed.now, patient="", by=NURSE), here.record("").version)
        found = handovers_of(here.record("").entries)
        assert last_accepted(found, here.record("00000-1")) is not None
        assert last_accepted(found, here.record(MRN)) is None

        bed.go(days=3)
        sheet = handover([here.record(MRN)], found, bed.now)
        (item,) = sheet.items
        assert item.last is None
        again = given(here, bed.now)
        here.append(
            entry(HandoverAccepted(again, OTHER_NURSE, True), bed.now, patient="", by=NURSE),
            here.record("").version,
        )
        found = handovers_of(here.record("").entries)
        assert last_accepted(found, here.record(MRN)) is not None
        item = handover([here.record(MRN)], found, bed.now + timedelta(hours=1)).items[0]
        assert item.shift.told == ()
        assert item.shift.corrections == ()
    for session in bed.sessions:
        session.close()
