"""Following an open ledger: what others recorded is taken in, the minute goes on, the ward is made ready."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from protocols.values.clinic_time import minute_of
from store.errors import Unreachable
from tui.app.routes import load
from tui.session import Session

if TYPE_CHECKING:
    from tui.views.course.ward import Ward

_WARD = "views.course.ward:Ward"
BEHIND_THE_SIGN_ON = (
    "protocols.rules.check",
    "argon2",
    "store.site.library",
    "tui.views.course.ward",
    "tui.views.round.kept",
    "tui.screens.ward.board",
    "textual.scrollbar",
)
"""What nobody needs before they have signed on; read while they type."""

BEHIND_THE_BOARD = (
    "tui.forms.skin.red_flag",
    "tui.screens.base.which_patient",
    "tui.screens.help.problem",
    "tui.screens.patient.chart",
    "tui.forms.doses.dose",
    "tui.forms.skin.skin",
    "protocols.reports.trouble",
    "pendulum",
)
"""What is opened most, or has to be there whatever becomes of the installation; read behind the board."""

COMPARE = "STEPWARD_COMPARE_ROWS"
"""Set in the environment, everybody is judged anew each minute, to find a row that was kept for too long."""

PAUSE = 0.01
"""Seconds between two slices of the ward."""


class Follower:
    """Says of a session's ledger what is to be taken in and what is to be drawn again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ward: Ward | None = None
        self.ready: Ward | None = None
        """The ward as it was gone through before the session began, with the session's own ledger."""
        self._minute: datetime | None = None
        self._as_of: datetime | None = None
        """As of when the records on the screen are, where the connection is gone."""

    def begin(self) -> None:
        """Follow the ledger that the session has just opened."""
        self._ward, self.ready = self.ready, None
        self._minute = minute_of(self._session.now())

    @property
    def has_news(self) -> bool:
        """Whether there is something to take in or to tell. Asks no disk and no server."""
        ledger = self._session.ledger
        return ledger.has_news() or ledger.as_of != self._as_of or self._session.has_notices

    def take_in(self) -> bool:
        """Take in what other sessions recorded; whether anything is to be drawn again.

        A connection that is gone is drawn too, and is tried again. LedgerError where the ledger cannot be
        used any more.
        """
        ledger = self._session.ledger
        try:
            new = ledger.refresh(ask=False)
        except Unreachable:
            return True
        if not new and ledger.as_of == self._as_of:
            return False
        self._as_of = ledger.as_of
        return True

    def minute_passed(self) -> bool:
        """Whether another minute has begun since this was asked last: nothing changes in between."""
        minute = minute_of(self._session.now())
        passed = self._minute is not None and minute != self._minute
        self._minute = minute
        return passed

    @property
    def ward(self) -> Ward:
        """The ward as far as it has been gone through."""
        if self._ward is None:
            self._ward = load(_WARD)(self._session.ledger, compare=bool(os.environ.get(COMPARE)))
        return self._ward

    def renew(self) -> bool:
        """Go on through the ward for a slice of time; whether all of it is as of this minute."""
        return self.ward.renew(self._session.now())

    async def go_through(self, keys_waiting: Callable[[], bool]) -> None:
        """Read what is needed behind the sign-on, then the whole ward, giving way to every key.

        As much time is left as a slice took, and all that a key needs: it goes through many hands.
        LedgerError where the ledger cannot be used any more.
        """
        await self._read(BEHIND_THE_SIGN_ON)
        try:
            while not self.renew():
                await asyncio.sleep(PAUSE)
                while keys_waiting():
                    await asyncio.sleep(PAUSE)
        finally:
            gc.freeze()  # What was read stays: to look through it for garbage takes 0.2 s of a large ward.
            gc.enable()

    async def read_the_rest(self) -> None:
        """Read what the board does not need. What is not there any more is told when somebody opens it."""
        with suppress(ImportError):
            await self._read(BEHIND_THE_BOARD)

    async def _read(self, modules: Iterable[str]) -> None:
        for module in modules:
            import_module(module)
            await asyncio.sleep(0)
