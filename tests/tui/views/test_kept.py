"""The confirmation says what was kept, of whom, and what follows."""

from __future__ import annotations

from protocols import entries as e
from protocols.record.fold import Record
from protocols.reports.status import status_of
from tests.protocols.helpers.bedside import Bedside, on_step
from tui.views.round.kept import kept_words


def told(bedside: Bedside, entry: e.Entry) -> str:
    return kept_words(entry, bedside.folded, status_of(bedside.chart, bedside.now), bedside.now, "c")


def test_of_a_dose_it_says_who_how_much_when_what_is_next_and_the_key_that_corrects() -> None:
    bedside = on_step(2)
    said = told(bedside, bedside.give())
    assert said.startswith("Recorded: NG, bed 12: 300 mg given")
    assert "Next 300 mg" in said
    assert said.endswith("c corrects.")


def test_of_a_finding_it_says_that_nothing_is_due() -> None:
    bedside = on_step(2)
    said = told(bedside, bedside.record(e.RashFound("maculopapular", ("trunk",))))
    assert "Nothing is due until the hold is ended." in said
    assert "Next" not in said


def test_what_cannot_be_corrected_offers_no_key_and_the_ledgers_own_names_no_patient() -> None:
    bedside = on_step(2)
    assert "corrects" not in told(bedside, bedside.record(e.HoldPlaced("surgery")))
    entry = bedside.entries[0]
    staff = e.Entry(
        id="s", patient="", at=entry.at, zone=entry.zone, by=entry.by, what=e.StaffDisabled("XY", "left")
    )
    assert kept_words(staff, Record(), None, entry.at, "c").startswith("Recorded: XY: Staff: may no longer")
