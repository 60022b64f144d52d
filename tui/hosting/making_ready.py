"""What a host has ready: every module, the ledger read, the ward gone through."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from store.errors import LedgerError
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tui.hosting.rehearsal import rehearse
from tui.terminal import preflight

BRIEFLY = 0.05
"""Seconds that a session waits, at most, for rows that have to be said anew; the rest it does itself."""

_SITTING, _WARD, _ROUTES, _FOLLOWER = (
    "tui.app.sitting",
    "tui.views.course.ward",
    "tui.app.routes",
    "tui.app.follower",
)


class Kept:
    """What sessions are forked with. LedgerError where the ledger cannot be used, or not to record."""

    def __init__(self, place: Path) -> None:
        gc.disable()  # nearly all that is made here stays
        preflight.keep_private(os.environ)
        self.place = place
        self._import()
        self.ledger = Ledger.open(place)
        if self.ledger.read_only:
            raise LedgerError(self.ledger.problem)
        self._ward = import_module(_WARD).Ward(self.ledger)
        self.digest = b""
        self.renew(3600)
        rehearse()
        gc.collect()
        gc.freeze()  # so that no fork copies it only to look for garbage

    def _import(self) -> None:
        """Everything that a session ever imports, but what is slow on purpose: papers and databases."""
        import_module(_SITTING)
        follower = import_module(_FOLLOWER)
        for name in (*follower.BEHIND_THE_SIGN_ON, *follower.BEHIND_THE_BOARD):
            import_module(name)
        routes = import_module(_ROUTES)
        for row in routes.ROUTES.values():
            routes.load(row)

    def renew(self, seconds: float = BRIEFLY) -> None:
        """Take in what others recorded and go on through the ward. LedgerError where something is wrong."""
        self.digest = self.ledger.checked()
        if self.ledger.read_only:
            raise LedgerError(self.ledger.problem)
        self._ward.renew(utc_now(), seconds)
        self._ward.prepare()

    @property
    def ready(self) -> Any:
        """The same for the session itself."""
        return import_module(_SITTING).Ready(self.ledger, self._ward)
