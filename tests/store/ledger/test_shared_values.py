"""What many entries have in common is in memory once, and no entry is another for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from protocols.entries import CarriedOver, CourseEnrolled, DoseGiven, DoseKey, Entry, What
from store.ledger.ledger import Ledger
from store.log import codec, sharing
from store.site.library import find
from tests.store.helpers.ward import ZONE, Clock, add, entry

AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
PROTOCOL = "alectinib-report-2020"


def read(what: What, patient: str) -> Entry:
    """An entry that was written and read; nothing of it is in another by chance."""
    return codec.decode(codec.encode(entry(what, AT, patient=patient)))


def given(amount: str) -> DoseGiven:
    return DoseGiven(DoseKey(date(2026, 11, 20), "morning"), Decimal(amount))


def enrolled(round_to: str) -> CourseEnrolled:
    protocol = msgspec.structs.replace(find(PROTOCOL), round_to=Decimal(round_to))
    return CourseEnrolled(protocol, "Dr Osei", 1, (Decimal(150),), {}, ZONE)


def test_person_zone_patient_and_course_are_shared(ledger: Ledger, clock: Clock) -> None:
    for n in range(3):
        add(ledger, f"note {n}", clock())
    bodies = [ledger.sealed([number]) for number in range(2, ledger.position + 1)]
    entries = [codec.decode(next(one).body) for one in bodies]
    for name in ("by", "zone", "patient", "course"):
        assert len({id(getattr(entry, name)) for entry in entries if entry.patient}) == 1


def test_doses_amounts_and_protocols_of_other_patients_are_shared() -> None:
    one, other = read(given("450"), "1"), read(given("450"), "2")
    assert isinstance(one.what, DoseGiven)
    assert isinstance(other.what, DoseGiven)
    assert one.what.dose is other.what.dose
    assert one.what.amount is other.what.amount
    first, second = read(enrolled("5"), "1"), read(enrolled("5"), "2")
    assert isinstance(first.what, CourseEnrolled)
    assert isinstance(second.what, CourseEnrolled)
    assert first.what.protocol is second.what.protocol


def test_what_is_carried_over_is_shared() -> None:
    one, other = (read(CarriedOver((read(given("450"), "3"),)), "3") for _ in range(2))
    assert isinstance(one.what, CarriedOver)
    assert isinstance(other.what, CarriedOver)
    (inside,), (beside,) = one.what.entries, other.what.entries
    assert inside.by is beside.by is one.by
    assert isinstance(inside.what, DoseGiven)
    assert isinstance(beside.what, DoseGiven)
    assert inside.what.dose is beside.what.dose


@pytest.mark.parametrize("make", [given, enrolled])
def test_what_is_equal_and_written_otherwise_stays_apart(make: Callable[[str], What]) -> None:
    for amount in ("5", "5.0", "5.00", "5E+1", "50", "5"):
        what = make(amount)
        found = read(what, "4").what
        assert msgspec.json.encode(found) == msgspec.json.encode(what)


def test_an_entry_says_what_it_said(ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_MOST", 3)  # also where the table is begun anew in between
    for n in range(6):
        add(ledger, f"note {n}", clock())
    for sealed in ledger.sealed(range(1, ledger.position + 1)):
        read = codec.decode(sealed.body)
        assert read == msgspec.json.decode(sealed.body, type=Entry)
        assert codec.encode(read) == sealed.body
    assert len(sharing._shared) <= 3 + 4
