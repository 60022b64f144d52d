"""Forms of the staff list: add a person, change one or set another PIN, set one's own PIN."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast

import msgspec
from textual.widget import Widget
from textual.widgets import Static

from protocols import entries as e
from protocols.entries.wording import person_text
from protocols.record.staff import Member
from protocols.values.refusal import Refused
from protocols.values.text import visible
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.new_pin import hash_typed, pin_fields
from tui.widgets.plain import plain

ROLES = (
    Option("N", "nurse", "Nurse"),
    Option("P", "prescriber", "Prescriber"),
    Option("H", "pharmacist", "Pharmacist"),
    Option("A", "admin", "Admin"),
)
_FIRST = (
    "This ward has no staff list yet: names are taken on trust. The first person on the list is an admin: "
    "enter yourself. From then on everybody signs on with initials and PIN, and you add them."
)


class _StaffForm(Form):
    """A form about the staff list, and no patient."""

    FIRST: ClassVar[str] = "#name"
    IN_ORDER: ClassVar[bool] = True
    KEPT: ClassVar[bool] = False

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return self.query_one(f"#{name}", Field).value

    def hash(self) -> str:
        """The hash of the PIN typed twice. Raises Fault."""
        return hash_typed(self.text("pin"), self.text("again"))


class AddStaffForm(_StaffForm):
    """Name, initials, role and PIN; the first person is an admin and enters themselves."""

    TITLE_TEXT: ClassVar[str] = "Add a person to the staff list"
    ABOUT: ClassVar[str] = (
        "Adds a person who may sign on, with a role and a PIN that the person types unseen."
    )

    def fields(self) -> Iterable[Widget]:
        """Who they are, then the PIN, which they type themselves."""
        self.first = not self.session.ledger.staff
        if self.first:
            yield Static(plain(_FIRST), classes="says", markup=False)
        yield Field("Name", hint="the whole name", required=True, id="name")
        yield Field("Initials", hint="to sign on with", required=True, id="initials")
        yield Choice("Role", ROLES, chosen="admin" if self.first else None, across=True, id="role")
        yield from pin_fields()

    def build(self) -> tuple[e.What, datetime | None]:
        """The person, with the hash of the PIN."""
        role = self.query_one("#role", Choice).value
        if role is None:
            raise Fault("Choose the role: N, P, H or A.")
        return e.StaffAdded(self.text("name"), self.text("initials"), cast(e.Role, role), self.hash()), None

    async def _append(self, entry: e.Entry, expected: int) -> None:
        """The first admin is put on the list by themselves."""
        if self.first:
            by = e.Person(self.text("name"), self.text("initials"), "admin", self.session.account)
            entry = msgspec.structs.replace(entry, by=by)
        await super()._append(entry, expected)

    def done(self, kept: e.Entry) -> None:
        """Whoever has just set the first PIN is signed on with it."""
        if self.first:
            self.session.person = kept.by
        super().done(kept)


class MemberForm(_StaffForm):
    """What an admin does about one person."""

    TITLE_TEXT: ClassVar[str] = "A person on the staff list"
    ABOUT: ClassVar[str] = "What an admin may do about a person: set another PIN, or end the sign-on."
    FIRST: ClassVar[str] = "#what"
    IN_ORDER: ClassVar[bool] = False

    def __init__(self, member: str) -> None:
        super().__init__("")
        self.id_of = member
        self.shown_as: Member
        """The person as the fields were filled in."""

    def redraw(self) -> None:
        """Show what another admin changed meanwhile wherever nobody typed: what is typed is recorded."""
        if self.is_mounted:
            self._renew()
        super().redraw()

    def _renew(self) -> None:
        before = self.shown_as
        self.shown_as = self.member
        for name in ("name", "initials"):
            field = self.query_one(f"#{name}", Field)
            if field.value == getattr(before, name):
                field.value = getattr(self.shown_as, name)
        role = self.query_one("#role", Choice)
        if role.value == before.role:
            role.offer_again(self.shown_as.role)

    @property
    def member(self) -> Member:
        """The person as the list has them now."""
        found = self.session.ledger.staff.member(self.id_of)
        assert found is not None
        return found

    def fields(self) -> Iterable[Widget]:
        """What to do, then what that needs."""
        self.shown_as = member = self.member
        yield Static(plain(person_text(member.person())), classes="after", markup=False)
        kinds = (
            Option("P", "pin", "Set another PIN, also after too many wrong ones"),
            Option("C", "change", "Change name, initials or role"),
            Option("X", "disable", "May no longer sign on"),
        )
        yield Choice("What", kinds, folds=True, id="what")
        yield Field("Name", member.name, required=True, id="name")
        yield Field("Initials", member.initials, required=True, id="initials")
        yield Choice("Role", ROLES, chosen=member.role, across=True, id="role")
        yield Field("Reason", required=True, lines=True, id="reason")
        yield from pin_fields()

    def rearrange(self) -> None:
        """Ask only for what the chosen thing needs."""
        kind = self.query_one("#what", Choice).value
        for name, kinds in {
            **dict.fromkeys(("name", "initials", "role"), ("change",)),
            **dict.fromkeys(("pin", "again"), ("pin",)),
            "reason": ("change", "disable"),
        }.items():
            self.query_one(f"#{name}").display = kind in kinds

    def build(self) -> tuple[e.What, datetime | None]:
        """What was chosen."""
        kind = self.query_one("#what", Choice).value
        if kind is None:
            raise Fault("Choose what to do: P, C or X.")
        if kind == "pin":
            return e.PinSet(self.id_of, self.hash()), None
        if kind == "disable":
            return e.StaffDisabled(self.id_of, self.text("reason")), None
        role = cast(e.Role, self.query_one("#role", Choice).value)
        changed = e.StaffChanged(
            self.id_of, self.text("name"), self.text("initials"), role, self.text("reason")
        )
        return changed, None


class OwnPinForm(MemberForm):
    """Another PIN for oneself, for who knows the one that holds now."""

    TITLE_TEXT: ClassVar[str] = "Set your own PIN"
    ABOUT: ClassVar[str] = "Sets your own PIN. It is kept as a hash and never shown."
    FIRST: ClassVar[str] = "#now"
    IN_ORDER: ClassVar[bool] = True

    def fields(self) -> Iterable[Widget]:
        """The PIN as it is, then the new one."""
        yield Static(plain(visible(person_text(self.member.person()))), classes="after", markup=False)
        yield Field("PIN now", required=True, secret=True, id="now")
        yield from pin_fields()

    def _renew(self) -> None:
        """Nothing that the list says stands in a field."""

    def rearrange(self) -> None:
        """Everything is asked."""

    def build(self) -> tuple[e.What, datetime | None]:
        """The new PIN, for who knows the old one."""
        hashed = self.hash()
        try:
            self.session.sign_on.sign_on(self.member.initials, self.text("now"))
        except Refused as refused:
            raise Fault(" ".join(refused.reasons)) from refused
        finally:
            self.version = self.record.version
        return e.PinSet(self.id_of, hashed), None
