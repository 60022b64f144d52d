"""Going on in a new file: nothing is lost, nothing looks different, and both files stay plain."""

from __future__ import annotations

import msgspec
import pytest

from protocols.entries import CarriedOver, LedgerContinued
from protocols.record.fold import Record
from protocols.values.refusal import Refused
from store.errors import Changed, ReadOnly
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.courses import ENDED, OPEN, enrol, with_one_ended
from tests.store.helpers.ward import MRN, NURSE, Clock, add, admission, entry, note


@pytest.fixture
def ward(ledger: Ledger, clock: Clock) -> Ledger:
    return with_one_ended(ledger, clock)


def records(ledger: Ledger) -> dict[str, Record]:
    return {patient: ledger.record(patient) for patient in ("", MRN, OPEN, ENDED)}


def test_every_record_is_the_same_in_the_new_file(ward: Ledger, clock: Clock) -> None:
    before, old, last = records(ward), ward.place, ward.position
    rolled = ward.roll_over(NURSE)
    assert (rolled.path, rolled.older, rolled.made, rolled.carried) == (
        old.with_name("ward-0002.json"), old, True, 2
    )  # fmt: skip
    assert ward.place == rolled.path
    assert records(ward) == before
    with Ledger.open(old, now=clock) as fresh, Ledger.open(rolled.path, now=clock) as direct:
        assert fresh.place == direct.place == rolled.path
        assert records(fresh) == records(direct) == before
        assert fresh.position == last + 5
        assert (fresh.ward, fresh.zone, fresh.newest) == (ward.ward, ward.zone, clock())
        assert fresh.patients() == [MRN, OPEN]
        assert {mrn: found.family for mrn, found in fresh.former().items()} == {ENDED: "Ng"}
        assert add(fresh, "and on it goes", clock(), OPEN).number == last + 6
    assert [found.number for found in ward.refresh()] == [last + 6]


def test_a_session_that_has_it_open_goes_on_and_no_form_is_lost(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.place, now=clock) as other, Ledger.open(ward.place, read_only=True) as reader:
        version = other.record(OPEN).version
        before = ward.append(note("kept before", clock(), OPEN, id="one key press"), version)
        ward.roll_over(NURSE)
        assert other.append(note("kept before", clock(), OPEN, id="one key press"), version) == before
        assert other.place == ward.place
        assert "ward-0002.json" in other.notices[-1]
        kept = other.append(note("typed before, kept after", clock(), OPEN), before.number)
        assert next(entry.what for entry in other.refresh()) == before.what
        assert ward.refresh() == [kept]
        assert reader.wait(0)
        assert [entry.number for entry in reader.refresh()][-1] == kept.number
        assert reader.place == ward.place
        assert reader.record(OPEN) == ward.record(OPEN) == other.record(OPEN)
        with pytest.raises(Changed) as changed:
            other.append(note("typed before", clock(), OPEN), version)
        assert [entry.number for entry in changed.value.entries] == [before.number, kept.number]


def test_a_session_that_only_looks_goes_on_too(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.place, now=clock) as other:
        ward.roll_over(NURSE)
        found = other.refresh()
        assert [type(entry.what) for entry in found] == [LedgerContinued]
        assert (other.place, other.position) == (ward.place, ward.position)


def test_a_former_patient_is_found_and_comes_back_with_the_whole_record(ward: Ledger, clock: Clock) -> None:
    before = ward.record(ENDED)
    ward.roll_over(NURSE)
    first = ward.place
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
        assert again.place.name == "ward-0003.json"
        assert [path.name for path in verify(again.place).files] == [
            "ward.json",
            "ward-0002.json",
            "ward-0003.json",
        ]
        assert again.record(ENDED) == now
        assert again.former() == {}
        assert verify(first).ok


def test_whoever_stays_former_is_read_through_every_file(ward: Ledger, clock: Clock) -> None:
    before = ward.record(ENDED)
    ward.roll_over(NURSE)
    ward.roll_over(NURSE)
    with Ledger.open(ward.place, now=clock) as fresh:
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
    with Ledger.open(ward.place, now=clock) as fresh:
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
    assert ward.place.name == "ward.json"
    clock.go(hours=2)
    ward.roll_over(NURSE)
    clock.go(hours=-2)
    with Ledger.open(ward.place, now=clock) as fresh:
        assert add(fresh, "late", clock()).clock == "behind"


@pytest.mark.parametrize("what", [LedgerContinued("elsewhere.json"), CarriedOver(())])
def test_nobody_hands_in_what_only_the_ledger_writes(
    ward: Ledger, clock: Clock, what: LedgerContinued | CarriedOver
) -> None:
    with pytest.raises(Refused, match="by itself"):
        ward.append(entry(what, clock(), patient=""), ward.record("").version)


def test_a_ledger_opened_to_be_read_begins_no_new_file(ward: Ledger, clock: Clock) -> None:
    with Ledger.open(ward.place, now=clock, read_only=True) as reader, pytest.raises(ReadOnly):
        reader.roll_over(NURSE)


def test_what_was_encoded_before_is_carried_as_if_it_were_encoded_now(ward: Ledger, clock: Clock) -> None:
    strange = 'quotes " and "entries":[] and  two  blanks, Zoë, \udce9, \u2028'
    add(ward, strange, clock())
    entries = ward.entries(patient=MRN)
    made = entry(CarriedOver(()), clock())
    whole = codec.encode(msgspec.structs.replace(made, what=CarriedOver(tuple(entries))))
    assert codec.encode_carried(made, codec.encode_all(entries)) == whole
    ward.roll_over(NURSE)
    with Ledger.open(ward.place, now=clock) as fresh:
        assert fresh.entries(patient=MRN) == entries
