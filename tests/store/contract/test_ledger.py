"""The ledger as its callers know it: one gated way in, versions, retries, what others wrote."""

from __future__ import annotations

import threading
from datetime import timedelta

import msgspec
import pendulum
import pytest

from protocols.entries import ClockConfirmed, LedgerBegun, StepStarted
from protocols.entries import DoseKey as Key
from protocols.rules.check import Refused
from store.errors import Changed, NewerFormat, ReadOnly
from store.ledger.ledger import VOUCHED, Ledger
from store.location.where import Where
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.ward import (
    MRN,
    NURSE,
    OTHER_NURSE,
    ZONE,
    Clock,
    add,
    admission,
    begin_at,
    entry,
    note,
    smuggle,
)


def test_a_new_ledger_begins_with_its_format_ward_and_zone(ledger: Ledger) -> None:
    first = ledger.entries()[0]
    assert first.what == LedgerBegun(1, "Ward 3", ZONE)
    assert (first.number, first.patient, first.by) == (1, "", NURSE)
    assert (ledger.ward, ledger.zone, ledger.read_only) == ("Ward 3", ZONE, False)


def test_the_kept_entry_has_number_instant_and_clock_mark(ledger: Ledger, clock: Clock) -> None:
    clock.go(minutes=5)
    kept = add(ledger, "seen at 08:05", clock())
    assert (kept.number, kept.recorded, kept.clock) == (3, clock(), "ok")
    assert ledger.position == 3
    assert ledger.newest == clock()
    assert ledger.record(MRN).version == 3


def test_everything_is_there_again_after_opening(ledger: Ledger, clock: Clock) -> None:
    kept = [add(ledger, f"note {n}", clock()) for n in range(5)]
    with Ledger.open(ledger.place, now=clock) as again:
        assert again.entries() == ledger.entries()
        assert again.entries(after=2) == kept
        assert again.entries(after=4, patient=MRN) == kept[2:]
        assert again.record(MRN) == ledger.record(MRN)
        assert (again.position, again.head, again.newest) == (ledger.position, ledger.head, clock())


def test_half_a_surrogate_pair_becomes_a_replacement_character(ledger: Ledger, clock: Clock) -> None:
    kept = add(ledger, "pasted \ud83d and \ude00 and \N{FIRE}", clock())
    assert kept.what.text == "pasted \ufffd and \ufffd and \N{FIRE}"  # type: ignore[union-attr]


@pytest.mark.parametrize("patient", ["00481-7", "MÜ 日 1", 'a"b\\c', "tab\tnul\0", "  two  blanks  "])
def test_patients_with_unusual_numbers_are_found_again(ledger: Ledger, clock: Clock, patient: str) -> None:
    if "\0" in patient:  # No longer admitted; a ledger may have it from earlier.
        early = msgspec.structs.replace(admission(clock(), patient), number=3, recorded=clock())
        smuggle(ledger.place, codec.encode(early))
    elif patient != MRN:
        ledger.append(admission(clock(), patient), 0)
    with Ledger.open(ledger.place, now=clock) as again:
        assert patient in again.patients()
        assert [kept.patient for kept in again.entries(patient=patient)] == [patient]


def test_times_of_the_calendar_library_are_kept_as_instants(ledger: Ledger, clock: Clock) -> None:
    at = pendulum.instance(clock()).in_timezone(ZONE)
    kept = add(ledger, "at the bedside", at)
    assert kept.at == clock()
    assert kept.at.utcoffset() == timedelta(hours=1)


def test_a_retry_of_the_same_key_press_is_kept_once(ledger: Ledger, clock: Clock) -> None:
    first = ledger.append(note("once", clock(), id="press"), 2)
    clock.go(seconds=30)
    assert ledger.append(note("once", clock(), id="press"), 2) == first
    with Ledger.open(ledger.place, now=clock) as again:
        assert again.append(note("once", clock(), id="press"), 2) == first
        assert again.position == 3


def test_an_entry_decided_on_an_old_record_is_refused_with_what_is_new(ledger: Ledger, clock: Clock) -> None:
    with Ledger.open(ledger.place, now=clock) as other:
        theirs = other.append(note("theirs", clock(), by=OTHER_NURSE), 2)
        with pytest.raises(Changed) as changed:
            ledger.append(note("ours", clock()), 2)
    assert changed.value.entries == (theirs,)
    assert "NOT RECORDED" in str(changed.value)
    assert ledger.position == 3


