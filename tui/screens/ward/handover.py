"""A handover to read: the ward or one patient as things are now, or an earlier one as it was given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from protocols.entries import Entry
from protocols.record.handovers import Handover, waiting
from protocols.values.clinic_time import minute_of
from protocols.values.formatting import time_text
from protocols.values.text import visible
from store.errors import LedgerError
from store.ledger.reader import Reading
from store.site.exports import export
from tui.keymap.commands import bindings
from tui.paper.handover import handover_pdf
from tui.paper.unprintable import unprintable
from tui.screens.base.working import WorkedReading
from tui.views.handover.lines import is_start, sheet_lines
from tui.views.handover.parts import Said
from tui.views.handover.sheets import sheet_again, sheet_now
from tui.views.handover.waiting import handovers
from tui.views.lines.lines import Line


def _now(brief: bool, only: str) -> str:
    """What is said above the sheet as things are now: the keys that lead on from it."""
    other = "all that is said of each" if brief else "a line a patient"
    folds = "" if only else f"- shows {other}, "
    return f"As things are now. {folds}o hands over, t has the earlier ones, Left and Right move."


def _given_meanwhile(other: Handover) -> str:
    """What is said above a sheet that is no longer the newest."""
    by, when = visible(other.given.by.name), time_text(other.given.at, other.given.zone)
    return f"{by} gave a handover of this at {when}, while this was open. o shows it, to be answered."


def _sheet(
    ledger: Reading, handover: Handover | None, now: datetime, only: str, above: Said, room: int, brief: bool
) -> Sequence[Line]:
    """The sheet as it is at `now`, below the line `above`, or an earlier one and what became of it."""
    try:
        if handover is None:
            return sheet_lines(sheet_now(ledger, now, only), [above], room, brief=brief)
        sheet, state = sheet_again(ledger, handover)
        return sheet_lines(sheet, state, room, brief=brief)
    except LedgerError as error:
        return [[(str(error), "bad")]]


class HandoverScreen(WorkedReading):
    """One sheet. `given` is the entry of an earlier handover, "" for the sheet as it is now."""

    PLACE = "handover"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("handover"),
        Binding("right", "patient(1)", show=False),
        Binding("left", "patient(-1)", show=False),
    ]

    def __init__(self, only: str = "", given: str = "") -> None:
        super().__init__()
        self.only, self.given = only, given
        self.patient = only
        self.brief = False
        """Whether a line a patient is all that is shown."""
        self.opened_at = 0
        self._asked: object = None
        self.starts: list[int] = []
        """The lines on which a patient begins."""

    def on_mount(self) -> None:
        """Whoever reads the sheet of the ward looks at everybody on it, and that is written down."""
        for patient in () if self.only else self.session.ledger.patients():
            self.app.note_access(patient, "handover of the ward")
        self.opened_at = self.session.ledger.position
        super().on_mount()

    @property
    def meanwhile(self) -> Handover | None:
        """A handover of the same that was given while the sheet as it is now was open, and waits."""
        found = waiting(handovers(self.session.ledger), self.only) if not self.given else None
        return found if found is not None and found.given.number > self.opened_at else None

    @property
    def subject(self) -> object:
        """The sheet, which says as of which entry it is, how much of it, and the size of the screen."""
        return self.given, self.brief, self.app.size

    def asks_anew(self) -> bool:
        """Once for each minute, entry and size is often enough, whatever asks for it."""
        asked = (self.session.ledger.position, minute_of(self.session.now()), self.subject)
        known, self._asked = self._asked, asked
        return known != asked

    def drawing(self) -> Callable[[], Sequence[Line]]:
        """The sheet, and what became of it."""
        other, now = self.meanwhile, self.session.now()
        above = Said(_given_meanwhile(other), "warn") if other else Said(_now(self.brief, self.only), "dim")
        ledger, shown = self.session.ledger, self.handover
        return partial(_sheet, ledger, shown, now, self.only, above, self.room, self.brief)

    def lines(self) -> Sequence[Line]:
        """The sheet as it was last worked out."""
        lines = super().lines()
        self.starts = [place for place, line in enumerate(lines) if is_start(line)]
        return lines

    @property
    def handover(self) -> Handover | None:
        """The handover that is shown, None for the sheet as it is now."""
        return next((one for one in handovers(self.session.ledger) if one.id == self.given), None)

    def action_handover(self) -> None:
        """Give what is shown, or answer what was given."""
        handover, other = self.handover, self.meanwhile
        if other is not None:
            self.app.open("handover", self.only, other.id)
        elif handover is None:
            self.app.open("give_handover", self.only, then=self._show_given)
        elif handover.waits:
            self.app.open("answer_handover", handover.id)
        else:
            self.tell("This handover has its answer. Esc goes back to the sheet as things are now.")

    def _show_given(self, kept: Entry | None) -> None:
        """What was given stays on the screen for whoever takes over."""
        if kept is not None:
            self.app.open("handover", self.only, kept.id)

    def action_write_out(self) -> None:
        """Write what is shown as a PDF into the exports folder."""
        self.app.run_worker(self._write(), group="write", exclusive=True)  # whoever leaves still gets it

    async def _write(self) -> None:
        session, shown = self.session, self.handover
        number = f" {shown.given.number}" if shown else ""
        name = f"handover {self.only or 'ward'}{number}{' brief' if self.brief else ''}"
        try:
            content = await asyncio.to_thread(
                handover_pdf, session.ledger, shown, session.now(), self.only, brief=self.brief
            )
            path = export(session.place, name, ".pdf", content)
        except LedgerError as fault:
            self.tell(str(fault))
        else:
            ledger = session.ledger
            records = map(ledger.record, [self.only] if self.only else ledger.patients())
            self.tell(f"Written: {path} {unprintable(records)}".rstrip())

    def action_fold(self) -> None:
        """A line a patient alone, or everything again."""
        if self.only:
            self.tell("This sheet is of one patient. The lines are on the handover of the ward.")
            return
        self.brief = not self.brief
        self.draw()
        self.query_one("#reading").scroll_home(animate=False)

    def action_history(self) -> None:
        """The earlier handovers."""
        self.app.open("handovers")

    def action_patient(self, by: int) -> None:
        """The next patient on the sheet, or the one before."""
        reading = self.query_one("#reading")
        here = round(reading.scroll_y)
        there = [y for y in self.starts if (y > here if by > 0 else y < here)]
        if there:
            reading.scroll_to(y=there[0] if by > 0 else there[-1], animate=False)

    def tell(self, words: str) -> None:
        """Say why a key did nothing."""
        self.app.tell(words, 6)
