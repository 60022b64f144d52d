"""Stepward's app: one session, its screens, the lock in front of them, and what others record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.await_complete import AwaitComplete

from protocols.entries import Entry, Person
from store.errors import LedgerError, NotBegun
from store.location.settings import LOCK_AFTER
from tui.app.calling import Calling
from tui.app.coming_in import come_in
from tui.app.confirmation import RECORDED, SECONDS, Confirmation
from tui.app.follower import Follower
from tui.app.lock import Lock
from tui.app.preferring import PreferringApp
from tui.app.red_flag import raise_at_once, raise_flag
from tui.app.resume import keep_open
from tui.app.routes import kind, name_of
from tui.app.scanner import Scanner
from tui.app.welcome import welcome
from tui.exit_codes import Exit
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.session import Session
from tui.terminal import own_version

if TYPE_CHECKING:
    from tui.views.course.ward import Ward

PRESSES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollUp, events.MouseScrollDown)
"""What nobody does who is not there, where the mouse is wanted."""


class StepwardApp(PreferringApp):
    """The app of one session. It opens screens by name and draws them again on news."""

    CSS_PATH = "style.tcss"
    TITLE = "Stepward"
    LOOK_SECONDS: ClassVar[float] = 0.5
    """How often to look whether there is anything to do: an entry of others, a new minute, nobody there."""

    def __init__(self, session: Session, *, lock_after: float = LOCK_AFTER, sign_on_hint: str = "") -> None:
        super().__init__()
        self.session, self.sign_on_hint = session, sign_on_hint
        self.lock = Lock(lock_after)
        self.follower, self.scanner = Follower(session), Scanner(self)
        self.confirmation = Confirmation(session)
        self.calling = Calling(self.tell, self.send_raw)
        self._looking = False
        self._opened = {"red_flag", "which_patient", "problem"}  # what has to open whatever happens

    # opening the ledger

    def on_mount(self) -> None:
        """Open the ledger, or offer to begin one."""
        if self.session.is_new:
            self.show("first_start")
        else:
            self._open_ledger()

    def _open_ledger(self) -> None:
        """Open the ledger and ask who is there; a ledger that cannot be opened says why."""
        try:
            self.session.open()
        except LedgerError as error:
            if isinstance(error, NotBegun) and not self.session.only:
                self.show("first_start")
            else:
                self.show("problem", str(error))
        else:
            self.start()

    def start(self) -> None:
        """Show the ward of the session's ledger once somebody has signed on."""
        ledger = self.session.ledger
        self.follower.begin()
        if not self._looking:
            self._looking = True
            self._look()
        self.show("board" if self.session.person else self._sign_on)
        if ledger.problem:
            self.push_screen(kind("problem")(ledger.problem, readable=True))
        self._tell_notices()
        self.call_after_refresh(self._make_ready)

    def action_try_again(self) -> None:
        """After a problem: open the ledger, or go on with the one that is open."""
        if self.session.is_open:
            self.pop_screen()
            self.follow()
        else:
            self._open_ledger()

    def action_leave_for_ledger(self) -> None:
        """End because the ledger cannot be used."""
        self.exit(return_code=Exit.LEDGER)

    # screens

    def open(self, name: str, *made_with: Any, then: Callable[[Any], object] | None = None) -> None:
        """Open the screen or form called `name` in routes.py; `then` is given what comes of it.

        Where this version was taken away meanwhile it is told, and only what was open before is opened.
        """
        if name not in self._opened and not own_version.is_here():
            self.tell(own_version.REPLACED, 60)
            return
        self._opened.add(name)
        self.push_screen(kind(name)(*made_with), then)

    def show(self, name: str, *made_with: Any, **options: Any) -> None:
        """Show the screen called `name` in place of the one on top, if any."""
        screen = kind(name)(*made_with, **options)
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Show a screen; what is about one patient goes into the access record."""
        patient = getattr(screen, "patient", "")
        if patient:
            self.note_access(patient, getattr(screen, "TITLE_TEXT", "") or getattr(screen, "PLACE", ""))
        return super().push_screen(screen, *args, **options)

    def note_access(self, patient: str, what: str) -> None:
        """Write down who looks at `what` of `patient`; that it is not possible is told once."""
        words = self.session.note_access(patient, what)
        if words:
            self.tell(words, 30)

    def recorded(self, entry: Entry, several: str = "") -> None:
        """Say what was kept, of whom and what follows; only the newest confirmation stands."""
        self.calling.quiet = True  # what they have done themselves they are told in one sentence
        self.redraw()
        self.calling.quiet = False
        for notice in [one for one in self._notifications if one.message.startswith(RECORDED)]:
            self._unnotify(notice)
        self.tell(self.confirmation.of(entry, self.ward, "c", several), SECONDS)

    @property
    def to_correct(self) -> Entry | None:
        """The entry whose confirmation stands on the screen."""
        return self.confirmation.to_correct

    def clear_notifications(self) -> None:
        """Take every notice away; what a confirmation was about is not at hand any more."""
        self.confirmation.forget()
        super().clear_notifications()

    def action_red_flag(self) -> None:
        """Red flag: stop and call, from whatever is on the screen."""
        raise_flag(self)

    def acts_at_once(self, key: str) -> bool:
        """The red flag waits for no other screen."""
        return key == "f9" and raise_at_once(self)

    # following

    def _look(self) -> None:
        """Look, and again after a while. Apart from the app's own timers, each tick of which costs 0.3 ms."""
        if not self.is_running:
            return
        asyncio.get_running_loop().call_later(self.LOOK_SECONDS, self._look)
        if self.follower.has_news:
            self.call_later(self.follow)
        if self.follower.minute_passed():
            self.call_later(self.redraw)
        if self.lock.idle.soon:
            self.call_later(self.watch_idle)

    @property
    def ward(self) -> Ward:
        """The ward as of now; of a large one, what a slice of time allows: the rest follows by itself."""
        if not self.follower.renew():
            self._make_ready()
        return self.follower.ward

    def _make_ready(self) -> None:
        """Go through the ward beside the keys, then draw it."""
        if not any(worker.group == "ward" and not worker.is_finished for worker in self.workers):
            self.run_worker(self._go_through(), group="ward")

    async def _go_through(self) -> None:
        try:
            await self.follower.go_through(lambda: self.keys_waiting)
        except LedgerError as error:
            self._tell_trouble(error)
        else:
            self._draw_screens()
            self.call_after_refresh(lambda: self.run_worker(self.follower.read_the_rest(), group="rest"))

    def follow(self) -> None:
        """Take in what other sessions recorded; draw again only when there is something."""
        try:
            if self.follower.take_in():
                self.redraw()
            self._tell_notices()
        except LedgerError as error:
            self._tell_trouble(error)

    def _tell_trouble(self, error: LedgerError) -> None:
        if name_of(self.screen) != "problem":
            self.open("problem", str(error))

    def _tell_notices(self) -> None:
        for notice in self.session.new_notices():
            self.tell(notice, 30)

    def redraw(self) -> None:
        """Draw every open screen again from the ledger; lock it for who is not on the staff list any more."""
        if self.session.person is not None and not self.session.ledger.staff.has(self.session.person):
            self.action_lock()
        self._draw_screens()

    def _draw_screens(self) -> None:
        """Every open screen; while the lock is on top, that alone: nothing else is seen. None at the end."""
        if self.return_code is not None:
            return
        for screen in self.screen_stack[-1:] if self.lock.locked else self.screen_stack:
            draw, is_lost = getattr(screen, "redraw", None), getattr(screen, "out_of_reach", bool)
            if draw is not None and screen.is_mounted and not is_lost():
                draw()
        if self.follower.ward.whole:
            aloud = self.session.person is not None and not self.lock.locked
            self.calling.look(self.follower.ward.rows, aloud=aloud)

    # signing on, and the lock

    @property
    def _sign_on(self) -> str:
        """Initials and PIN where the ward has a staff list, else who people say they are."""
        return "sign_on_with_pin" if self.session.ledger.staff else "sign_on_by_name"

    def action_sign_on(self) -> None:
        """Sign on as another person."""
        self.open(self._sign_on)

    def action_lock(self) -> None:
        """Lock the screen, whatever is open."""
        if self.session.person is None or self.lock.locked:
            return
        if isinstance(self.screen, SignOnScreen):
            self.pop_screen()
        self.clear_notifications()
        self.lock.close(self.session.person)
        self.push_screen(kind(self._sign_on)(locked=True))

    def watch_idle(self) -> None:
        """Warn, then lock, when nobody has pressed a key for long enough."""
        due = self.lock.due(self.session.person)
        if due == "lock":
            self.action_lock()
        elif due == "warn":
            self.tell("The screen locks in 15 seconds. An arrow key keeps it open.", 15)

    async def on_event(self, event: events.Event) -> None:
        """Every key counts as somebody being there, and a press of a mouse; that it moves does not."""
        there = isinstance(event, PRESSES if self.mouse else (events.Key, events.Paste))
        if there and self.lock.idle.touch():
            self.clear_notifications()
        await super().on_event(event)

    def when_unlocked(self, act: Callable[[], object]) -> None:
        """Do `act` now, or when the lock is opened by who has locked it; for anybody else it is void."""
        self.lock.when_open(act)

    def come_in(self, person: Person) -> None:
        """Somebody has signed on, on the screen on top. Then comes what awaits them."""
        come_in(self, person)
        welcome(self, person)

    def pop_screen(self) -> AwaitComplete:
        """Take the top screen away, but never the lock: whatever is done underneath may ask for that."""
        if self.lock.locked and isinstance(self.screen, SignOnScreen):
            return AwaitComplete()
        return super().pop_screen()

    async def action_quit(self) -> None:
        """Ctrl+Q: end, unless locked; a form may be open underneath."""
        if self.lock.locked and isinstance(self.screen, SignOnScreen):
            self.screen.say("The screen is locked. Sign on first; then q ends Stepward.")
        else:
            await super().action_quit()

    def keep_typed(self) -> str:
        """The connection breaks, or a fault ends it: keep what was typed for whoever typed it."""
        return keep_open(self)

    def notify(self, message: str, *args: Any, **options: Any) -> None:
        """Show a notice as it is written, never as markup, but none on the lock: it could name a patient."""
        options.pop("markup", None)
        if not self.lock.locked:
            super().notify(message, *args, markup=False, **options)
