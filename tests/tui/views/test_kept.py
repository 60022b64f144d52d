"""The confirmation says what was kept, of whom, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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


def test_after_the_last_dose_of_a_step_it_says_from_when_the_skin_check_counts_or_that_it_is_wanted() -> None:
    bedside = on_step(1)
    bedside.day()
    bedside.at(date(2026, 11, 3), "08:00")
    bedside.give()
    bedside.at(date(2026, 11, 3), "22:00")
    last = bedside.give()
    bedside.at(date(2026, 11, 4), "00:30")
    assert "A skin check counts from 02:00." in told(bedside, last)
    bedside.at(date(2026, 11, 4), "02:00")
    assert "A skin check is wanted now." in told(bedside, last)


def test_a_rash_that_was_accepted_is_said_even_when_every_dose_was_given() -> None:
    bedside = on_step(2)
    bedside.decide("stay")
    bedside.day()
    bedside.rash()
    accepted = bedside.decide("resume", residual=True)
    assert told(bedside, accepted).endswith("A rash is still there: look at the skin.")
    found = status_of(bedside.chart, bedside.now)
    assert found.label == replace(found, word="FINISHED").label == "RASH"


def test_of_somebody_who_is_only_admitted_it_says_what_follows() -> None:
    bedside = on_step(2)
    admitted = bedside.entries[0]
    record = bedside.folded
    assert kept_words(admitted, record, None, admitted.at).endswith("There is no course yet: e enrols.")


def test_when_somebody_left_is_said_once() -> None:
    bedside = on_step(2)
    said = told(bedside, bedside.record(e.PatientLeft("leave"), course=""))
    assert said.count("06:30") == 1, said
