"""An app that follows an open ledger: what anybody records is on every screen, and no key waits for it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from store.errors import LedgerError, Unreachable
from store.ledger.ledger import Ledger
from tui.app.locking import LockingApp
from tui.app.routes import kind, name_of
from tui.terminal.idle import minute_of
from tui.widgets.plain import plain

if TYPE_CHECKING:
    from tui.app.ward_cache import Ward

_BEHIND_THE_DOOR = (
    "protocols.rules.check",
    "pendulum",
    "argon2",
    "store.site.library",
    "tui.screens.ward.board",
    "tui.app.ward_cache",
    "tui.app.red_flag",
    "tui.app.resume",
    "tui.screens.patient.chart",
    "tui.forms.doses.dose",
    "tui.forms.skin.skin",
)
"""What nobody needs before they have signed on; read while they type."""


PAUSE = 0.01
"""Seconds between two slices of the ward."""


class FollowingApp(LockingApp):
    """Takes in what other sessions record and keeps the ward and the open screens up to date."""

    LOOK_SECONDS: ClassVar[float] = 0.5
    """How often to look whether there is anything to do: an entry of others, a new minute, nobody there."""

    ledger: Ledger
    now: Callable[[], datetime]
    _ward: Ward | None = None
    _drawn_at: datetime | None = None
    _as_of: datetime | None = None
    """As of when the records on the screen are, where the connection is gone."""
    _told: int = 0
    """How many of the ledger's notices were shown."""

    def use(self, ledger: Ledger) -> None:
        """Follow `ledger` from now on."""
        self.ledger, self._ward, self._told = ledger, None, 0

        if self._drawn_at is None:
            self._drawn_at = self.now()
            self._look()

    def _look(self) -> None:
        """Look, and again after a while. Apart from the app's own timers, each tick of which costs 0.3 ms."""
        if not self.is_running:
            return
        asyncio.get_running_loop().call_later(self.LOOK_SECONDS, self._look)
        connected = self.ledger.as_of == self._as_of
        if self.ledger.has_news() or not connected or len(self.ledger.notices) > self._told:
            self.call_later(self.follow)
        now = self.now()
        if self._drawn_at is not None and minute_of(now) != minute_of(self._drawn_at):
            self._drawn_at = now
            self.call_later(self.redraw)  # A screen shows minutes: nothing on it changes in between.
        if self.idle.soon:
            self.call_later(self.watch_idle)

    @property
    def ward(self) -> Ward:
        """The ward as of now; of a large one, what a slice of time allows: the rest follows by itself."""
        ward = self._known_ward()
        if not ward.renew(self.now()):
            self.make_ready()
        return ward

    def _known_ward(self) -> Ward:
        from tui.app.ward_cache import Ward

        if self._ward is None:
            self._ward = Ward(self.ledger)
        return self._ward

    def make_ready(self) -> None:
        """Go through the ward beside the keys, then draw it."""
        if not any(worker.group == "ward" and not worker.is_finished for worker in self.workers):
            self.run_worker(self._go_through(), group="ward")

    async def _go_through(self) -> None:
        for module in _BEHIND_THE_DOOR:
            import_module(module)
            await asyncio.sleep(0)
        try:
            while not self._known_ward().renew(self.now()):
                await self._give_way()
        except LedgerError as error:
            self._tell_trouble(error)
        else:
            self._draw_screens()
        finally:
            gc.freeze()  # What was read stays: to look through it for garbage takes 0.2 s of a large ward.
            gc.enable()

    async def _give_way(self) -> None:
        """Leave as much time as a slice took, and all that a key needs: it goes through many hands."""
        await asyncio.sleep(PAUSE)
        while self.keys_waiting:
            await asyncio.sleep(PAUSE)

    def follow(self) -> None:
        """Take in what other sessions recorded; draw again only when there is something."""
        try:
            new = self.ledger.refresh(ask=False)
            if new or self.ledger.as_of != self._as_of:
                self._as_of = self.ledger.as_of
                self.redraw()
            self.tell_notices()
        except Unreachable:
            self.redraw()  # Every screen says so, and it is tried again.
        except LedgerError as error:
            self._tell_trouble(error)

    def _tell_trouble(self, error: LedgerError) -> None:
        if name_of(self.screen) != "problem":
            self.push_screen(kind("problem")(str(error)))

    def tell_notices(self) -> None:
        """What the ledger has to say to the people here, each once."""
        for notice in self.ledger.notices[self._told :]:
            self.notify(plain(notice).plain, markup=False, timeout=30)
        self._told = len(self.ledger.notices)

    def redraw(self) -> None:
        """Draw every open screen again from the ledger; lock it for who is not on the staff list any more."""
        if self.person is not None and not self.ledger.staff.has(self.person):
            self.lock()
        self._draw_screens()

    def _draw_screens(self) -> None:
        """Every open screen; while the lock is on top, that alone: nothing else is seen. None at the end."""
        if self.return_code is not None:
            return
        for screen in self.screen_stack[-1:] if self.locked else self.screen_stack:
            draw = getattr(screen, "redraw", None)
            if draw is not None and screen.is_mounted:
                draw()
