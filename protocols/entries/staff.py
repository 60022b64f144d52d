"""Entries of the staff list: who may sign on, and what happened at sign-on.

They belong to no patient. `staff` is the id of the entry that added the person; `pin` is an Argon2 hash, made
by the store, never the PIN.
"""

from __future__ import annotations

from protocols.entries.base import Fact, Role


class StaffAdded(Fact, frozen=True, tag="staff added"):
    """A person may sign on. `initials` are theirs alone among those who may; they name the person."""

    name: str
    initials: str
    role: Role
    pin: str


class StaffChanged(Fact, frozen=True, tag="staff changed"):
    """Name, initials and role of a person as they now are, with why."""

    staff: str
    name: str
    initials: str
    role: Role
    reason: str


class StaffDisabled(Fact, frozen=True, tag="staff disabled"):
    """A person may no longer sign on or record. What they recorded stays."""

    staff: str
    reason: str


class PinSet(Fact, frozen=True, tag="PIN set", omit_defaults=True):
    """A person has another PIN; wrong PINs entered before no longer count.

    `system` is why the administrator of the computer set it, where no admin of the ward could; else "".
    """

    staff: str
    pin: str
    system: str = ""


class AccountTied(Fact, frozen=True, tag="account tied"):
    """A person signs on only from this account of the computer, and nobody else from it; "" ends that."""

    staff: str
    account: str


class SignOnFailed(Fact, frozen=True, tag="sign-on failed"):
    """Somebody entered a wrong PIN for this person."""

    staff: str


class SignedOn(Fact, frozen=True, tag="signed on"):
    """This person signed on after wrong PINs, which no longer count. A plain sign-on is not recorded."""

    staff: str
