"""Who may record what, once a ledger has a staff list; and the rules of the list itself.

Annex 11 and 21 CFR 11.10 (g): authority is checked (domain.md 2.9). Reading is for all who are signed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from protocols import entries as e
from protocols.entries.wording import person_text
from protocols.record.staff import Member, Staff, at_the_door, by_the_system, full_name, not_from
from protocols.values.refusal import Refused, need, need_text, refuse_if
from protocols.values.text import clean, says_nothing, visible

LONGEST_NAME, LONGEST_INITIALS = 80, 8
"""Characters of a name and of initials that every screen has room for."""

_NEEDS: dict[type, tuple[e.Role, str]] = {
    e.DecisionMade: ("prescriber", "This decision is a prescriber's."),
    e.PreconditionWaived: ("prescriber", "A waiver is a prescriber's."),
    e.RecordTakenBack: ("prescriber", "Taking a record back is a prescriber's."),
    e.ProtocolApproved: ("prescriber", "A protocol is approved by a prescriber."),
    e.PackConfirmed: ("pharmacist", "A pack is confirmed by a pharmacist."),
    e.ScanningSet: ("admin", "What is scanned is set by an admin."),
    e.ZoneCorrected: ("admin", "The time zone of the ward is corrected by an admin."),
    e.NumbersSet: ("admin", "What hospital numbers look like is set by an admin."),
    e.StaffAdded: ("admin", "The staff list is kept by an admin."),
    e.StaffChanged: ("admin", "The staff list is kept by an admin."),
    e.StaffDisabled: ("admin", "The staff list is kept by an admin."),
    e.AccountTied: ("admin", "The staff list is kept by an admin."),
    e.PinSet: ("admin", "Another person's PIN is set by an admin."),
}
"""The role a kind of entry needs, with or without a staff list. Everything else is for every role."""


def may_record(staff: Staff, entry: e.Entry) -> None:
    """Refuse an entry by somebody who is not on the list as they say, or whose role does not allow it."""
    by = entry.by
    if isinstance(entry.what, e.SignOnFailed):
        refuse_if(by != at_the_door(by.account), "Before the PIN is right, nobody is signed on.")
        return
    if isinstance(entry.what, e.PinSet) and entry.what.system:
        refuse_if(by != by_the_system(by.account), "That is for the administrator of the computer.")
        return
    if not staff.has(by):
        raise Refused(_stranger(staff, by, "You are signed on as", "Sign on again."))
    elsewhere = not_from(staff, staff.find(by.initials), by.account)
    refuse_if(bool(elsewhere), elsewhere)
    _others(staff, entry)
    _of_records(entry)
    role, words = _NEEDS.get(type(entry.what), (by.role, ""))
    if by.role != role and not _own_pin(staff, entry):
        whom = f"It is for {staff.named(role)}" if staff else f"Ask a{'n' if role == 'admin' else ''} {role}"
        raise Refused(f"{words} You are signed on as {by.role}. {whom} to sign on.")


def _others(staff: Staff, entry: e.Entry) -> None:
    """A second person who vouches for what is recorded is on the list as they say."""
    what = entry.what
    if isinstance(what, e.DoseGiven) and what.second is not None:
        _second(staff, what.second.by, "The second check is by")
    if isinstance(what, e.CourseEnrolled | e.DecisionMade) and what.confirmed is not None:
        _second(staff, what.confirmed.by, "The amounts are confirmed by")
    if isinstance(what, e.RecordJoined):
        _second(staff, what.confirmed.by, "It is confirmed by")
    if isinstance(what, e.HandoverAccepted | e.HandoverRefused):
        _second(staff, what.taker, "The handover is answered by")


def _of_records(entry: e.Entry) -> None:
    """Whole records are brought in, joined and taken on by those who answer for them."""
    by, what = entry.by, entry.what
    if isinstance(what, e.RecordJoined | e.RecordImported) and by.role not in ("admin", "prescriber"):
        done = "Records are joined" if isinstance(what, e.RecordJoined) else "A record is imported"
        raise Refused(f"{done} by a prescriber or an admin. You are signed on as {by.role}.")
    if isinstance(what, e.RecordImported) and what.takes and by.role != "prescriber":
        raise Refused(f"A prescriber takes one side's course on. You are signed on as {by.role}.")


def _second(staff: Staff, person: e.Person, who: str) -> None:
    """A second person who vouches for something is on the list too."""
    if not staff.has(person):
        raise Refused(_stranger(staff, person, who, "Enter it again."))


def _own_pin(staff: Staff, entry: e.Entry) -> bool:
    """Everybody may set their own PIN."""
    if not isinstance(entry.what, e.PinSet):
        return False
    member = staff.member(entry.what.staff)
    return member is not None and member.is_person(entry.by)


def _stranger(staff: Staff, by: e.Person, who: str, what_to_do: str) -> str:
    known = staff.find(by.initials)
    if known is not None:
        return (
            f"{who} {person_text(by)}, but on the staff list these initials are "
            f"{person_text(known.person())}. {what_to_do}"
        )
    gone = [m for m in staff.members if m.is_person(by) and m.disabled is not None]
    state = "may no longer sign on" if gone else "is not on the staff list of this ward"
    return f"{full_name(by)} {state}. People are added by {staff.named('admin')}."


def _added(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.StaffAdded)
    _identity(staff, what.name, what.initials)
    _hashed(what.pin)
    if not staff:
        own = (what.name, what.initials, what.role) == (entry.by.name, entry.by.initials, "admin")
        refuse_if(not own, "The first on the staff list is an admin, who enters their own name.")


def _changed(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.StaffChanged)
    member = _active(staff, what.staff)
    others = replace(staff, members=tuple(m for m in staff.members if m.id != member.id))
    _identity(others, what.name, what.initials)
    need_text(what.reason, "the reason for the change", "reason")
    same = (what.name, what.initials, what.role) == (member.name, member.initials, member.role)
    refuse_if(same, "Nothing has changed.")
    if what.role != "admin":
        _another_admin(staff, member)


def _disabled(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.StaffDisabled)
    member = _active(staff, what.staff)
    need_text(what.reason, "the reason", "reason")
    _another_admin(staff, member)


def _pin_set(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.PinSet)
    member = _active(staff, what.staff)
    _hashed(what.pin)
    if what.system and member.role != "admin":
        raise Refused(f"The PIN of {visible(member.name)} is set by {staff.named('admin')}.")
    if what.system:
        need_text(what.system, "the reason", "system")


def _tied(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.AccountTied)
    member, account = _active(staff, what.staff), what.account
    plain = account == clean(account) and len(account) <= LONGEST_NAME
    refuse_if(not plain or any(char.isspace() for char in account), "Write the account as the computer does.")
    refuse_if(account == member.account, "Nothing has changed.")
    owner = staff.of_account(account)
    if owner is not None:
        raise Refused(f"The account {visible(account)} is that of {full_name(owner.person())} already.")
    if member.is_person(entry.by) and account not in ("", entry.by.account):
        raise Refused(
            "Nobody ties themselves to an account they are not at: they could not sign on any more. "
            f"This is {visible(entry.by.account) or 'an account without a name'}."
        )


def _failed(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.SignOnFailed)
    refuse_if(_active(staff, what.staff).locked, "This sign-on is locked already.")


def _signed_on(staff: Staff, entry: e.Entry) -> None:
    what = entry.what
    assert isinstance(what, e.SignedOn)
    member = _active(staff, what.staff)
    refuse_if(member.locked, "This sign-on is locked. An admin sets another PIN.")
    refuse_if(not member.is_person(entry.by), "A person signs on as themselves.")
    refuse_if(not member.wrong, "A sign-on without wrong PINs before it is not recorded.")


STAFF_RULES: dict[type, Callable[[Staff, e.Entry], None]] = {
    e.StaffAdded: _added,
    e.StaffChanged: _changed,
    e.StaffDisabled: _disabled,
    e.PinSet: _pin_set,
    e.AccountTied: _tied,
    e.SignOnFailed: _failed,
    e.SignedOn: _signed_on,
}
"""The rules of each kind of entry of the list, after `may_record`."""


def _identity(staff: Staff, name: str, initials: str) -> None:
    for text, what, longest in ((name, "name", LONGEST_NAME), (initials, "initials", LONGEST_INITIALS)):
        refuse_if(says_nothing(text), f"Write the {what}.", what)
        refuse_if(
            text != clean(text) or len(text) > longest,
            f"Write the {what} with at most {longest} characters.",
            what,
        )
    refuse_if(
        not initials.isalpha(), "Write the initials with letters only: digits begin the PIN.", "initials"
    )
    taken = staff.find(initials)
    if taken is not None:
        raise Refused(
            f"The initials {visible(initials)} are those of {visible(taken.name)}. Choose others.",
            about="initials",
        )


def _hashed(pin: str) -> None:
    refuse_if(not pin.startswith("$argon2id$"), "Only the Argon2 hash of a PIN is kept.")


def _active(staff: Staff, id: str) -> Member:
    member = need(staff.member(id), "Choose who on the staff list is meant.")
    refuse_if(not member.active, f"{visible(member.name)} may no longer sign on.")
    return member


def _another_admin(staff: Staff, member: Member) -> None:
    admins = [other for other in staff.active if other.role == "admin"]
    refuse_if(
        admins == [member],
        f"{visible(member.name)} is the only admin. Add another one first, or nobody could add people.",
    )
