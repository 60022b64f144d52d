"""The door: initials and PIN, hashes only, wrong PINs counted across sessions, lockout, verify."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from argon2 import PasswordHasher

from protocols import entries as e
from protocols.record.staff import LOCKED_AFTER
from protocols.rules.check import Refused
from store.access import pin_hash
from store.access.sign_on import SignOn
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.log import codec
from store.maintenance.verify import verify
from tests.store.helpers.ward import NURSE, OTHER_NURSE, Clock, admission, begin_at, entry, note, smuggle

ADMIN = e.Person("Mara Silva", "MS", "admin", "mara")


PINS = {"MS": "902718", "AO": "246813"}


HASHES = {initials: PasswordHasher(1, 8, 1).hash(pin) for initials, pin in PINS.items()}


"""At next to no cost; what a hash costs is written in it."""


class Ward:
    """A ledger with an admin and a nurse on its staff list."""

    def __init__(self, place: Where) -> None:
        self.clock = Clock()
        self.ledger = begin_at(place, self.clock)
        self.door = SignOn(self.ledger, self.clock, "ada")
        for person in (ADMIN, NURSE):
            self.record(e.StaffAdded(person.name, person.initials, person.role, HASHES[person.initials]))

    def record(self, what: e.What, by: e.Person = ADMIN) -> None:
        version = self.ledger.record("").version
        self.ledger.append(entry(what, self.clock(), patient="", by=by), version)

    def id_of(self, initials: str) -> str:
        member = self.ledger.staff.find(initials)
        assert member is not None
        return member.id

    def told(self, initials: str, pin: str, door: SignOn | None = None) -> str:
        with pytest.raises(Refused) as refusal:
            (door or self.door).sign_on(initials, pin)
        return str(refusal.value)

    def fail(self, times: int, initials: str = "AO") -> None:
        for _ in range(times):
            self.clock.go(minutes=20)
            assert "do not belong together" in self.told(initials, "000111")


@pytest.fixture
def ward(place: Where) -> Iterator[Ward]:
    ward = Ward(place)
    yield ward
    ward.ledger.close()


def test_the_right_pin_opens_and_leaves_no_entry(ward: Ward) -> None:
    before = ward.ledger.position
    assert ward.door.sign_on("AO", PINS["AO"]) == NURSE
    assert ward.door.sign_on("ao ", PINS["AO"]) == NURSE
    assert ward.ledger.position == before


def test_the_ledger_has_no_pin_in_clear(ward: Ward) -> None:
    ward.fail(1)
    text = b"".join(line for _, line in ward.ledger.lines())
    assert b"$argon2id$" in text
    assert not [pin for pin in [*PINS.values(), "000111"] if pin.encode() in text]


@pytest.mark.parametrize(
    ("initials", "pin"), [("AO", "246814"), ("MS", "246813"), ("ES", "246813"), ("AO", "")]
)
def test_anything_else_stays_outside(ward: Ward, initials: str, pin: str) -> None:
    assert "do not belong together" in ward.told(initials, pin)


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not pin_hash.fits("246813", "$argon2id$invented")
    assert not pin_hash.fits("246813", "")


def test_each_hash_has_its_own_salt_and_a_cost() -> None:
    one, other = pin_hash.hash_of("246813"), pin_hash.hash_of("246813")
    assert one != other
    assert pin_hash.fits("246813", one)
    assert "$m=32768,t=2,p=1$" in one


def test_a_pin_too_easily_guessed_is_not_hashed() -> None:
    with pytest.raises(Refused, match="tried first"):
        pin_hash.hash_of("123456")


def test_after_a_wrong_pin_the_right_one_waits_too(ward: Ward) -> None:
    ward.fail(2)
    assert "has to wait 2 s" in ward.told("AO", PINS["AO"])
    assert ward.door.sign_on("MS", PINS["MS"]) == e.Person("Mara Silva", "MS", "admin", "ada")
    ward.clock.go(seconds=2)
    assert ward.door.sign_on("AO", PINS["AO"]) == NURSE
    assert isinstance(ward.ledger.entries()[-1].what, e.SignedOn)
    assert ward.door.sign_on("AO", PINS["AO"]) == NURSE


def test_a_try_that_has_to_wait_is_not_recorded(ward: Ward) -> None:
    ward.fail(2)
    before = ward.ledger.position
    for _ in range(20):
        assert "has to wait" in ward.told("AO", "000111")
    assert ward.ledger.position == before


def test_nobody_locks_the_whole_ward_out_one_by_one(ward: Ward) -> None:
    for n in range(6):
        ward.clock.go(seconds=60)
        ward.told(("AO", "MS")[n % 2], "000111")
    words = ward.told("AO", PINS["AO"])
    assert "After several wrong PINs here the next try has to wait 15 s" in words
    assert "tell Mara Silva (MS)" in words
    elsewhere = SignOn(ward.ledger, ward.clock, "eve")
    ward.clock.go(seconds=14)
    assert elsewhere.sign_on("AO", PINS["AO"]).initials == "AO"
    assert "has to wait 1 s" in ward.told("MS", PINS["MS"])
    ward.clock.go(seconds=1)
    assert ward.door.sign_on("MS", PINS["MS"]).initials == "MS"


def test_wrong_pins_count_across_sessions_until_an_admin_sets_another(ward: Ward) -> None:
    ward.fail(LOCKED_AFTER - 1)
    with Ledger.open(ward.ledger.place, now=ward.clock) as ledger:
        other = SignOn(ledger, ward.clock, "eve")
        ward.clock.go(minutes=1)
        assert "locked after 5 wrong PINs. A new PIN is set by Mara Silva (MS)." in ward.told(
            "AO", "000111", other
        )
    ward.clock.go(days=3)
    assert "is locked" in ward.told("AO", PINS["AO"])
    assert isinstance(ward.ledger.entries()[-1].what, e.SignOnFailed)
    assert ward.ledger.entries()[-1].by.account == "eve"
    ward.record(e.PinSet(ward.id_of("AO"), pin_hash.hash_of("135791")))
    assert ward.door.sign_on("AO", "135791") == NURSE


def test_an_admin_waits_and_is_never_locked_out(ward: Ward) -> None:
    ward.fail(LOCKED_AFTER + 1, "MS")
    assert "has to wait 15 minutes" in ward.told("MS", PINS["MS"])
    ward.clock.go(minutes=15)
    assert ward.door.sign_on("MS", PINS["MS"]).role == "admin"


def test_tries_of_two_sessions_at_once_both_count(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(ward.ledger.place, now=ward.clock) as ledger:
        other = SignOn(ledger, ward.clock, "eve")
        fits, tries = pin_hash.fits, iter([True])

        def while_another_tries(pin: str, hashed: str) -> bool:
            if next(tries, False):
                ward.told("AO", "000111", other)
            return fits(pin, hashed)

        monkeypatch.setattr(pin_hash, "fits", while_another_tries)
        assert "has to wait" in ward.told("AO", PINS["AO"])


def test_a_full_disk_keeps_nobody_out_and_wrong_pins_still_count(tmp_path: Path, ward: Ward) -> None:
    ward.fail(1)
    with Ledger.open(ward.ledger.place, now=ward.clock, read_only=True) as ledger:
        door = SignOn(ledger, ward.clock, "ada")
        for _ in range(LOCKED_AFTER - 1):
            ward.clock.go(minutes=20)
            ward.told("AO", "000111", door)
        assert "is locked" in ward.told("AO", PINS["AO"], door)
        assert door.sign_on("MS", PINS["MS"]).role == "admin"


def test_the_ledger_refuses_who_is_not_on_the_list(ward: Ward) -> None:
    def admit(by: e.Person, patient: str) -> None:
        draft = msgspec.structs.replace(admission(ward.clock(), patient), by=by)
        ward.ledger.append(draft, 0)

    admit(NURSE, "1")
    with pytest.raises(Refused, match="not on the staff list"):
        admit(OTHER_NURSE, "2")
    with Ledger.open(ward.ledger.place, now=ward.clock) as other:
        other.append(
            entry(e.StaffDisabled(ward.id_of("AO"), "left"), ward.clock(), patient="", by=ADMIN),
            other.record("").version,
        )
    with pytest.raises(Refused, match="may no longer sign on"):
        admit(NURSE, "2")


def test_verify_replays_with_the_list_as_it_was(ward: Ward) -> None:
    ward.fail(2)
    ward.clock.go(minutes=1)
    ward.door.sign_on("AO", PINS["AO"])
    ward.ledger.append(admission(ward.clock(), "1"), 0)
    ward.record(e.StaffDisabled(ward.id_of("AO"), "left"))
    assert verify(ward.ledger.place).ok
    for forged in (
        note("late", ward.clock(), "1"),
        entry(e.SignedOn("x"), ward.clock(), patient="", by=ADMIN),
    ):
        number = ward.ledger.position + 1
        kept = msgspec.structs.replace(forged, number=number, recorded=ward.clock())
        smuggle(ward.ledger.place, codec.encode(kept))
        ward.ledger.refresh()
        found = verify(ward.ledger.place).findings[-1]
        assert found.number == number
        assert "should not have been possible" in found.what


def test_the_list_goes_along_into_a_new_file(ward: Ward) -> None:
    ward.fail(2)
    rolled = ward.ledger.roll_over(ADMIN)
    assert rolled.made
    ward.fail(LOCKED_AFTER - 2)
    assert "is locked" in ward.told("AO", PINS["AO"])
    with Ledger.open(rolled.path, now=ward.clock) as ledger:
        assert [member.name for member in ledger.staff.locked] == ["Ada Okafor"]
        assert SignOn(ledger, ward.clock, "mara").sign_on("MS", PINS["MS"]).role == "admin"
    assert verify(ward.ledger.place).ok


def test_a_session_for_one_person_opens_for_nobody_else_but_lets_a_second_person_vouch(ward: Ward) -> None:
    door = SignOn(ward.ledger, ward.clock, "ada", "ao")
    before = ward.ledger.position
    assert "for ao only" in ward.told("MS", PINS["MS"], door)
    assert "for ao only" in ward.told("MS", "000111", door)
    assert ward.ledger.position == before, "and no wrong PIN is counted against them"
    assert door.sign_on("AO", PINS["AO"]) == NURSE
    assert door.sign_on("MS", PINS["MS"], second=True).role == "admin"


def test_a_tied_person_signs_on_from_their_account_alone(ward: Ward) -> None:
    ward.record(e.AccountTied(ward.id_of("AO"), "ada"))
    assert ward.door.sign_on("AO", PINS["AO"]) == NURSE
    assert "account ada is for Ada Okafor" in ward.told("MS", PINS["MS"])
    ben = SignOn(ward.ledger, ward.clock, "ben")
    assert "from the account ada of this computer" in ward.told("AO", PINS["AO"], ben)
    assert ben.sign_on("MS", PINS["MS"]).role == "admin"
