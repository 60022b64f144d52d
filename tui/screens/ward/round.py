"""The round on the board: tabs, the next patient who needs something, patients taken for the shift."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import events
from textual.widgets import OptionList

from protocols.entries import Entry, PatientTaken
from protocols.record.people import same_person
from protocols.values.refusal import Refused
from store.errors import Changed, LedgerError
from tui.screens.ward.finding import Finding
from tui.views.course.board import BoardRow
from tui.views.round.tabs import TABS, Tab, Tabs, following, going_on, tab_at

MARKED = 6.0
"""Seconds for which the line that was just recorded on is marked."""


class Round(Finding):
    """The patients of a tab, and the way from one to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: Sequence[BoardRow] = ()
        """Everybody of whom the tabs count."""
        self.rows: list[BoardRow] = []
        self.tab: Tab = "All"
        self.tabs = Tabs()
        self.marked = ""
        """The patient about whom something was just recorded."""
        self._with: tuple[int, object, dict[str, str], set[str]] = (-1, None, {}, set())

    # the tabs

    def action_tab(self, place: int) -> None:
        """Show that tab; the same key again shows everybody."""
        self.tab = "All" if TABS[place] == self.tab else TABS[place]
        self.draw()

    action_tab_now = lambda self: self.action_tab(0)  # noqa: E731
    action_tab_checks = lambda self: self.action_tab(1)  # noqa: E731
    action_tab_open = lambda self: self.action_tab(2)  # noqa: E731
    action_tab_mine = lambda self: self.action_tab(3)  # noqa: E731
    action_tab_all = lambda self: self.action_tab(4)  # noqa: E731

    async def on_click(self, event: events.Click) -> None:
        """A tab that is pointed at."""
        if event.widget is not None and event.widget.id == "counts" and self.listed and not self.sought:
            place = tab_at(self.tabs.of(self.listed, self.mine), self.tab, event.screen_x)
            if place is not None:
                self.tab = TABS[place]
                self.draw()

    # the next one

    def action_next_due(self) -> None:
        """The next patient who needs something, round the end of the list."""
        options = self.query_one(OptionList)
        here = options.highlighted or 0
        place = following(self.rows, here)
        if place is None or place == here:
            self.tell(
                f"Nobody {'in this list' if place is None else 'else in this list'} needs anything now."
            )
        else:
            options.highlighted = place

    def go_on(self, kept: Entry | None, before: list[tuple[str, str]]) -> None:
        """After something was recorded: mark its line for a moment, and go on where it needs no more.

        `before` is the list as it was in front of whoever recorded it.
        """
        if kept is None:
            return
        self.marked = kept.patient
        self.set_timer(MARKED, self._unmark)
        self.draw()
        place = going_on(self.rows, before, (kept.patient, kept.course))
        if place is not None:
            self.query_one(OptionList).highlighted = place

    def _unmark(self) -> None:
        self.marked = ""
        if self.is_mounted and self.app.screen is self:
            self.draw()

    # whose patients

    @property
    def with_whom(self) -> dict[str, str]:
        """The initials of whoever has a patient for this shift, by hospital number."""
        return self._shift()[2]

    @property
    def mine(self) -> set[str]:
        """The hospital numbers of the patients of whoever is signed on."""
        return self._shift()[3]

    def _shift(self) -> tuple[int, object, dict[str, str], set[str]]:
        ledger, person = self.session.ledger, self.session.person
        if self._with[:2] != (ledger.position, person):
            position, staff, had = ledger.position, ledger.staff, self.app.ward.taken.items()
            initials = {one: initials for one, (_, initials) in had}
            mine = {one for one, (by, _) in had if person is not None and same_person(by, person, staff)}
            self._with = position, person, initials, mine
        return self._with

    def action_mark(self) -> None:
        """Take the highlighted patient for the shift, or let go."""
        if self.chosen is not None and self.session.person is not None:
            self.run_worker(self._take(self.chosen[0]), group="take", exclusive=True)

    async def _take(self, patient: str) -> None:
        session = self.session
        entry = session.entry(PatientTaken(patient not in self.mine), patient, "", None, session.new_id())
        version = session.ledger.record(patient).version
        try:
            kept = await asyncio.to_thread(session.ledger.append, entry, version)
        except Changed:
            self.app.follow()
            self.tell("Somebody has just recorded something about this patient. Press the key again.")
        except Refused as refused:
            self.tell(" ".join(refused.reasons))
        except LedgerError as error:
            self.tell(str(error))
        else:
            self.app.when_unlocked(lambda: self.app.recorded(kept))
