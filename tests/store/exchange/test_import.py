"""Import: a clinic's record comes whole, with its history, goes on in rounds, and only through the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from protocols.entries import (
    ClockConfirmed,
    Entry,
    HandoverGiven,
    Person,
    RecordImported,
    StepStarted,
)
from protocols.record.handovers import Handover
from protocols.rules.check import Refused
from protocols.wording.entries import sentence
from store.errors import BadExport
from store.exchange.import_source import read_source
from store.exchange.jsonl_export import Days, jsonl
from store.ledger.ledger import Ledger
from store.ledger.seals import told
from store.log import codec
from store.maintenance.verify import verify
from store.site.exports import write_new
from tests.protocols.helpers.bedside import MRN, NURSE, PRESCRIBER, ZONE
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import admit, bring, clinic, exported, step_on, there, ward
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import add, entry, smuggle


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[AtTheLedger]:
    made = clinic(tmp_path / "clinic")
    yield made
    for session in made.sessions:
        session.close()


@pytest.mark.parametrize("how", ["whole export", "one patient", "the ledger itself"])
def test_a_record_comes_as_it_is_and_nothing_changes_the_second_time(
    how: str, bed: AtTheLedger, tmp_path: Path
) -> None:
    clinic_ledger, now = there(bed), bed.now
    if how == "the ledger itself":
        file = clinic_ledger.path
    else:
        file = exported(clinic_ledger, tmp_path / "out.jsonl", MRN if how == "one patient" else "")
    with ward(tmp_path / "ward", bed.clock) as here:
        assert bring(here, file, now).state == "new"
        assert here.position == 2
        assert here.record(MRN).charts == clinic_ledger.record(MRN).charts
        assert here.record(MRN).details == clinic_ledger.record(MRN).details
        *entries, brought = here.record(MRN).entries
        assert tuple(entries) == clinic_ledger.record(MRN).entries
        assert here.record(MRN).version == brought.number == 2
        assert "imported from Ward 3, as of entry" in sentence(brought, here.record(MRN))
        one = jsonl(here, here.record(MRN), now)
        assert one == jsonl(clinic_ledger, clinic_ledger.record(MRN), now)
        assert bring(here, file, now).state == "known"
        assert here.position == 2
        assert verify(here.path).ok
        with Ledger.open(here.path, read_only=True) as again:
            assert again.record(MRN) == here.record(MRN)


def test_the_gate_here_stands_on_what_was_imported(bed: AtTheLedger, tmp_path: Path) -> None:
    """The next step counts the clinic's doses and its check; the numbers of two ledgers do not meet."""
    bed.day()
    bed.day()
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)

        def start() -> Entry:
            what = StepStarted(2, bed.natural(bed.protocol.step(2)))
            draft = Entry(
                id="start", patient=MRN, course=bed.course, at=bed.now, zone=ZONE, by=PRESCRIBER, what=what
            )
            return here.append(draft, here.record(MRN).version)

        with pytest.raises(Refused, match="before the last dose"):
            start()
        bed.rash_free()
        assert bring(here, there(bed).path, bed.now).state == "grown"
        assert start().number == here.record(MRN).version == 4
        (chart,) = here.record(MRN).charts
        assert chart.step_number == 2
        assert chart.starts[-1].stands
        assert verify(here.path).ok


def test_rounds_in_both_directions(bed: AtTheLedger, tmp_path: Path) -> None:
    """There and back: each side takes what the other has added, and both end with the same record."""
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        step_on(bed)
        assert bring(here, there(bed).path, bed.now).state == "grown"
        add(here, "seen on the ward", bed.now)
        assert bring(here, there(bed).path, bed.now).state == "behind"
        back = bring(there(bed), exported(here, tmp_path / "back.jsonl", MRN), bed.now)
        assert (back.state, len(back.new)) == ("grown", 1)
        assert told(here, MRN) == told(there(bed), MRN)
        add(there(bed), "and on it goes at the clinic", bed.now)
        here.roll_over(ADMIN)
        more = bring(here, exported(there(bed), tmp_path / "more.jsonl"), bed.now)
        assert (more.state, len(more.new)) == ("grown", 1)
        assert {one.origin.ward for one in told(here, MRN)} == {"Ward 3", "Ward 9"}
        assert told(here, MRN) == told(there(bed), MRN)
        assert jsonl(here, here.record(MRN), bed.now) == jsonl(there(bed), there(bed).record(MRN), bed.now)
        assert here.record(MRN).charts == there(bed).record(MRN).charts
        for path in (here.path, there(bed).path):
            assert verify(path).ok
        with Ledger.open(here.path, read_only=True) as fresh:
            assert told(fresh, MRN) == told(here, MRN)


