"""The staff list and who may record what once there is one."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from protocols import entries as e
from protocols.record.fold import Record
from protocols.record.staff import LOCKED_AFTER, at_the_door, by_the_system
from protocols.rules.check import Refused
from protocols.values.pin import pin_fault
from protocols.wording.entries import sentence
from tests.protocols.helpers.staff_list import ADMIN, NURSE, PIN, PRESCRIBER, StaffList, staff_of

MRN = "00481-7"
NG = e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "", "none known")
STRANGER = e.Person("Eve Stone", "ES", "prescriber", "eve")


@pytest.fixture
def ward() -> StaffList:
    return StaffList().usual()


def refused(ward: StaffList, what: e.What, by: e.Person, patient: str = "") -> str:
    before = list(ward.entries)
    with pytest.raises(Refused) as refusal:
        ward.record(what, by, patient)
    assert ward.entries == before
    return str(refusal.value)


def fail(ward: StaffList, id: str, times: int) -> None:
    for _ in range(times):
        ward.go(minutes=20)
        ward.record(e.SignOnFailed(id), at_the_door("tty"))


def id_of(ward: StaffList, person: e.Person) -> str:
    member = ward.staff.find(person.initials)
    assert member is not None
    return member.id


def test_without_a_list_people_state_who_they_are() -> None:
    StaffList().record(NG, STRANGER, MRN)


def test_the_first_on_the_list_is_the_admin_at_the_keyboard() -> None:
    empty = StaffList()
    assert "first on the staff list is an admin" in refused(
        empty, e.StaffAdded("Ada Okafor", "AO", "nurse", PIN), ADMIN
    )
    assert "kept by an admin" in refused(empty, e.StaffAdded("Ada Okafor", "AO", "admin", PIN), NURSE)
    assert "their own name" in refused(empty, e.StaffAdded("Eve Stone", "ES", "admin", PIN), ADMIN)
    empty.add(ADMIN)
    assert empty.staff.has(ADMIN)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (
            STRANGER,
            "Eve Stone (ES) is not on the staff list of this ward. People are added by Mara Silva (MS).",
        ),
        (
            e.Person("Ada Okafor", "AO", "prescriber"),
            "on the staff list these initials are Ada Okafor (AO), nurse",
        ),
        (
            e.Person("Ada Oakfor", "AO", "nurse"),
            "on the staff list these initials are Ada Okafor (AO), nurse",
        ),
    ],
)
def test_nobody_records_who_is_not_on_the_list_as_they_say(ward: StaffList, by: e.Person, words: str) -> None:
    assert words in refused(ward, NG, by, MRN)
    ward.record(NG, NURSE, MRN)
    assert words in refused(ward, e.NoteAdded("seen"), by, MRN)


def test_the_account_may_be_any(ward: StaffList) -> None:
    ward.record(NG, msgspec.structs.replace(NURSE, account="another computer"), MRN)


def test_who_was_disabled_records_nothing_more(ward: StaffList) -> None:
    ward.record(e.StaffDisabled(id_of(ward, NURSE), "left"))
    assert "Ada Okafor (AO) may no longer sign on." in refused(ward, NG, NURSE, MRN)
    again = ward.add(NURSE)
    ward.record(NG, NURSE, MRN)
    assert ward.staff.member(again) == ward.staff.find("AO")


@pytest.mark.parametrize(
    "what", [e.DecisionMade("stop", "as discussed"), e.PreconditionWaived("days", "as discussed")]
)
def test_a_prescribers_decision_names_who_may_make_it(ward: StaffList, what: e.What) -> None:
    assert "You are signed on as nurse. It is for Cleo Marsh (CM) to sign on." in refused(
        ward, what, NURSE, MRN
    )
    assert "signed on as" not in refused(ward, what, PRESCRIBER, MRN)


@pytest.mark.parametrize("by", [NURSE, PRESCRIBER])
def test_only_an_admin_keeps_the_list(ward: StaffList, by: e.Person) -> None:
    nurse = id_of(ward, NURSE)
    for what in (
        e.StaffAdded("Eve Stone", "ES", "nurse", PIN),
        e.StaffChanged(nurse, "Ada Okafor", "AO", "prescriber", "promoted"),
        e.StaffDisabled(nurse, "left"),
        e.PinSet(id_of(ward, ADMIN), PIN),
    ):
        assert "It is for Mara Silva (MS) to sign on." in refused(ward, what, by)


def test_the_administrator_of_the_computer_lets_an_admin_in_again_and_nobody_else(ward: StaffList) -> None:
    system, admin = by_the_system("root"), id_of(ward, ADMIN)
    fail(ward, admin, 3)
    assert "Write the reason" in refused(ward, e.PinSet(admin, PIN, " "), system)
    words = "The PIN of Ada Okafor is set by Mara Silva (MS)."
    assert words in refused(ward, e.PinSet(id_of(ward, NURSE), PIN, "forgotten"), system)
    for by in (NURSE, PRESCRIBER, ADMIN):
        what = e.PinSet(admin, PIN, "forgotten")
        assert "for the administrator of the computer" in refused(ward, what, by)
    for other in (e.PinSet(admin, PIN), e.StaffDisabled(admin, "gone"), NG):
        assert "is not on the staff list" in refused(ward, other, system, MRN if other is NG else "")
    ward.record(e.PinSet(admin, PIN + "9", "forgotten"), system)
    member = ward.staff.member(admin)
    assert member is not None
    assert (member.pin, member.wrong) == (PIN + "9", 0)
    said = sentence(ward.entries[-1], Record())
    assert "another PIN set" in said
    assert "forgotten" in said


def test_a_pin_that_an_admin_sets_is_kept_as_it_always_was(ward: StaffList) -> None:
    assert msgspec.to_builtins(e.PinSet("s", PIN)) == {"kind": "PIN set", "staff": "s", "pin": PIN}


def test_wrong_pins_of_many_slow_down_the_place(ward: StaffList) -> None:
    """Nobody locks all out one by one from where they stand; elsewhere nobody waits."""
    people = [id_of(ward, NURSE), id_of(ward, PRESCRIBER)]
    waits = []
    for n in range(10):
        ward.go(seconds=20)
        ward.record(e.SignOnFailed(people[n % 2]), at_the_door("tty"))
        waits.append(ward.staff.wait_at("tty", ward.now).total_seconds())
    assert waits == [0, 0, 0, 0, 0, 15, 30, 60, 120, 240]
    assert ward.staff.wait_at("other", ward.now) == timedelta(0)
    assert ward.staff.wait_at("tty", ward.now + timedelta(seconds=239)) == timedelta(seconds=1)
    assert ward.staff.wait_at("tty", ward.now + timedelta(minutes=16)) == timedelta(0)
    assert ward.staff.wait_at("tty", ward.now - timedelta(days=1)) == timedelta(0), "a clock put back"


def test_everybody_sets_their_own_pin(ward: StaffList) -> None:
    ward.record(e.PinSet(id_of(ward, NURSE), PIN + "2"), NURSE)
    member = ward.staff.find("AO")
    assert member is not None
    assert member.pin == PIN + "2"


def test_initials_are_one_persons_at_a_time(ward: StaffList) -> None:
    other = e.Person("Anna Ott", "ao", "nurse")
    words = "The initials ao are those of Ada Okafor. Choose others."
    assert words in refused(ward, e.StaffAdded(other.name, other.initials, "nurse", PIN), ADMIN)
    change = e.StaffChanged(id_of(ward, PRESCRIBER), "Cleo Marsh", "AO", "prescriber", "typo")
    assert "The initials AO are those of Ada Okafor" in refused(ward, change, ADMIN)
    ward.record(e.StaffDisabled(id_of(ward, NURSE), "left"))
    ward.add(other)
    assert ward.staff.find("AO") == ward.staff.members[-1]


@pytest.mark.parametrize(
    ("name", "initials", "words"),
    [
        ("", "ES", "Write the name."),
        ("Eve Stone", " ", "Write the initials."),
        ("Eve Stone", "E S", "letters only"),
        ("Eve Stone", "ES2", "letters only"),
        ("E" * 81, "ES", "at most 80 characters"),
        ("Eve\x1b]0;x", "ES", "Write the name with at most"),
        ("Eve Stone", "ESTONEXYZ", "at most 8 characters"),
    ],
)
def test_names_fit_the_screen(ward: StaffList, name: str, initials: str, words: str) -> None:
    assert words in refused(ward, e.StaffAdded(name, initials, "nurse", PIN), ADMIN)


def test_a_pin_in_clear_is_never_kept(ward: StaffList) -> None:
    assert "Only the Argon2 hash" in refused(ward, e.StaffAdded("Eve Stone", "ES", "nurse", "246813"), ADMIN)
    assert "Only the Argon2 hash" in refused(ward, e.PinSet(id_of(ward, NURSE), "246813"), ADMIN)


def test_the_last_admin_stays_one(ward: StaffList) -> None:
    admin = id_of(ward, ADMIN)
    assert "Mara Silva is the only admin" in refused(ward, e.StaffDisabled(admin, "left"), ADMIN)
    demoted = e.StaffChanged(admin, "Mara Silva", "MS", "nurse", "as she asked")
    assert "Mara Silva is the only admin" in refused(ward, demoted, ADMIN)
    ward.record(e.StaffChanged(admin, "Mara Silva-Reis", "MS", "admin", "married"))
    second = e.Person("Omar Reza", "OR", "admin")
    ward.add(second, e.Person("Mara Silva-Reis", "MS", "admin"))
    ward.record(e.StaffDisabled(admin, "left"), second)
    assert not ward.staff.has(ADMIN)


@pytest.mark.parametrize("role", ["nurse", "admin"])
def test_each_wrong_pin_makes_the_next_wait_longer(ward: StaffList, role: e.Role) -> None:
    id = ward.add(e.Person("Eve Stone", "ES", role))
    waits, locked = [], False
    for _ in range(LOCKED_AFTER):
        fail(ward, id, 1)
        member = ward.staff.member(id)
        assert member is not None
        locked = member.locked
        waits.append(member.wait(ward.now))
        assert member.wait(ward.now + timedelta(hours=1)) == timedelta(0)
        assert member.wait(ward.now - timedelta(hours=1)) == timedelta(0), "a clock put back keeps nobody out"
    assert waits == sorted(set(waits))
    assert waits[0] >= timedelta(seconds=1)
    assert locked == (role == "nurse"), "an admin waits, or nobody could help"


def test_a_locked_sign_on_waits_for_another_pin(ward: StaffList) -> None:
    nurse = id_of(ward, NURSE)
    fail(ward, nurse, LOCKED_AFTER)
    assert [member.name for member in ward.staff.locked] == ["Ada Okafor"]
    assert "locked" in refused(ward, e.SignedOn(nurse), NURSE)
    assert "locked already" in refused(ward, e.SignOnFailed(nurse), at_the_door(""))
    ward.record(e.PinSet(nurse, PIN + "2"))
    assert ward.staff.locked == ()


def test_a_right_pin_ends_the_count(ward: StaffList) -> None:
    nurse = id_of(ward, NURSE)
    assert "not recorded" in refused(ward, e.SignedOn(nurse), NURSE)
    fail(ward, nurse, LOCKED_AFTER - 1)
    assert "as themselves" in refused(ward, e.SignedOn(nurse), PRESCRIBER)
    ward.record(e.SignedOn(nurse), NURSE)
    fail(ward, nurse, LOCKED_AFTER - 1)
    assert ward.staff.locked == ()


def test_a_wrong_pin_is_entered_by_nobody_who_is_signed_on(ward: StaffList) -> None:
    assert "nobody is signed on" in refused(ward, e.SignOnFailed(id_of(ward, NURSE)), NURSE)


def test_the_list_is_the_same_from_any_part_on(ward: StaffList) -> None:
    fail(ward, id_of(ward, NURSE), 2)
    staff = ward.staff
    assert staff.number == len(ward.entries)
    assert staff_of(ward.entries[:3]).after(ward.entries[3]).after(ward.entries[4]) == staff


@pytest.mark.parametrize("pin", ["12345", "1" * 13, "24681O", "246 813", "\N{FULLWIDTH DIGIT TWO}46813", ""])
def test_a_pin_has_six_to_twelve_digits(pin: str) -> None:
    assert "6 to 12 digits" in pin_fault(pin)


@pytest.mark.parametrize("pin", ["111111", "123456", "987654", "890123", "121212", "123123", "1212121"])
def test_a_pin_that_is_tried_first_is_refused(pin: str) -> None:
    assert "tried first" in pin_fault(pin)


@pytest.mark.parametrize("pin", ["246813", "135790", "112233", "123457", "900512340981"])
def test_any_other_pin_will_do(pin: str) -> None:
    assert pin_fault(pin) == ""


def test_who_is_tied_to_an_account_records_from_there_alone(ward: StaffList) -> None:
    nurse = id_of(ward, NURSE)
    ward.record(e.AccountTied(nurse, "ada"))
    ward.record(NG, NURSE, MRN)
    elsewhere = msgspec.structs.replace(NURSE, account="ben")
    assert "from the account ada of this computer. This is ben." in refused(
        ward, e.NoteAdded("x"), elsewhere, MRN
    )
    other = msgspec.structs.replace(PRESCRIBER, account="ada")
    assert "account ada is for Ada Okafor" in refused(ward, e.NoteAdded("x"), other, MRN)
    ward.record(e.NoteAdded("x"), PRESCRIBER, MRN)
    ward.record(e.AccountTied(nurse, ""))
    ward.record(e.NoteAdded("y"), elsewhere, MRN)


def test_ties_are_made_by_an_admin_one_account_a_person_and_never_into_the_void(ward: StaffList) -> None:
    nurse, admin = id_of(ward, NURSE), id_of(ward, ADMIN)
    assert "kept by an admin" in refused(ward, e.AccountTied(nurse, "ada"), NURSE)
    assert "Nothing has changed" in refused(ward, e.AccountTied(nurse, ""), ADMIN)
    assert "as the computer does" in refused(ward, e.AccountTied(nurse, "a b"), ADMIN)
    assert "could not sign on any more" in refused(ward, e.AccountTied(admin, "mata"), ADMIN)
    ward.record(e.AccountTied(nurse, "ada"))
    assert "that of Ada Okafor (AO) already" in refused(
        ward, e.AccountTied(id_of(ward, PRESCRIBER), "ada"), ADMIN
    )
    ward.record(e.StaffDisabled(nurse, "left"))
    ward.record(e.AccountTied(id_of(ward, PRESCRIBER), "ada"))


def test_an_entry_of_the_staff_list_is_about_no_patient(ward: StaffList) -> None:
    ward.record(NG, NURSE, MRN)
    new = e.StaffAdded("Ben Lind", "BL", "nurse", PIN)
    assert "about the ledger, not about a patient" in refused(ward, new, ADMIN, MRN)
