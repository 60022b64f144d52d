"""A text about a course that takes a while to work out: it is made beside the keys, which go on working."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import work

from tui.screens.base.reading import CourseReading, ReadingScreen
from tui.views.lines.lines import Line

WORKING = "Working it out. Every key works meanwhile, F9 too."


class WorkedReading(ReadingScreen):
    """Subclasses give `drawing`. The text is of its subject, or a line says that it is on its way."""

    _of: object = None
    _lines: Sequence[Line] = ()

    @property
    def subject(self) -> object:
        """What the text is of: where that is another one, the old text goes at once."""
        return self.app.size

    def asks_anew(self) -> bool:
        """Whether something else is asked for now than was asked last."""
        return True

    def drawing(self) -> Callable[[], Sequence[Line]]:
        """What gives the text, from the records, size and time as they are now; it runs in a thread."""
        raise NotImplementedError

    def lines(self) -> Sequence[Line]:
        """The text as it was last worked out."""
        return self._lines

    def draw(self) -> None:
        """Work it out anew. Until then a minute leaves the text; another subject does not."""
        if self._of != self.subject:
            self._of, self._lines = self.subject, ([(WORKING, "dim")],)
        super().draw()
        if self.asks_anew() and not self.lost:
            self._work_out()

    @work(group="working", exclusive=True)
    async def _work_out(self) -> None:
        """Draw what comes of it. A newer question ends this one, and nothing comes of it; nor where the
        screen was left meanwhile, whose parts may be gone one by one.
        """
        self._lines = await asyncio.to_thread(self.drawing())
        if self in self.app.screen_stack:
            super().draw()


class WorkedCourse(WorkedReading, CourseReading):
    """The same about one course: the text is of its record as it is."""

    @property
    def subject(self) -> object:
        """The record, and the size of the screen."""
        return self.session.ledger.record(self.patient).version, self.app.size
