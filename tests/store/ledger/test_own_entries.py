"""What a session recorded itself is found by it as by everybody who reads it, and is read once."""

from __future__ import annotations

import pytest

from protocols.entries import Entry
from store.ledger.ledger import Ledger
from store.log import codec
from store.log.segment_chain import SegmentChain
from tests.store.helpers.ward import MRN, Clock, add, admission

ODD = ("Zoë 日本", 'quote " and \\', '","recorded":"', "two  blanks", "1-1")


def test_a_session_knows_its_own_entries_as_another_does(ledger: Ledger, clock: Clock) -> None:
    for patient in ODD:
        ledger.append(admission(clock(), patient), 0)
    with Ledger.open(ledger.path, now=clock) as other:
        for turn, patient in enumerate((*ODD, MRN, *reversed(ODD))):
            add(ledger if turn % 2 else other, f"note {turn}", clock(), patient)
            if turn % 3 == 0:
                other.refresh()
        ledger.refresh()
        other.refresh()
        with Ledger.open(ledger.path, now=clock) as fresh:
            assert ledger.patients() == other.patients() == fresh.patients()
            assert ledger.changed({}) == other.changed({}) == fresh.changed({})
            for patient in ("", *fresh.patients()):
                assert ledger.record(patient) == other.record(patient) == fresh.record(patient)
                assert ledger.entries(patient=patient) == fresh.entries(patient=patient)


def test_an_entry_is_read_once_and_none_is_looked_for(
    ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(ledger, "first", clock())
    decoded, looked, decode, read = list[bytes](), list[str | None](), codec.decode, SegmentChain._readable

    def counted(body: bytes) -> Entry:
        decoded.append(body)
        return decode(body)

    def noted(chain: SegmentChain, after: int, patient: str | None) -> list[Entry]:
        looked.append(patient)
        return read(chain, after, patient)

    monkeypatch.setattr(codec, "decode", counted)
    monkeypatch.setattr(SegmentChain, "_readable", noted)
    add(ledger, "second", clock())
    assert len(decoded) == 1
    assert MRN not in looked
    add(ledger, "third", clock())
    assert MRN not in looked
