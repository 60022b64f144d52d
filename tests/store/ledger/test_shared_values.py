"""What many entries have in common is in memory once, and no entry is another for it."""

from __future__ import annotations

import msgspec
import pytest

from protocols.entries import Entry
from store.ledger.ledger import Ledger
from store.log import codec
from tests.store.helpers.ward import Clock, add


def test_person_zone_patient_and_course_are_shared(ledger: Ledger, clock: Clock) -> None:
    for n in range(3):
        add(ledger, f"note {n}", clock())
    bodies = [ledger.sealed([number]) for number in range(2, ledger.position + 1)]
    entries = [codec.decode(next(one).body) for one in bodies]
    for name in ("by", "zone", "patient", "course"):
        assert len({id(getattr(entry, name)) for entry in entries if entry.patient}) == 1


def test_an_entry_says_what_it_said(ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "_MOST", 3)  # also where the table is begun anew in between
    for n in range(6):
        add(ledger, f"note {n}", clock())
    for sealed in ledger.sealed(range(1, ledger.position + 1)):
        read = codec.decode(sealed.body)
        assert read == msgspec.json.decode(sealed.body, type=Entry)
        assert codec.encode(read) == sealed.body
    assert len(codec._shared) <= 3 + 4
