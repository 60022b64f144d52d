"""What has the right hash and is no entry: it is named, left out, and keeps nobody from the ward."""

from __future__ import annotations

from pathlib import Path

import msgspec
import psycopg
import pytest

from protocols.values.refusal import Refused
from store.exchange.csv_export import event_csv
from store.exchange.jsonl_export import jsonl
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.ward import MRN, NURSE, Clock, add, note, smuggle, with_another

OTHER = "00500-1"

NOBODYS = [
    b"{}",
    b'{"a":1}',
    b'{"kind":"song sung"}',
    b'{"patient":7,"recorded":"2026-11-20T07:00:00Z","what":{"kind":"note added"}}',
    b"{not json at all",
    b"{\xff\xfe\x00}",
    b'{"a":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
]
"""Bodies that name nobody."""


def of_the_patient(clock: Clock, number: int) -> bytes:
    """A note whose text is a number, which no version can have written."""
    made = msgspec.structs.replace(note("TEXT", clock()), number=number, recorded=clock())
    return codec.encode(made).replace(b'"TEXT"', b"5")


@pytest.fixture
def ward(ledger: Ledger, clock: Clock) -> Ledger:
    return with_another(ledger, clock(), OTHER)


@pytest.mark.parametrize("body", NOBODYS, ids=range(len(NOBODYS)))
def test_what_names_nobody_is_left_out_and_told(ward: Ledger, clock: Clock, body: bytes) -> None:
    if b"\xff" in body and not isinstance(ward.place, Path):
        before = ward.position
        with pytest.raises(psycopg.errors.CharacterNotInRepertoire):  # a database keeps text only
            smuggle(ward.place, body)
        assert (ward.refresh(), ward.position) == ([], before)
        return
    number = ward.position + 1
    smuggle(ward.place, body)
    assert ward.refresh() == []
    add(ward, "after", clock())
    assert any(f"Entry {number} of the ledger is none" in told for told in ward.notices)
    with Ledger.open(ward.place, now=clock) as again:
        assert not again.read_only
        assert any(f"Entry {number} of the ledger is none" in told for told in again.notices)
        assert [entry.number for entry in again.entries(number - 2)] == [number - 1, number + 1]
        assert [again.record(patient).trouble for patient in (MRN, OTHER)] == ["", ""]
        assert jsonl(again, again.record(MRN), clock())
    report = verify(ward.place)
    assert [found.number for found in report.findings] == [number]
    assert "is no entry" in report.findings[0].what


def test_what_names_a_patient_keeps_that_record_alone_from_being_used(ward: Ledger, clock: Clock) -> None:
    number = ward.position + 1
    smuggle(ward.place, of_the_patient(clock, number))
    ward.refresh()
    for ledger in (ward, Ledger.open(ward.place, now=clock)):
        assert f"Entry {number} is none" in ledger.record(MRN).trouble
        with pytest.raises(Refused, match="Nothing can be recorded in it"):
            ledger.append(note("on top", clock()), ledger.record(MRN).version)
        add(ledger, "of the other one", clock(), OTHER)
        assert not ledger.record(OTHER).trouble
        with pytest.raises(Refused, match="No file is begun"):
            ledger.roll_over(NURSE)
    assert {found.number for found in verify(ward.place).findings} == {number}
    ledger.close()


def test_the_first_entry_is_one(place: Where, clock: Clock, ledger: Ledger) -> None:
    """Whoever alters all cannot make a program stop that only looks."""
    smuggle(place, b"{}")
    with Ledger.open(place, now=clock, read_only=True) as looking:
        assert looking.ward == "Ward 3"


def test_the_whole_export_has_what_is_no_entry_too(ward: Ledger, clock: Clock) -> None:
    smuggle(ward.place, b"{}")
    ward.refresh()
    assert jsonl(ward, None, clock()).endswith('"entry":{}}\n')


def test_a_time_zone_that_nobody_knows_stops_that_record_alone(ward: Ledger, clock: Clock) -> None:
    number = ward.position + 1
    made = msgspec.structs.replace(note("x", clock()), number=number, recorded=clock(), zone="Nowhere/Land")
    smuggle(ward.place, codec.encode(made))
    ward.refresh()
    assert "time zone that is not known here (Nowhere/Land)" in ward.record(MRN).trouble
    assert not ward.record(OTHER).trouble
    assert event_csv(ward, None, clock())