def test_another_patients_entries_do_not_stand_in_the_way(ledger: Ledger, clock: Clock) -> None:
    with Ledger.open(ledger.place, now=clock) as other:
        other.append(admission(clock(), "other"), 0)
    ledger.append(note("ours", clock()), 2)
    assert ledger.position == 4


def test_a_refused_entry_leaves_no_trace(ledger: Ledger, clock: Clock) -> None:
    before = ledger.lines()
    with pytest.raises(Refused):
        ledger.append(note("from tomorrow", clock() + timedelta(days=1)), 2)
    with pytest.raises(Refused):
        ledger.append(entry(LedgerBegun(1, "Ward 4", ZONE), clock(), patient=""), 1)
    with Ledger.open(ledger.place, now=clock) as again:
        assert ledger.lines() == again.lines() == before
    assert ledger.position == 2


def test_the_gate_is_asked_on_the_way_in(ledger: Ledger, clock: Clock) -> None:
    start = entry(StepStarted(1, Key(clock().date(), "morning")), clock())
    with pytest.raises(Refused):
        ledger.append(start, 2)


def test_refresh_gives_what_others_recorded_once_and_in_order(ledger: Ledger, clock: Clock) -> None:
    with Ledger.open(ledger.place, now=clock) as other:
        assert ledger.refresh() == []
        theirs = [add(other, "one", clock()), add(other, "two", clock())]
        assert ledger.refresh() == theirs
        assert ledger.refresh() == []
        mine = add(ledger, "mine", clock())
        assert ledger.refresh() == []
        assert other.refresh() == [mine]


def test_what_an_append_catches_up_with_is_given_by_the_next_refresh(ledger: Ledger, clock: Clock) -> None:
    with Ledger.open(ledger.place, now=clock) as other:
        theirs = other.append(admission(clock(), "other"), 0)
        add(ledger, "mine", clock())
        assert ledger.refresh() == [theirs]


def test_records_follow_what_others_recorded(ledger: Ledger, clock: Clock) -> None:
    assert ledger.record(MRN).version == 2
    with Ledger.open(ledger.place, now=clock) as other:
        add(other, "theirs", clock())
    ledger.refresh()
    assert ledger.record(MRN).version == 3
    assert [kept.number for kept in ledger.record(MRN).entries] == [2, 3]


def test_wait_ends_as_soon_as_there_is_something(ledger: Ledger, clock: Clock) -> None:
    assert not ledger.wait(0)
    with Ledger.open(ledger.place, now=clock) as other:
        add(other, "theirs", clock())
        assert ledger.wait(30)
        assert len(ledger.refresh()) == 1
        timer = threading.Timer(0.05, add, (other, "later", clock()))
        timer.start()
        assert ledger.wait(30)
        timer.join()


def test_closing_ends_a_wait(place: Where, clock: Clock) -> None:
    ledger = begin_at(place, clock)
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(ledger.wait(30)))
    waiting.start()
    ledger.close()
    waiting.join(10)
    assert answers == [False]


