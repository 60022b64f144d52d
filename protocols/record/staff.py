"""The staff list: what the ledger's own entries say about who may sign on.

An empty list is a ledger where people state who they are. Wrong PINs are counted here, from entries that
every session of the ledger shares, and slow the next try down (NIST SP 800-63B, 5.2.2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from protocols import entries as e
from protocols.values.text import visible

LOCKED_AFTER = 5
"""Wrong PINs in a row after which an admin must set another PIN."""

_WAITS = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8))
_LONGEST_WAIT = timedelta(minutes=15)
"""How long an admin waits from the fifth wrong PIN on: with all of them locked out, nobody could help."""

TRIES_AT_A_PLACE = 6
"""Wrong PINs, whosever, in `_RECENT` from one account, after which everybody there has to wait."""

_RECENT = timedelta(minutes=15)
_FIRST_WAIT_THERE, _LONGEST_WAIT_THERE = timedelta(seconds=15), timedelta(minutes=5)
_REMEMBERED = 60
"""The newest wrong PINs that are remembered with the account they came from."""


@dataclass(frozen=True)
class Member:
    """One person of the list. `pin` is the hash; `wrong` PINs came in a row, the last at `wrong_at`.

    With an `account` the person signs on only from that account of the computer. `former` are the names,
    initials and roles the person had before.
    """

    id: str
    name: str
    initials: str
    role: e.Role
    pin: str
    added: e.Entry
    disabled: e.Entry | None = None
    wrong: int = 0
    wrong_at: datetime | None = None
    account: str = ""
    former: tuple[tuple[str, str, str], ...] = ()

    @property
    def active(self) -> bool:
        """Whether the person may sign on and record."""
        return self.disabled is None

    @property
    def locked(self) -> bool:
        """Whether only another PIN, set by an admin, lets the person sign on again."""
        return self.active and self.wrong >= LOCKED_AFTER and self.role != "admin"

    def wait(self, now: datetime) -> timedelta:
        """How long from the UTC instant `now` until the next PIN is looked at.

        None at all where the clock was put back since: nobody is kept out by a wrong clock.
        """
        if not self.wrong or self.wrong_at is None or now < self.wrong_at:
            return timedelta(0)
        length = _WAITS[self.wrong - 1] if self.wrong <= len(_WAITS) else _LONGEST_WAIT
        return max(self.wrong_at + length - now, timedelta(0))

    def person(self, account: str = "") -> e.Person:
        """The person as entries carry them."""
        return e.Person(self.name, self.initials, self.role, account)

    @property
    def _called(self) -> tuple[str, str, str]:
        return self.initials, self.name, self.role

    def is_person(self, person: e.Person) -> bool:
        """Whether `person` is this one, whatever the account."""
        return self._called == (person.initials, person.name, person.role)

    def was_person(self, person: e.Person) -> bool:
        """Whether `person` is what this one was called before."""
        return (person.initials, person.name, person.role) in self.former

    def renamed(self, name: str, initials: str, role: e.Role) -> Member:
        """This one as now called."""
        return replace(self, name=name, initials=initials, role=role, former=(*self.former, self._called))


@dataclass(frozen=True)
class Staff:
    """Everybody who is or was on the list, in the order they were added, as of entry `number`."""

    members: tuple[Member, ...] = ()
    number: int = 0
    failed: tuple[tuple[str, datetime], ...] = ()
    """The newest wrong PINs: from which account of the computer, and when."""

    def __bool__(self) -> bool:
        """Whether the ledger has a staff list at all."""
        return bool(self.members)

    @property
    def active(self) -> tuple[Member, ...]:
        """Those who may sign on."""
        return tuple(member for member in self.members if member.active)

    @property
    def locked(self) -> tuple[Member, ...]:
        """Those who wait for an admin."""
        return tuple(member for member in self.members if member.locked)

    def member(self, id: str) -> Member | None:
        """The one with that id, active or not."""
        return next((member for member in self.members if member.id == id), None)

    def find(self, initials: str) -> Member | None:
        """The active one with these initials, however they are capitalised."""
        wanted = initials.casefold()
        return next((member for member in self.active if member.initials.casefold() == wanted), None)

    def has(self, person: e.Person) -> bool:
        """Whether `person` may record: there is no list, or they are on it as they say."""
        return not self or any(member.is_person(person) for member in self.active)

    def who(self, person: e.Person) -> Member | None:
        """The one that `person` of an entry is, by what they are or were called."""
        by_turns = [*self.active, *reversed(self.members)]
        named = next((member for member in by_turns if member.is_person(person)), None)
        return named or next((member for member in by_turns if member.was_person(person)), None)

    def of_account(self, account: str) -> Member | None:
        """The active one to whom `account` of the computer belongs alone."""
        return next((member for member in self.active if account and member.account == account), None)

    def wait_at(self, account: str, now: datetime) -> timedelta:
        """How long nobody's next PIN is looked at from `account`: so no one locks all out, one by one."""
        recent = [at for place, at in self.failed if place == account and timedelta(0) <= now - at < _RECENT]
        if len(recent) < TRIES_AT_A_PLACE:
            return timedelta(0)
        doubled = 1 << (len(recent) - TRIES_AT_A_PLACE)
        length = min(_FIRST_WAIT_THERE * doubled, _LONGEST_WAIT_THERE)
        return max(recent[-1] + length - now, timedelta(0))

    def named(self, role: e.Role) -> str:
        """Who holds `role`: "Ada Okafor (AO) or Ben Lind (BL)"; "nobody yet" when no one does."""
        return " or ".join(full_name(m.person()) for m in self.active if m.role == role) or "nobody yet"

    def after(self, entry: e.Entry) -> Staff:
        """The list once `entry` is recorded."""
        members, failed = self.members, self.failed
        match entry.what:
            case e.StaffAdded(name=name, initials=initials, role=role, pin=pin):
                members = (*members, Member(entry.id, name, initials, role, pin, entry))
            case e.StaffChanged(staff=id, name=name, initials=initials, role=role):
                members = tuple(m.renamed(name, initials, role) if m.id == id else m for m in members)
            case e.StaffDisabled(staff=id):
                members = self._with(id, disabled=entry)
            case e.PinSet(staff=id, pin=pin):
                members = self._with(id, pin=pin, wrong=0, wrong_at=None)
            case e.AccountTied(staff=id, account=account):
                members = self._with(id, account=account)
            case e.SignedOn(staff=id):
                members = self._with(id, wrong=0, wrong_at=None)
            case e.SignOnFailed(staff=id):
                known = self.member(id)
                wrong = known.wrong + 1 if known else 1
                at = entry.recorded or entry.at
                members = self._with(id, wrong=wrong, wrong_at=at)
                failed = (*failed, (entry.by.account, at))[-_REMEMBERED:]
        return Staff(members, entry.number, failed)

    def _with(self, id: str, **changes: object) -> tuple[Member, ...]:
        return tuple(replace(m, **changes) if m.id == id else m for m in self.members)  # type: ignore[arg-type]


NO_STAFF = Staff()
"""The list of a ledger where people state who they are."""


def full_name(person: e.Person) -> str:
    """ "Ada Okafor (AO)"."""
    return f"{visible(person.name)} ({visible(person.initials)})"


def not_from(staff: Staff, member: Member | None, account: str) -> str:
    """Why `member` may not sign on or record from `account` of the computer, "" when they may."""
    owner = staff.of_account(account)
    if owner is not None and owner != member:
        return f"The account {visible(account)} is for {full_name(owner.person())} only."
    if member is not None and member.account not in ("", account):
        here = f" This is {visible(account)}." if account else ""
        return (
            f"{full_name(member.person())} signs on from the account {visible(member.account)} of this "
            f"computer.{here}"
        )
    return ""


def by_the_system(account: str) -> e.Person:
    """Whoever looks after the computer, who is on no staff list and may only let an admin in again."""
    return e.Person("Administrator of the computer", "-", "admin", account)


def at_the_door(account: str) -> e.Person:
    """Whoever enters a PIN, before it is known to be right."""
    return e.Person("Nobody signed on", "-", "nurse", account)
