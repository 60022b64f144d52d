"""Who is coming: how many the hospital's own system tells of, on the board, read beside the keys."""

from __future__ import annotations

import asyncio

from store.arrivals.folder import ArrivalsFault
from store.errors import LedgerError
from store.location.config import LocationFault
from tui.expected import changed, count_words, told
from tui.screens.ward.round import Round


class Coming(Round):
    """A list of patients that knows of those who are not in it yet."""

    def __init__(self) -> None:
        super().__init__()
        self.coming: tuple[str, ...] = ()
        """How many are expected and told of, with the key that shows them, the longest first; () for none."""
        self._heard_at: object = None

    def look_for_arrivals(self) -> None:
        """Read the folder again where a file came or went, an entry was recorded, or a day began."""
        at = changed(self.session)
        if at != self._heard_at:
            self._heard_at = at
            self.run_worker(self._hear(), group="arrivals", exclusive=True)

    async def _hear(self) -> None:
        words: tuple[str, ...] = ()
        if self._heard_at is not None:
            try:
                found = await asyncio.to_thread(told, self.session)
                words = count_words(self.session, found)
            except (ArrivalsFault, LedgerError, LocationFault):
                words = ("arrivals cannot be read: a",)
        if words != self.coming:
            self.coming = words
            if self.is_mounted and self.app.screen is self:
                self.draw()
