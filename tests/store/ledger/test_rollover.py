"""Going on in a new file: nothing is lost, nothing looks different, and both files stay plain."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from protocols.entries import Entry
from protocols.record.fold import Record
from store.errors import LedgerError, ReadOnly
from store.files.posix import LinuxDisk
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.courses import ENDED, OPEN, with_one_ended
from tests.store.helpers.ward import MRN, NURSE, Clock, add, admission


@pytest.fixture
def ward(ledger: Ledger, clock: Clock) -> Ledger:
    return with_one_ended(ledger, clock)


def records(ledger: Ledger) -> dict[str, Record]:
    return {patient: ledger.record(patient) for patient in ("", MRN, OPEN, ENDED)}


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


def test_the_new_file_can_be_used_by_whoever_could_use_the_old_one(ward: Ledger) -> None:
    ward.path.chmod(0o664)
    ward.roll_over(NURSE)
    assert stat.S_IMODE(ward.path.stat().st_mode) == 0o664


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


def test_what_was_carried_over_is_decoded_once_and_not_at_every_look(
    ward: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode, decoded = codec.decode, list[bytes]()

    def counting(body: bytes) -> Entry:
        decoded.append(body)
        return decode(body)

    monkeypatch.setattr(codec, "decode", counting)
    ward.roll_over(NURSE)
    before = records(ward)
    decoded.clear()
    assert records(ward) == before
    assert decoded == []
    add(ward, "more", clock(), OPEN)
    decoded.clear()
    assert ward.record(OPEN).version == ward.position
    assert decoded == []
    with Ledger.open(ward.path, now=clock) as other:
        add(other, "by another", clock(), OPEN)
    ward.refresh()
    decoded.clear()
    assert ward.record(OPEN).version == ward.position
    assert len(decoded) == 1
