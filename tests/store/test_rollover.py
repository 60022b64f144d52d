"""Going on in a new file: nothing is lost, nothing looks different, and both files stay plain."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from protocols.carrying import RECENT
from protocols.chart import Record
from protocols.entries import CarriedOver, ClockConfirmed, LedgerContinued
from protocols.refusal import Refused
from store import codec
from store.disk import LinuxDisk
from store.errors import Changed, LedgerError, ReadOnly
from store.ledger import Ledger
from store.verify import verify
from tests.store.courses import enrol, stop
from tests.store.ward import MRN, NURSE, Clock, add, admission, entry, note

ENDED, OPEN = "00007-1", "00008-2"


@pytest.fixture
def ward(ledger: Ledger, clock: Clock) -> Ledger:
    """One patient without a course, one with an open course, one whose course ended long ago."""
    for patient in (ENDED, OPEN):
        ledger.append(admission(clock(), patient), 0)
        enrol(ledger, patient, clock)
    stop(ledger, ENDED, clock)
    clock.go(days=RECENT.days - 1)
    ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
    clock.go(days=1)
    add(ledger, "the day before", clock(), OPEN)
    return ledger


def records(ledger: Ledger) -> dict[str, Record]:
    return {patient: ledger.record(patient) for patient in ("", MRN, OPEN, ENDED)}


def test_every_record_is_the_same_in_the_new_file(ward: Ledger, clock: Clock) -> None:
    before, old, last = records(ward), ward.path, ward.position
    rolled = ward.roll_over(NURSE)
    assert (rolled.path, rolled.older, rolled.made, rolled.carried) == (
        old.with_name("ward-0002.json"), old, True, 2
    )  # fmt: skip
    assert ward.path == rolled.path
    assert records(ward) == before
    with Ledger.open(old, now=clock) as fresh, Ledger.open(rolled.path, now=clock) as direct:
        assert fresh.path == direct.path == rolled.path
        assert records(fresh) == records(direct) == before
        assert fresh.position == last + 5
        assert (fresh.ward, fresh.zone, fresh.newest) == (ward.ward, ward.zone, clock())
        assert fresh.patients() == [MRN, OPEN]
        assert {mrn: found.family for mrn, found in fresh.former().items()} == {ENDED: "Ng"}
        assert add(fresh, "and on it goes", clock(), OPEN).number == last + 6
    assert [found.number for found in ward.refresh()] == [last + 6]


def test_both_files_are_plain_and_linked_both_ways(ward: Ledger) -> None:
    old, last = ward.path, ward.position
    with TinyDB(old, access_mode="r") as stock:
        before = stock.table("entries").all()
    ward.roll_over(NURSE)
    with TinyDB(old, access_mode="r") as stock:
        table = stock.table("entries").all()
        assert table[:-1] == before
        assert table[-1]["what"] == {"kind": "ledger continued", "file": "ward-0002.json"}
    with TinyDB(ward.path, access_mode="r") as stock:
        found = stock.table("entries").all()
        assert [doc.doc_id for doc in found] == list(range(last + 2, last + 6))
        says = found[0]["what"]["continues"]
        assert (says["files"], says["number"], says["digest"]) == (["ward.json"], last + 1, table[-1]["h"])
    report = verify(old)
    assert report.ok
    assert (report.good, report.head) == (last + 5, ward.head)


def test_a_session_that_has_it_open_goes_on_and_no_form_is_lost(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.path, now=clock) as other, Ledger.open(ward.path, read_only=True) as reader:
        version = other.record(OPEN).version
        before = ward.append(note("kept before", clock(), OPEN, id="one key press"), version)
        ward.roll_over(NURSE)
        assert other.append(note("kept before", clock(), OPEN, id="one key press"), version) == before
        assert other.path == ward.path
        assert "ward-0002.json" in other.notices[-1]
        kept = other.append(note("typed before, kept after", clock(), OPEN), before.number)
        assert next(entry.what for entry in other.refresh()) == before.what
        assert ward.refresh() == [kept]
        assert reader.wait(0)
        assert [entry.number for entry in reader.refresh()][-1] == kept.number
        assert reader.path == ward.path
        assert reader.record(OPEN) == ward.record(OPEN) == other.record(OPEN)
        with pytest.raises(Changed) as changed:
            other.append(note("typed before", clock(), OPEN), version)
        assert [entry.number for entry in changed.value.entries] == [before.number, kept.number]


def test_a_session_that_only_looks_goes_on_too(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.path, now=clock) as other:
        ward.roll_over(NURSE)
        found = other.refresh()
        assert [type(entry.what) for entry in found] == [LedgerContinued]
        assert (other.path, other.position) == (ward.path, ward.position)


def test_a_former_patient_is_found_and_comes_back_with_the_whole_record(ward: Ledger, clock: Clock) -> None:
    before = ward.record(ENDED)
    ward.roll_over(NURSE)
    first = ward.path
    with Ledger.open(first, now=clock) as fresh:
        with pytest.raises(Refused, match="already here"):
            fresh.append(admission(clock(), ENDED), before.version)
        course = enrol(fresh, ENDED, clock)
        now = fresh.record(ENDED)
        assert now.entries[:-1] == before.entries
        assert [chart.ended is None for chart in now.charts] == [False, True]
        assert fresh.former() == {}
        assert ENDED in fresh.patients()
        fresh.roll_over(NURSE)
        assert fresh.record(ENDED) == now
        assert now.charts[-1].id == course
    with Ledger.open(first.with_name("ward.json"), now=clock) as again:
        assert again.path.name == "ward-0003.json"
        assert [path.name for path in again.files] == ["ward.json", "ward-0002.json", "ward-0003.json"]
        assert again.record(ENDED) == now
        assert again.former() == {}
        assert verify(first).ok


def test_whoever_stays_former_is_read_through_every_file(ward: Ledger, clock: Clock) -> None:
    before = ward.record(ENDED)
    ward.roll_over(NURSE)
    ward.roll_over(NURSE)
    with Ledger.open(ward.path, now=clock) as fresh:
        assert list(fresh.former()) == [ENDED]
        assert fresh.record(ENDED) == before
        assert add(fresh, "asked again", clock(), ENDED).number == fresh.position
        assert fresh.record(ENDED).entries[:-1] == before.entries
    ward.roll_over(NURSE)
    assert ward.former() == {}, "somebody wrote about them just now"
    assert ward.record(ENDED).entries[:-1] == before.entries


def test_all_entries_are_listed_once_across_the_files(ward: Ledger, clock: Clock) -> None:
    before = ward.entries()
    ward.roll_over(NURSE)
    add(ward, "after", clock())
    with Ledger.open(ward.path, now=clock) as fresh:
        found = fresh.entries()
    assert found[: len(before)] == before
    assert [type(entry.what) for entry in found[len(before) :]][:-1] == [LedgerContinued]
    assert [entry.number for entry in found] == sorted({entry.number for entry in found})


def test_the_clock_of_the_older_file_counts_and_one_in_doubt_begins_no_file(
    ward: Ledger, clock: Clock
) -> None:
    clock.go(hours=-2)
    with pytest.raises(Refused, match="clock is in doubt"):
        ward.roll_over(NURSE)
    assert ward.path.name == "ward.json"
    clock.go(hours=2)
    ward.roll_over(NURSE)
    clock.go(hours=-2)
    with Ledger.open(ward.path, now=clock) as fresh:
        assert add(fresh, "late", clock()).clock == "behind"


@pytest.mark.parametrize("what", [LedgerContinued("elsewhere.json"), CarriedOver(())])
def test_nobody_hands_in_what_only_the_ledger_writes(
    ward: Ledger, clock: Clock, what: LedgerContinued | CarriedOver
) -> None:
    with pytest.raises(Refused, match="by itself"):
        ward.append(entry(what, clock(), patient=""), ward.record("").version)


def test_the_new_file_can_be_used_by_whoever_could_use_the_old_one(ward: Ledger) -> None:
    ward.path.chmod(0o664)
    ward.roll_over(NURSE)
    assert stat.S_IMODE(ward.path.stat().st_mode) == 0o664


def test_a_ledger_opened_to_be_read_begins_no_new_file(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.path, now=clock, read_only=True) as reader, pytest.raises(ReadOnly):
        reader.roll_over(NURSE)


def test_a_file_that_is_in_the_way_is_left_alone_and_told(ward: Ledger, clock: Clock) -> None:
    in_the_way = ward.path.with_name("ward-0002.json")
    half = ward.path.with_name(".ward-0002.json.77.part")
    for path in (in_the_way, half):
        path.write_text("half made")
    rolled = ward.roll_over(NURSE)
    assert rolled.path.name == "ward-0003.json"
    assert rolled.left_over == (half, in_the_way)
    assert in_the_way.read_text() == half.read_text() == "half made"
    report = verify(ward.path)
    assert report.ok
    assert report.left_over == (half, in_the_way)
    with Ledger.open(in_the_way.with_name("ward.json"), now=clock) as fresh:
        assert fresh.path == rolled.path


def test_without_its_newest_file_it_is_only_read_and_says_which_is_missing(
    ward: Ledger, clock: Clock
) -> None:
    old = ward.path
    ward.roll_over(NURSE)
    ward.path.rename(old.with_name("elsewhere.json"))
    with Ledger.open(old, now=clock) as fresh:
        assert "ward-0002.json, which cannot be opened" in fresh.problem
        assert fresh.record(OPEN).entries
        with pytest.raises(ReadOnly):
            add(fresh, "no", clock())
    assert [finding.what for finding in verify(old).findings] == [fresh.problem]


def test_without_the_older_file_what_is_in_use_can_be_used(ward: Ledger, clock: Clock) -> None:
    old, before = ward.path, ward.record(OPEN)
    ward.roll_over(NURSE)
    old.rename(old.with_name("elsewhere.json"))
    with Ledger.open(ward.path, now=clock) as fresh:
        assert fresh.record(OPEN) == before
        kept = add(fresh, "goes on", clock(), OPEN)
        assert fresh.recent(50) == [kept]
        with pytest.raises(LedgerError, match=r"ward\.json, which cannot be opened.*Put it back"):
            fresh.record(ENDED)
    assert [
        "ward.json, which cannot be opened" in finding.what for finding in verify(ward.path).findings
    ] == [True]


def test_older_files_may_be_closed_to_writing(ward: Ledger, clock: Clock) -> None:
    class Archived(LinuxDisk):
        def open(self, path: Path, write: bool) -> int:
            if write and path.name == "ward.json":
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            return super().open(path, write)

    old = ward.path
    ward.roll_over(NURSE)
    with Ledger.open(old, now=clock, disk=Archived()) as fresh:
        assert fresh.problem == ""
        assert add(fresh, "goes on", clock()).number == fresh.position


def test_another_file_in_the_place_of_the_new_one_is_not_taken_for_it(ward: Ledger, clock: Clock) -> None:
    old = ward.path
    ward.roll_over(NURSE)
    other = Ledger.create(old.with_name("other.json"), "Ward 3", "Europe/Berlin", NURSE, now=clock)
    other.append(admission(clock()), 0)
    other.close()
    other.path.replace(ward.path)
    with Ledger.open(old, now=clock) as fresh:
        assert "does not go on from where ward.json ends" in fresh.problem
        assert fresh.read_only
    assert not verify(old).ok


def test_what_was_encoded_before_is_carried_as_if_it_were_encoded_now(ward: Ledger, clock: Clock) -> None:
    strange = 'quotes " and "entries":[] and  two  blanks, Zoë, \udce9, \u2028'
    add(ward, strange, clock())
    entries = ward.entries(patient=MRN)
    made = entry(CarriedOver(()), clock())
    whole = codec.encode(msgspec.structs.replace(made, what=CarriedOver(tuple(entries))))
    assert codec.encode_carried(made, codec.encode_all(entries)) == whole
    ward.roll_over(NURSE)
    with Ledger.open(ward.path, now=clock) as fresh:
        assert fresh.entries(patient=MRN) == entries
