"""A text about a course that takes a while to work out: it is made beside the keys, which go on working."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import work

from tui.screens.base.reading import CourseReading
from tui.views.lines.lines import Line

WORKING = "Working it out. Every key works meanwhile, F9 too."


class WorkedReading(CourseReading):
    """Subclasses give `drawing`. The text is of the record as it is, or a line says that it is on its way."""

    _of: object = None
    _lines: Sequence[Line] = ()

    def drawing(self) -> Callable[[], Sequence[Line]]:
        """What gives the text, from the record, size and time as they are now; it runs in a thread."""
        raise NotImplementedError

    def lines(self) -> Sequence[Line]:
        """The text as it was last worked out."""
        return self._lines

    def draw(self) -> None:
        """Work it out anew. Until then a minute leaves the text; a new entry or another size does not."""
        record, size = self.session.ledger.record(self.patient), self.app.size
        if self._of != (record.version, size):
            self._of, self._lines = (record.version, size), ([(WORKING, "dim")],)
        super().draw()
        self._work_out()

    @work(group="working", exclusive=True)
    async def _work_out(self) -> None:
        """Draw what comes of it. A newer question ends this one, and nothing comes of it."""
        self._lines = await asyncio.to_thread(self.drawing())
        super().draw()
