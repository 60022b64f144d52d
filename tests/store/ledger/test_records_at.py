"""The records as of an earlier entry, also of a file that was left; and handovers gone through again."""

from __future__ import annotations

import msgspec

from protocols.entries import ClockConfirmed, HandoverAccepted, HandoverGiven
from protocols.record.fold import Record, fold
from protocols.reports.carried_over import RECENT
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.courses import enrol, stop
from tests.store.helpers.ward import MRN, NURSE, Clock, add, admission, entry, smuggle

ENDED = "00007-1"


def known(ledger: Ledger) -> dict[str, Record]:
    return {record.patient: record for record in ledger.records_at(ledger.position)}


def test_what_came_later_is_left_out_and_the_head_is_as_it_was(ledger: Ledger, clock: Clock) -> None:
    add(ledger, "known", clock())
    seen, head, before = ledger.position, ledger.head, known(ledger)
    add(ledger, "later", clock())
    ledger.append(admission(clock(), ENDED), 0)
    assert {record.patient: record for record in ledger.records_at(seen)} == before
    assert ledger.head_at(seen) == head
    assert (ledger.head_at(ledger.position), set(known(ledger))) == (ledger.head, {MRN, ENDED})
    assert ledger.records_at(1) == []


def test_a_record_that_stayed_in_an_older_file_is_read_there(ledger: Ledger, clock: Clock) -> None:
    ledger.append(admission(clock(), ENDED), 0)
    enrol(ledger, ENDED, clock)
    seen, head, before = ledger.position, ledger.head, known(ledger)
    stop(ledger, ENDED, clock)
    clock.go(days=RECENT.days + 1)
    ledger.append(entry(ClockConfirmed("the wall clock"), clock(), patient=""), 1)
    add(ledger, "in use", clock())
    ledger.roll_over(NURSE)
    add(ledger, "in the new file", clock())
    assert set(known(ledger)) == {MRN}
    with Ledger.open(ledger.files[0], now=clock, read_only=True) as fresh:
        for opened in (ledger, fresh):
            assert {record.patient: record for record in opened.records_at(seen)} == before
            assert opened.head_at(seen) == head


def test_a_record_as_of_then_is_the_fold_of_its_entries_then(ledger: Ledger, clock: Clock) -> None:
    for number in range(5):
        add(ledger, f"note {number}", clock())
    for seen in range(2, ledger.position + 1):
        entries = [e for e in ledger.entries(patient=MRN) if e.number <= seen]
        assert ledger.records_at(seen) == [fold(entries)]


def test_verify_finds_a_handover_that_one_person_signed_twice(ledger: Ledger, clock: Clock) -> None:
    given = entry(HandoverGiven("Ward 3", ledger.position, "0" * 64), clock(), patient="")
    id = ledger.append(given, ledger.record("").version).id
    assert verify(ledger.path).ok
    alone = entry(HandoverAccepted(id, NURSE, True), clock(), patient="")
    kept = msgspec.structs.replace(alone, number=ledger.position + 1, recorded=clock())
    smuggle(ledger.path, codec.encode(kept))
    (finding,) = verify(ledger.path).findings
    assert finding.number == kept.number
    assert "Another person accepts or refuses it" in finding.what
