"""The lines for the computer's log: what admins and sign-ons do, and nothing about any patient."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocols.entries import Person, StaffAdded
from protocols.values.refusal import Refused
from store.access.pin_hash import hash_of
from store.access.sign_on import SignOn
from store.ledger.ledger import Ledger
from store.location import config
from store.site import journal
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, admission, entry, note

ADMIN = Person("Mara Silva", "MS", "admin", "mara")
PIN = "902718"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no syslog")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    found: list[str] = []
    monkeypatch.setattr(journal, "_silent", set())
    monkeypatch.setattr(journal, "_send", found.append)
    journal._wanted.cache_clear()
    yield found
    journal._wanted.cache_clear()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock, lines: list[str]) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "ward.json", "Ward 3", ZONE, ADMIN, now=clock) as ledger:
        hired = StaffAdded(ADMIN.name, ADMIN.initials, "admin", hash_of(PIN))
        ledger.append(entry(hired, clock(), patient="", by=ADMIN), 1)
        yield ledger


def test_sign_ons_refusals_and_acts_are_told(ledger: Ledger, clock: Clock, lines: list[str]) -> None:
    door = SignOn(ledger, clock, "ada")
    with pytest.raises(Refused):
        door.sign_on("MS", "111111")
    with pytest.raises(Refused):
        door.sign_on("MS", PIN)
    clock.go(minutes=10)
    door.sign_on("MS", PIN)
    nobody = entry(StaffAdded("X", "MS", "nurse", hash_of(PIN)), clock(), patient="", by=ADMIN)
    with pytest.raises(Refused):
        ledger.append(nobody, ledger.staff.number)
    assert [line.split()[0] for line in lines] == [
        "staff-added",
        "wrong-pin",
        "sign-on-waits",
        "sign-on",
        "refused",
    ]
    assert "initials=MS account=ada" in lines[3]
    assert "kind=staff_added" in lines[4]


def test_nothing_about_a_patient_is_ever_in_it(ledger: Ledger, clock: Clock, lines: list[str]) -> None:
    by = ADMIN
    told = admission(clock())
    ledger.append(entry(told.what, clock(), by=by), 0)
    ledger.append(note("Li Wei slept well", clock(), by=by), ledger.record(MRN).version)
    with pytest.raises(Refused):
        ledger.append(note("x", clock(), by=NURSE), ledger.record(MRN).version)
    text = "\n".join(lines)
    assert "refused kind=note_added by=AO" in text
    assert not any(word in text for word in (MRN, "Ng", "Wei", "slept"))


def test_no_line_becomes_two_and_no_field_another(lines: list[str]) -> None:
    journal.tell("sign-on", initials="A\nB ledger=x\x1b[2J", account="")
    assert lines == ["sign-on initials=A_B_ledger_x_2J"]


def test_it_can_be_turned_off(lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setattr("store.location.settings.configuration_files", lambda: iter([file]))
    file.write_text('log = "none"\n', encoding="utf-8")
    journal.tell("sign-on")
    file.write_text('log = "loud"\n', encoding="utf-8")
    journal._wanted.cache_clear()
    journal.tell("locked")
    assert lines == ["locked"], "a slip of the pen turns nothing off"
    assert "log" in config.SETTINGS