def test_several_threads_record_through_one_ledger(ledger: Ledger, clock: Clock) -> None:
    for n in range(6):
        ledger.append(admission(clock(), f"patient {n}"), 0)

    def work(patient: str) -> None:
        for n in range(20):
            add(ledger, f"note {n}", clock(), patient)
            ledger.refresh()

    threads = [threading.Thread(target=work, args=(f"patient {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.position == 2 + 6 + 120
    with Ledger.open(ledger.place, now=clock) as again:
        assert again.entries() == ledger.entries()


def test_a_wrong_clock_is_marked_until_someone_confirms_it(ledger: Ledger, clock: Clock) -> None:
    believed = clock()
    clock.go(hours=-3)
    assert [add(ledger, text, clock()).clock for text in ("one", "two")] == ["behind", "behind"]
    assert ledger.newest == believed
    with Ledger.open(ledger.place, now=clock) as again:
        assert again.newest == believed
    ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
    assert ledger.newest == clock()
    assert add(ledger, "three", clock()).clock == "ok"


def test_a_ledger_opened_for_reading_refuses_to_record(ledger: Ledger, clock: Clock) -> None:
    with Ledger.open(ledger.place, now=clock, read_only=True) as reader:
        with pytest.raises(ReadOnly):
            reader.append(note("no", clock()), 2)
        add(ledger, "theirs", clock())
        assert len(reader.refresh()) == 1


def test_a_newer_format_is_refused_in_words(
    place: Where, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("store.ledger.ledger.FORMAT", 2)
        newer.setattr("store.log.segment.FORMAT", 2)
        begin_at(place, clock).close()
    with pytest.raises(NewerFormat, match="Update Stepward"):
        Ledger.open(place)


@pytest.mark.parametrize(
    ("change", "named"),
    [((b'"note added"', b'"song sung"'), "song sung"), ((b'"text"', b'"colour":"red","text"'), "colour")],
)
def test_what_a_newer_version_added_is_refused_in_words_and_not_dropped(
    ledger: Ledger, clock: Clock, change: tuple[bytes, bytes], named: str
) -> None:
    newer = codec.encode(msgspec.structs.replace(note("la", clock()), number=3, recorded=clock()))
    known = ledger.record(MRN).entries
    smuggle(ledger.place, newer.replace(*change))
    for _ in range(3):
        with pytest.raises(NewerFormat, match=named):
            ledger.refresh()
        assert ledger.record(MRN).entries == known, "what was read before is there to be looked at"
    with pytest.raises(NewerFormat, match=named):
        ledger.append(note("on top", clock()), 2)


def test_a_number_written_in_another_way_is_no_new_patient(ledger: Ledger, clock: Clock) -> None:
    clock.go(minutes=1)
    for written in ("00481 -7", "004817", "00481\N{EN DASH}7", "00481\N{ZERO WIDTH SPACE}-7"):
        with pytest.raises(Refused, match="is here already, written 00481-7"):
            ledger.append(admission(clock(), written), 0)
    with pytest.raises(Refused, match="has letters or digits"):
        ledger.append(admission(clock(), " - "), 0)
    assert ledger.patients() == [MRN]
    ledger.append(admission(clock(), "481-7"), 0)
    assert ledger.patients() == [MRN, "481-7"]


def test_a_long_time_without_entries_is_no_wrong_clock_where_a_time_server_keeps_it(
    ledger: Ledger, clock: Clock
) -> None:
    clock.go(days=8)
    assert ledger.clock_mark(clock()) == "ahead"
    assert add(ledger, "nobody knows", clock()).clock == "ahead"
    ledger.synchronised = lambda: True
    assert ledger.clock_doubt(clock()) == ""
    kept = add(ledger, "opened weekly", clock())
    assert kept.clock == "ok"
    vouched = ledger.entries()[-2]
    assert (vouched.what, vouched.patient, vouched.by) == (ClockConfirmed(VOUCHED), "", NURSE)
    assert ledger.position == kept.number == vouched.number + 1
    clock.go(hours=1)
    assert add(ledger, "once is enough", clock()).number == kept.number + 1
    assert verify(ledger.place).findings == ()


def test_an_entry_of_the_ledger_itself_is_decided_on_as_before(ledger: Ledger, clock: Clock) -> None:
    clock.go(days=8)
    ledger.synchronised = lambda: True
    version = ledger.record("").version
    kept = ledger.append(entry(ClockConfirmed("my watch"), clock(), patient=""), version)
    assert kept.what == ClockConfirmed("my watch")
    with pytest.raises(Changed):
        ledger.append(entry(ClockConfirmed("my watch"), clock(), patient=""), version)


def test_a_clock_behind_an_entry_is_in_doubt_whoever_keeps_it(ledger: Ledger, clock: Clock) -> None:
    add(ledger, "today", clock())
    clock.go(hours=-2)
    ledger.synchronised = lambda: True
    assert ledger.clock_mark(clock()) == "behind"
    assert add(ledger, "earlier", clock()).clock == "behind"


def test_a_time_server_that_is_not_reached_vouches_for_nothing(ledger: Ledger, clock: Clock) -> None:
    clock.go(days=8)
    ledger.synchronised = lambda: False
    assert add(ledger, "ahead", clock()).clock == "ahead"