def test_who_may_import(bed: AtTheLedger, tmp_path: Path) -> None:
    file = there(bed).path
    with ward(tmp_path / "ward", bed.clock) as here:
        with pytest.raises(Refused, match=r"by a prescriber or an admin\. You are signed on as nurse"):
            bring(here, file, bed.now, by=NURSE)
        assert here.position == 1
        assert bring(here, file, bed.now, by=PRESCRIBER).state == "new"
        kept = here.entries(patient=MRN)[-1]
        assert kept.by == PRESCRIBER
    with ward(tmp_path / "staffed", bed.clock, staffed=True) as here:
        with pytest.raises(Refused, match="not on the staff list"):
            bring(here, file, bed.now, by=Person("Eve", "EV", "prescriber"))
        assert bring(here, file, bed.now).state == "new"


def test_a_clock_that_is_ahead_there_is_said(bed: AtTheLedger, tmp_path: Path) -> None:
    earlier = bed.now - timedelta(days=1)
    with ward(tmp_path / "ward", lambda: earlier) as here:
        found = bring(here, there(bed).path, earlier)
        assert found.kind == "not possible"
        assert "still to come. Compare the clocks" in found.words[0]


def test_a_forged_import_in_the_file_is_found_by_verify(bed: AtTheLedger, tmp_path: Path) -> None:
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        body = codec.encode(here.entries(patient=MRN)[-1])
    with ward(tmp_path / "other", bed.clock) as other:
        path = other.path
    wrong = body.replace(b'"kind":"rash-free check"', b'"kind":"rash-free check" ', 1)
    assert wrong != body
    smuggle(path, wrong)
    assert "hash does not fit" in verify(path).findings[0].what


def test_an_export_of_some_days_is_not_imported(bed: AtTheLedger, tmp_path: Path) -> None:
    text = jsonl(there(bed), None, bed.now, Days(date(2026, 11, 2)))
    write_new(tmp_path / "days.jsonl", text)
    with pytest.raises(BadExport, match="without --from and --to"):
        read_source(tmp_path / "days.jsonl")


def test_an_import_is_one_entry_for_those_who_have_the_ledger_open(bed: AtTheLedger, tmp_path: Path) -> None:
    with ward(tmp_path / "ward", bed.clock) as here, Ledger.open(here.path, read_only=True) as other:
        bring(here, there(bed).path, bed.now)
        assert [type(entry.what) for entry in other.refresh()] == [RecordImported]
        assert other.record(MRN) == here.record(MRN)
        assert [entry.number for entry in other.record(MRN).since(1)] == [2]


def test_a_record_that_stayed_in_an_older_file_goes_on(bed: AtTheLedger, tmp_path: Path) -> None:
    """Long after the course has ended, on both sides: the import finds what is here in the older file."""
    bed.decide("stop")
    with ward(tmp_path / "ward", bed.clock) as here:
        bring(here, there(bed).path, bed.now)
        bed.go(days=100)
        for ledger in (here, there(bed)):
            confirmed = entry(ClockConfirmed("the wall clock"), bed.now, patient="", by=ADMIN)
            ledger.append(confirmed, ledger.record("").version)
            ledger.roll_over(ADMIN)
            assert list(ledger.former()) == [MRN]
        assert bring(here, there(bed).path, bed.now).state == "known"
        add(there(bed), "a letter came", bed.now)
        found = bring(here, exported(there(bed), tmp_path / "all.jsonl"), bed.now)
        assert (found.state, len(found.new)) == ("grown", 1)
        assert told(here, MRN) == told(there(bed), MRN)
        assert here.record(MRN).charts == there(bed).record(MRN).charts
        assert verify(here.path).ok


def test_a_handover_knows_who_was_here_when_it_was_given(bed: AtTheLedger, tmp_path: Path) -> None:
    """The clinic's numbers, whatever they are, do not say when the patient came to this ward."""
    with ward(tmp_path / "ward", bed.clock) as here:
        admit(here, bed.now, "00999-1", family="Berg")
        before = here.position
        bring(here, there(bed).path, bed.now)
        assert [record.patient for record in here.records_at(before)] == ["00999-1"]
        assert here.records_at(before + 1)[-1] == here.record(MRN)
        bed.rash_free()
        bring(here, there(bed).path, bed.now)
        assert here.records_at(before + 1)[-1].version == before + 1
        assert len(here.records_at(before + 2)[-1].own) == 2
        for seen, covered in ((before, False), (before + 1, True)):
            given = entry(HandoverGiven("ward", seen, "0" * 64), bed.now, patient="", by=ADMIN)
            assert Handover(given).covers(here.record(MRN)) == covered
