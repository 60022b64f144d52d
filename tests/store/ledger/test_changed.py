"""Of whom something was recorded since: the same from what was given before as from comparing everybody."""

from __future__ import annotations

import random

import pytest

from store.ledger.ledger import Ledger
from store.log.patient_index import PatientIndex, _Seen
from tests.store.helpers.ward import NURSE, Clock, add, admission

PATIENTS = ("1-1", "2-1", "3-1", 'quote "', "4-1")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_new_is_what_everybody_compared_tells(ledger: Ledger, clock: Clock, seed: int) -> None:
    chance = random.Random(seed)
    for patient in PATIENTS[:3]:
        ledger.append(admission(clock(), patient), 0)
    with Ledger.open(ledger.path, now=clock) as other:
        given = [other.changed({})[1]]
        for turn in range(60):
            by = chance.choice((ledger, other))
            new = chance.choice(PATIENTS)
            by.refresh()
            if new in by.patients():
                add(by, f"note {turn}", clock(), new)
            elif chance.random() < 0.5:
                by.append(admission(clock(), new), 0)
            if turn == 30:
                ledger.roll_over(NURSE)
            other.refresh()
            for seen in (*given, {}):
                found, now = other.changed(seen)
                plainly, all_of_them = other.changed(dict(seen))
                assert sorted(found) == sorted(plainly)
                assert list(now.items()) == list(all_of_them.items())
            if chance.random() < 0.3:
                given.append(now)
        assert len(given) > 5


def test_of_a_large_ward_only_who_is_new_is_gone_through() -> None:
    index = PatientIndex()
    for number in range(1, 50):
        index._note(number, b"%d-1" % number)
    _, seen = index.changed({})
    index._note(50, b"7-1")
    index._note(51, b"7-1")
    index._by_name = {"7-1": index._by_name["7-1"]}  # nobody else can be looked at
    found, now = index.changed(seen)
    assert found == ["7-1"]
    assert isinstance(now, _Seen)
    assert now["7-1"] == 51
    assert len(now) == 49
