"""Stepward's app: opens the ledger, knows who is at the keyboard, follows what others record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from textual.screen import Screen

from protocols.entries import Entry, Person, What
from protocols.values.clinic_time import local
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.access.account import account_name
from store.access.permissions import sharing_faults
from store.access.sign_on import SignOn
from store.errors import LedgerError, NotBegun
from store.files.restoring import broken_off
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.location.settings import LOCK_AFTER
from store.location.where import Where
from store.site.access_log import AccessRecord, looked
from store.site.drafts import Drafts
from store.site.preferences import Preferences
from tui.app.following import FollowingApp
from tui.app.red_flag import raise_flag
from tui.app.resume import keep_open, offer
from tui.app.routes import kind
from tui.exit_codes import Exit
from tui.screens.sign_on.sign_on_screen import DoorScreen
from tui.terminal.theme import WORDS
from tui.views.course.alarm import cut_off
from tui.views.handover.waiting import waits_for
from tui.widgets.plain import plain


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)


class StepwardApp(FollowingApp):
    """The app. Screens ask it for the ledger, the person, the time; it draws them again on news."""

    CSS_PATH = "style.tcss"
    TITLE = "Stepward"

    flag_waits: bool = False
    """Whether a red flag was raised where nobody had signed on yet."""
    entrance: SignOn
    """Where initials and a PIN show who somebody is."""

    def __init__(
        self,
        ledger_path: Where,
        *,
        now: Callable[[], datetime] = utc_now,
        witness: Witness | None = None,
        share_ok: bool = False,
        lock_after: float = LOCK_AFTER,
        door_hint: str = "",
        only: str = "",
        drafts: Drafts | None = None,
        looks: Preferences | None = None,
    ) -> None:
        super().__init__(lock_after)
        self.ledger_path, self.now = ledger_path, now
        self.witness, self.share_ok, self.door_hint = witness, share_ok, door_hint
        self.drafts, self.only = drafts, only
        """The initials of the one person this session is for, "" where anybody may sign on."""
        self.looks = looks
        self.account = account_name()
        self.access = AccessRecord(ledger_path)
        self._told_of_access = False

    def on_mount(self) -> None:
        """Open the ledger, or offer to begin one."""
        if not isinstance(self.ledger_path, Path) or self.ledger_path.exists() or self.only:
            self.open_ledger()
        elif words := broken_off(self.ledger_path):
            self.tell_problem(words)
        else:
            self.set_up()

    def set_up(self) -> None:
        """Offer to begin a ledger where there is none yet."""
        self.switch_or_push(kind("first_start")())

    def open_ledger(self) -> None:
        """Open the ledger and ask who is there; a ledger that cannot be opened says why."""
        try:
            ledger = Ledger.open(self.ledger_path, now=self.now, witness=self.witness, share_ok=self.share_ok)
        except LedgerError as error:
            if isinstance(error, NotBegun) and not self.only:
                self.set_up()
            else:
                self.tell_problem(str(error))
            return
        if self.only and ledger.staff.find(self.only) is None:
            self.tell_problem(_nobody(self.only, ledger))
            ledger.close()
        else:
            self.begin_with(ledger)

    def begin_with(self, ledger: Ledger) -> None:
        """Show the ward of `ledger` once somebody has signed on."""
        self.use(ledger)
        self.entrance = SignOn(ledger, self.now, self.account, self.only)
        self.switch_or_push(kind("board")() if self.person else self.door())
        if ledger.problem:
            self.push_screen(kind("problem")(ledger.problem, readable=True))
        self.tell_notices()
        for fault in sharing_faults(ledger.path):
            self.notify(plain(fault).plain, markup=False, timeout=30)
        self.call_after_refresh(self.make_ready)

    def tell_problem(self, words: str) -> None:
        """Say why the ledger cannot be used."""
        self.switch_or_push(kind("problem")(words))

    def door(self, *, locked: bool = False) -> DoorScreen:
        """Initials and PIN where the ward has a staff list, else who people say they are."""
        name = "sign_on_with_pin" if self.ledger.staff else "sign_on_by_name"
        return cast(DoorScreen, kind(name)(locked=locked))

    def open(self, name: str, *made_with: Any, then: Callable[[Any], object] | None = None) -> None:
        """Open the screen or form called `name` in routes.py; `then` is given what comes of it."""
        self.push_screen(kind(name)(*made_with), then)

    def try_again(self) -> None:
        """After a problem: open the ledger, or go on with the one that is open."""
        if hasattr(self, "ledger"):
            self.pop_screen()
            self.follow()
        else:
            self.open_ledger()

    def leave_for_ledger(self) -> None:
        """End because the ledger cannot be used."""
        self.exit(return_code=Exit.LEDGER)

    def switch_or_push(self, screen: Screen[None]) -> None:
        """Show `screen` in place of the one on top, if any."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    async def _roll_over(self, person: Person) -> None:
        """Begin a new file. Where that fails the old one stays in force, and the next sign-on tries again."""
        try:
            await asyncio.to_thread(self.ledger.roll_over, person)
        except (LedgerError, Refused) as error:
            words = f"The ledger should go on in a new file by now, which was not possible. {error}"
            self.notify(plain(words).plain, markup=False, timeout=20)
        else:
            self.follow()

    @property
    def cut_off(self) -> str:
        """What every screen says while the connection to the ledger is gone."""
        return cut_off(self.ledger.as_of, self.ledger.zone)

    def action_red_flag(self) -> None:
        """Red flag: stop and call, from whatever is on the screen."""
        raise_flag(self)

    def hang_up(self, code: int = Exit.HANGUP) -> None:
        """The connection breaks: keep what was typed for whoever typed it, then end."""
        if self.person is not None:
            keep_open(self)
        super().hang_up(code)

    def first_look(self) -> str:
        """The look that was chosen last here."""
        return self.looks.of() if self.looks else ""

    def change_look(self) -> None:
        """The next look."""
        self.show_in(self.next_look())
        none = " NO_COLOR is set, so no colours are shown." if self.no_color else ""
        self._keep_look(f"{WORDS[self.look]}.{none}")

    def change_characters(self) -> None:
        """ASCII only, or every character again."""
        self.ascii_only = not self.ascii_only
        self.screen.refresh(layout=True)
        self._keep_look("ASCII characters only." if self.ascii_only else "All characters.")

    def _keep_look(self, words: str) -> None:
        """Remember the look for whoever is signed on."""
        if self.looks:
            self.looks.keep(self.look_name, self.person)
        self.clear_notifications()
        self.notify(words, markup=False, timeout=3)

    def leave_door(self) -> None:
        """Behind the door is what was open there; the first time, the ward board."""
        if len(self.screen_stack) > 2:
            super().leave_door()
        else:
            self.switch_screen(kind("board")())

    def come_in(self, person: Person) -> None:
        """Somebody has signed on; a red flag that was raised at the door comes first.

        Where the file is full, this is the time to go on in a new one: nobody is in the middle of an entry
        here, and it is done beside the screen. Who records meanwhile, in any session, waits at most while the
        new file is written.
        """
        if self.looks:
            self.show_as(self.looks.of(person))
        super().come_in(person)
        self.note_look("", "signed on")
        offer(self)
        waits = waits_for(self.ledger, person)
        if waits:
            self.notify(plain(waits).plain, markup=False, timeout=15)
        if self.flag_waits:
            self.flag_waits = False
            raise_flag(self, ask=True)
        if self.ledger.full and not self.ledger.read_only:
            self.run_worker(self._roll_over(person), group="roll over", exclusive=True)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen; what is about one patient goes into the access record."""
        patient = getattr(screen, "patient", "")
        if patient:
            self.note_look(patient, getattr(screen, "TITLE_TEXT", "") or getattr(screen, "PLACE", ""))
        return super().push_screen(screen, *args, **options)

    def note_look(self, patient: str, what: str) -> None:
        """Write down who looks at `patient`, "" for the ward. A failure is told once; reading goes on."""
        words = self.access.add(looked(self.now(), patient, what, self.person, self.account))
        if words and not self._told_of_access:
            self._told_of_access = True
            self.notify(plain(words).plain, markup=False, timeout=30)

    def recorded(self, entry: Entry) -> None:
        """Say that `entry` is kept, once it is."""
        self.redraw()
        self.notify(plain(f"Recorded as entry {entry.number}.").plain, markup=False, timeout=4)

    def entry(self, what: What, patient: str, course: str, at: datetime | None, entry_id: str) -> Entry:
        """An entry by whoever is signed on; `at` is when it happened, None for now."""
        assert self.person is not None
        return Entry(
            id=entry_id,
            patient=patient,
            course=course,
            at=local(at or self.now(), self.ledger.zone),
            zone=self.ledger.zone,
            by=self.person,
            what=what,
        )

    def new_id(self) -> str:
        """An id for one key press."""
        return uuid4().hex


def _nobody(initials: str, ledger: Ledger) -> str:
    return (
        f"This session is for {visible(initials)}, but nobody with these initials may sign on to "
        f"{visible(ledger.ward)}. People are added by {ledger.staff.named('admin')}."
    )
