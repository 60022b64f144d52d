"""Conflicts: every kind is shown with both sides, and nothing of the record is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.exchange.import_source import read_source
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.store.helpers.clinic import admit, bring, clinic, ward
from tests.store.helpers.courses import enrol, stop
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import Clock, add

OTHER = "00999-1"


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    yield made
    for session in made.sessions:
        session.close()


@pytest.fixture
def here(bed: AtTheLedger, tmp_path: Path) -> Iterator[Ledger]:
    with ward(tmp_path / "ward", bed.clock) as made:
        yield made


def clock_of(bed: AtTheLedger) -> Clock:
    clock = Clock()
    clock.now = bed.now
    return clock


def shown(here: Ledger, bed: AtTheLedger, kind: str) -> str:
    """The words of the conflict, with nothing recorded."""
    before = here.position
    found = bring(here, bed.sessions[0].path, bed.now)
    assert (found.state, found.kind, found.new) == ("conflict", kind, ())
    assert here.position == before
    assert verify(here.path).ok
    return " ".join(found.words)


def test_another_person_with_the_same_number(here: Ledger, bed: AtTheLedger) -> None:
    admit(here, bed.now, family="Okonkwo")
    words = shown(here, bed, "identity")
    assert f"Here {MRN} is OKONKWO, Li Wei, born 12-Mar-1958; there it is NG, Li Wei" in words


def test_the_same_person_admitted_on_both_sides(here: Ledger, bed: AtTheLedger) -> None:
    admit(here, bed.now, family="NG")
    words = shown(here, bed, "entries")
    assert "Only here: 1 entry, the last Tue 03-Nov-2026 06:30 by Mara Silva." in words
    assert "Only there: 8 entries" in words


def test_a_course_of_the_same_drug_on_both_sides(here: Ledger, bed: AtTheLedger) -> None:
    admit(here, bed.now)
    enrol(here, MRN, clock_of(bed))
    words = shown(here, bed, "course")
    assert "Both have an open course of alectinib" in words
    assert "step 1 there" in words
    assert "Only here: 2 entries" in words


def test_the_same_person_under_another_number_without_a_course_is_no_conflict(
    here: Ledger, bed: AtTheLedger
) -> None:
    admit(here, bed.now, OTHER, family="ng")
    assert bring(here, bed.sessions[0].path, bed.now).state == "new"


def test_two_numbers_of_one_person_with_two_courses_of_one_drug(here: Ledger, bed: AtTheLedger) -> None:
    admit(here, bed.now, OTHER, family="ng")
    enrol(here, OTHER, clock_of(bed))
    words = shown(here, bed, "course")
    assert f"here under the number {OTHER}, with an open course of alectinib" in words
    stop(here, OTHER, clock_of(bed))
    assert bring(here, bed.sessions[0].path, bed.now).state == "new"


def test_a_second_number_that_came_up_between_two_rounds(here: Ledger, bed: AtTheLedger) -> None:
    bring(here, bed.sessions[0].path, bed.now)
    admit(here, bed.now, OTHER, family="ng")
    enrol(here, OTHER, clock_of(bed))
    bed.rash_free()
    assert f"under the number {OTHER}" in shown(here, bed, "course")


def test_a_record_that_went_on_on_both_sides(here: Ledger, bed: AtTheLedger) -> None:
    bring(here, bed.sessions[0].path, bed.now)
    stop(here, MRN, lambda: bed.now)
    bed.decide("stop")
    words = shown(here, bed, "entries")
    assert "Only here: 1 entry" in words
    assert "Only there: 1 entry" in words


def test_facts_of_both_sides_are_no_conflict(here: Ledger, bed: AtTheLedger) -> None:
    bring(here, bed.sessions[0].path, bed.now)
    add(here, "seen on the ward", bed.now)
    bed.rash_free()
    assert bring(here, bed.sessions[0].path, bed.now).state == "grown"
    assert verify(here.path).ok


def test_a_ledger_that_was_restored_there_and_went_another_way(bed: AtTheLedger, here: Ledger) -> None:
    """The same ledger and the same numbers with other hashes are other entries."""
    backup = here.path.with_name("backup.json")
    shutil.copy(bed.sessions[0].path, backup)
    bed.sessions[0].refresh()
    add(bed.sessions[0], "before the disk broke", bed.now)
    assert bring(here, bed.sessions[0].path, bed.now).state == "new"
    with Ledger.open(backup, now=bed.clock) as restored:
        assert bring(here, backup, bed.now).state == "behind"
        add(restored, "after the backup was restored", bed.now)
        found = bring(here, backup, bed.now)
    assert (found.state, len(found.beside), len(found.new)) == ("grown", 1, 1)


def test_the_others_come_all_the_same(here: Ledger, bed: AtTheLedger) -> None:
    bed.sessions[0].refresh()
    admit(bed.sessions[0], bed.now, OTHER, family="Berg")
    admit(here, bed.now, family="Okonkwo")
    source = read_source(bed.sessions[0].path)
    states = {mrn: bring(here, source, bed.now, mrn).state for mrn in source.records}
    assert states == {MRN: "conflict", OTHER: "new"}
    assert here.record(OTHER).details is not None
    assert here.record(MRN).charts == ()
