"""Signing on: initials and PIN against the staff list, wrong PINs counted for every session of the ledger.

Each wrong PIN is one entry, and a wait keeps the next from coming at once: so the count outlives the process,
is shared, and cannot fill the ledger. A right PIN is recorded only where it ends such a count.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from protocols.entries import Entry, Person, SignedOn, SignOnFailed
from protocols.record.staff import LOCKED_AFTER, Member, at_the_door, not_from
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused, refuse_if
from protocols.values.text import visible
from store.access import pin_hash
from store.errors import Changed, LedgerError
from store.ledger.ledger import Ledger
from store.site import journal

NO_FIT = "These initials and this PIN do not belong together."


class SignOn:
    """The sign-on to one open ledger. `now` gives the aware instant, `account` is that of this process.

    With `only`, initials, nobody else signs on here: the session belongs to one person's key.
    """

    def __init__(self, ledger: Ledger, now: Callable[[], datetime], account: str, only: str = "") -> None:
        self._ledger, self._now, self._account, self._only = ledger, now, account, only
        self._unrecorded: dict[str, list[datetime]] = {}

    def sign_on(self, initials: str, pin: str, *, second: bool = False) -> Person:
        """The person with these initials, if `pin` is theirs; for signing on and for a second person alike.

        Refused, in words, when it is not theirs, when the next try has to wait, and when they are locked out.
        Takes about 0.1 s, and as long as the disk where a wrong PIN is recorded. Where nothing can be
        recorded a right PIN still opens: nobody is kept from the charts by a full disk. A `second` person
        vouches for something without signing on, and may do so in a session that is not theirs.
        """
        if not second:
            self._may_come_in(initials.strip())
        while True:
            self._look()
            staff = self._ledger.staff
            member = self._seen(staff.find(initials.strip()))
            if member is None:
                raise Refused(NO_FIT)
            self._may_try(member)
            if not pin_hash.fits(pin, member.pin):
                if self._record(SignOnFailed(member.id), at_the_door(self._account), staff.number):
                    self._refuse(member.id)
            elif not member.wrong:
                self._look()
                if self._ledger.staff.number == staff.number:
                    return self._in(member, second)
            elif self._record(SignedOn(member.id), member.person(self._account), staff.number):
                self._unrecorded.pop(member.id, None)
                return self._in(member, second)

    def _in(self, member: Member, second: bool) -> Person:
        """`member` has shown who they are."""
        self._tell("second-check" if second else "sign-on", member)
        return member.person(self._account)

    def _tell(self, event: str, member: Member) -> None:
        journal.tell(event, initials=member.initials, account=self._account, ledger=str(self._ledger.place))

    def _look(self) -> None:
        """Read what other sessions recorded; where that is impossible, what was read before counts."""
        with suppress(LedgerError):
            self._ledger.wait(0)

    def _may_come_in(self, initials: str) -> None:
        """Before any PIN is looked at: sessions and accounts that belong to one person are for no other."""
        if self._only and initials.casefold() != self._only.casefold():
            raise Refused(
                f"This session is for {visible(self._only)} only. Others sign on with their own key."
            )
        self._look()
        staff = self._ledger.staff
        words = not_from(staff, staff.find(initials), self._account)
        refuse_if(bool(words), words)

    def _seen(self, member: Member | None) -> Member | None:
        """The member with the wrong PINs that this process could not record."""
        more = self._unrecorded.get(member.id) if member else None
        if member is None or not more:
            return member
        return replace(member, wrong=member.wrong + len(more), wrong_at=more[-1])

    def _may_try(self, member: Member) -> None:
        if member.locked:
            self._tell("sign-on-locked", member)
            raise Refused(self._locked_words(member))
        wait, here = member.wait(self._now()), self._ledger.staff.wait_at(self._account, self._now())
        if wait or here:
            self._tell("sign-on-waits", member)
        if here > wait:
            raise Refused(
                f"After several wrong PINs here the next try has to wait {_wait_words(here)}. "
                f"If nobody of you mistyped, tell {self._ledger.staff.named('admin')}."
            )
        if wait:
            raise Refused(f"After a wrong PIN the next try has to wait {_wait_words(wait)}.")

    def _refuse(self, id: str) -> None:
        member = self._seen(self._ledger.staff.member(id))
        assert member is not None
        if member.locked:
            self._tell("sign-on-locked", member)
            raise Refused(NO_FIT, self._locked_words(member))
        words = [NO_FIT, f"The next try has to wait {_wait_words(member.wait(self._now()))}."]
        left = LOCKED_AFTER - member.wrong
        if member.role != "admin" and member.wrong > 1:
            more = "One more wrong PIN" if left == 1 else f"{left} more wrong PINs"
            words.append(f"{more}, and the sign-on of {visible(member.initials)} is locked.")
        raise Refused(*words)

    def _locked_words(self, member: Member) -> str:
        return (
            f"The sign-on of {visible(member.initials)} is locked after {member.wrong} wrong PINs. "
            f"A new PIN is set by {self._ledger.staff.named('admin')}."
        )

    def _record(self, what: SignedOn | SignOnFailed, by: Person, expected: int) -> bool:
        """Record what happened; False when another try came first, which counts before this one."""
        at = local(self._now(), self._ledger.zone)
        entry = Entry(id=uuid.uuid4().hex, patient="", at=at, zone=self._ledger.zone, by=by, what=what)
        try:
            self._ledger.append(entry, expected)
        except Changed:
            return False
        except LedgerError:
            if isinstance(what, SignOnFailed):
                self._unrecorded.setdefault(what.staff, []).append(self._now())
        return True


def _wait_words(wait: timedelta) -> str:
    seconds = max(ceil(wait.total_seconds()), 1)
    return f"{seconds} s" if seconds < 120 else f"{ceil(seconds / 60)} minutes"
