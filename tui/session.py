"""One sitting at a ledger: the ledger, who is signed on, the clock, notices and the access log.

Screens and forms are given a session to work with. It knows of no screen, so it is tested without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeGuard
from uuid import uuid4

from protocols.entries import Entry, PatientAdmitted, Person, StaffAdded, What
from protocols.record.fold import Record
from protocols.rules.check import check
from protocols.values.clinic_time import local
from protocols.values.text import visible
from store.access.account import account_name
from store.access.permissions import sharing_faults
from store.access.sign_on import SignOn
from store.errors import LedgerError
from store.files.restoring import broken_off
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from store.ledger.witness import Witness
from store.location.where import Where
from store.site.access_log import AccessRecord, looked
from store.site.drafts import Drafts
from store.site.preferences import Preferences


class Session:
    """What one sitting works with. There is a ledger once `open`, `begin` or `use` has given it one."""

    ledger: Ledger
    sign_on: SignOn
    """Where initials and a PIN show who somebody is."""

    def __init__(
        self,
        place: Where,
        *,
        now: Callable[[], datetime] = utc_now,
        witness: Witness | None = None,
        share_ok: bool = False,
        only: str = "",
        drafts: Drafts | None = None,
        preferences: Preferences | None = None,
        opened: Ledger | None = None,
    ) -> None:
        """A session at the ledger in `place`, which is not opened yet; `now` gives aware instants.

        `only` are the initials of the one person it is for, "" where anybody may sign on. Without `drafts`
        and `preferences` nothing is remembered for the next session. `opened` is the ledger where it is open.
        """
        self._opened = opened
        self.place, self.now, self.only = place, now, only
        self.witness, self.share_ok = witness, share_ok
        self.drafts, self.preferences = drafts, preferences
        self.person: Person | None = None
        """Who is signed on, also while the screen is locked."""
        self.account = account_name()
        self.access = AccessRecord(place)
        self.flag_waits = False
        """Whether a red flag was raised where nobody had signed on yet."""
        self.stopped = 0
        """How often a fault ended Stepward with the form in it that was offered again last."""
        self.demo_wanted = False
        """Whether somebody without a ledger asked for the invented ward, which comes after this."""
        self._told, self._faults = 0, list[str]()
        self._told_of_access = False

    # the ledger

    @property
    def is_open(self) -> bool:
        """Whether there is a ledger."""
        return hasattr(self, "ledger")

    @property
    def is_new(self) -> bool:
        """Whether there is nothing in the ledger's place yet, and whoever sits here may begin one."""
        return _is_missing(self.place) and not self.only and not broken_off(self.place)

    def open(self) -> None:
        """Open the ledger. LedgerError where it cannot be used, or not by the one person this is for."""
        if _is_missing(self.place) and (words := broken_off(self.place)):
            raise LedgerError(words)
        ledger, self._opened = self._opened, None
        ledger = ledger or Ledger.open(self.place, now=self.now, witness=self.witness, share_ok=self.share_ok)
        if self.only and ledger.staff.find(self.only) is None:
            words = _nobody(self.only, ledger)
            ledger.close()
            raise LedgerError(words)
        self.use(ledger)

    def begin(self, ward: str, zone: str, admin: Person, pin: str) -> None:
        """Begin a ledger with `admin`, who is signed on, on its staff list; `pin` is the hash of theirs.

        Nothing is written for an admin who does not fit: Refused says why. LedgerError and OSError where the
        ledger cannot be made.
        """
        now, added = self.now(), StaffAdded(admin.name, admin.initials, "admin", pin)
        entry = Entry(id=self.new_id(), patient="", at=local(now, zone), zone=zone, by=admin, what=added)
        check(Record(), entry, now, None)
        if isinstance(self.place, Path):
            self.place.parent.mkdir(parents=True, exist_ok=True)
        ledger = Ledger.create(self.place, ward, zone, admin, now=self.now, share_ok=self.share_ok)
        ledger.append(entry, ledger.position)
        self.person = admin
        self.use(ledger)

    def use(self, ledger: Ledger) -> None:
        """Work with `ledger` from now on."""
        self.ledger, self._told = ledger, 0
        self._faults = sharing_faults(ledger.path)
        self.sign_on = SignOn(ledger, self.now, self.account, self.only)

    @property
    def people(self) -> Mapping[str, PatientAdmitted]:
        """Who every patient of the ledger in use is, by hospital number."""
        return self.ledger.people()

    # what is recorded

    def entry(self, what: What, patient: str, course: str, at: datetime | None, entry_id: str) -> Entry:
        """An entry by whoever is signed on; `at` is when it happened, None for now."""
        assert self.person is not None
        zone = self.ledger.zone
        return Entry(
            id=entry_id,
            patient=patient,
            course=course,
            at=local(at or self.now(), zone),
            zone=zone,
            by=self.person,
            what=what,
        )

    def new_id(self) -> str:
        """An id for one key press."""
        return uuid4().hex

    # what is told, and who has looked

    @property
    def has_notices(self) -> bool:
        """Whether the ledger has something to say that `new_notices` has not given yet."""
        return bool(self._faults) or len(self.ledger.notices) > self._told

    def new_notices(self) -> list[str]:
        """What the ledger has to say to the people here, and who else can read its files; each once."""
        new, faults = self.ledger.notices[self._told :], self._faults
        self._told, self._faults = self._told + len(new), []
        return [*new, *faults]

    def note_access(self, patient: str, what: str) -> str:
        """Write down who looks at `what` of `patient`, "" for the ward; reading goes on in any case.

        Why that is not possible, in words, the first time; "" otherwise.
        """
        words = self.access.add(looked(self.now(), patient, what, self.person, self.account))
        if not words or self._told_of_access:
            return ""
        self._told_of_access = True
        return words


def _is_missing(place: Where) -> TypeGuard[Path]:
    return isinstance(place, Path) and not place.exists()


def _nobody(initials: str, ledger: Ledger) -> str:
    return (
        f"This session is for {visible(initials)}, but nobody with these initials may sign on to "
        f"{visible(ledger.ward)}. People are added by {ledger.staff.named('admin')}."
    )
