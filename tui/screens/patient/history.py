"""History: every entry of a patient, newest first; corrected ones struck and still readable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from protocols.values.text import visible
from tui.keymap.commands import bindings
from tui.screens.base.finding import FindingScreen
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.banner import banner
from tui.views.course.history import (
    GROUPS,
    Group,
    HistoryRow,
    by_day,
    folded,
    full_text,
    history,
    holding,
    instead_of_correcting,
    row_lines,
)
from tui.views.lines.lines import fit, width, wrap
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain


def counted(entries: int) -> str:
    """How many entries are shown."""
    return "1 entry" if entries == 1 else f"{entries:,} entries"


class HistoryScreen(FindingScreen, PatientActions):
    """The record of one patient."""

    PLACE = "history"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("history"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self, patient: str, course: str) -> None:
        super().__init__()
        self.patient, self.course = patient, course
        self.group: Group = "all"
        self.listed: list[HistoryRow | str] = []
        """What is listed: the entries, and the days as headings."""
        self.folded = False
        """Whether each entry has one line; the highlighted one is below in full."""
        self.drawn_rows: tuple[list[HistoryRow], int, bool] = ([], 0, False)

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course the history was opened from."""
        return self.patient, self.course

    def body(self) -> Iterable[Widget]:
        """Banner, filter, one line an entry, and the highlighted one in full."""
        yield Static(id="banner", classes="banner", markup=False)
        yield Static(id="counts", markup=False)
        yield Rows(id="rows")
        yield Static(id="detail", markup=False)
        yield Input(placeholder="Words of an entry. Enter keeps, Esc shows all.", id="find", compact=True)

    def draw(self) -> None:
        """Draw the entries again, keeping the cursor on its entry."""
        ledger = self.session.ledger
        record = ledger.record(self.patient)
        kept = self.highlighted.entry.id if self.highlighted else ""
        rows = holding(history(record, self.group), self.sought)
        self.show(
            "#banner",
            drawn(banner(record, self.session.now(), ledger.zone, self.cells - 2, self.session.people)),
        )
        named = ", ".join(group.upper() if group == self.group else group for group in GROUPS)
        shows = f' with "{visible(self.sought)}"' if self.sought else f".  f shows: {named}"
        if width(f" {counted(len(rows))}{shows}") > self.cells and not self.sought:
            following = GROUPS[(GROUPS.index(self.group) + 1) % len(GROUPS)]
            shows = f".  {self.group.upper()} are shown; f shows {following}"
        counts = "" if record.trouble else f" {counted(len(rows))}{shows}"
        self.show("#counts", plain(fit(counts, self.cells)))
        if (rows, self.cells, self.folded) != self.drawn_rows:
            self._fill(rows, kept)
        self._explain()

    def _fill(self, rows: list[HistoryRow], kept: str) -> None:
        self.listed, self.drawn_rows = by_day(rows), (rows, self.cells, self.folded)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._option(one) for one in self.listed])
        places = {one.entry.id: at for at, one in enumerate(self.listed) if isinstance(one, HistoryRow)}
        options.highlighted = places.get(kept, 1) if rows else None
        if not isinstance(self.focused, Input):
            options.focus()

    def _option(self, one: HistoryRow | str) -> Option:
        if isinstance(one, str):
            return Option(drawn([[(f" {one}", "strong")]]), disabled=True)
        lines = row_lines(one, self.cells - 3)
        lines = folded(lines, self.cells - 3) if self.folded else lines
        return Option(drawn([[(" ", ""), *line] for line in lines]))

    @property
    def highlighted(self) -> HistoryRow | None:
        """The entry under the cursor."""
        at = self.query_one(OptionList).highlighted
        one = self.listed[at] if at is not None and at < len(self.listed) else None
        return one if isinstance(one, HistoryRow) else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        row = self.highlighted
        texts = [line for text in full_text(row) for line in wrap(text, self.cells - 3)] if row else []
        self.show("#detail", plain("\n".join(texts), multiline=True))

    def action_filter(self) -> None:
        """The next kind of entry."""
        self.group = GROUPS[(GROUPS.index(self.group) + 1) % len(GROUPS)]
        self.draw()

    def action_fold(self) -> None:
        """A line an entry, or everything again."""
        self.folded = not self.folded
        self.draw()

    def action_correct(self) -> None:
        """Correct the highlighted entry."""
        row = self.highlighted
        if row is None:
            self.tell("Highlight the entry that is wrong.")
        elif words := instead_of_correcting(row.entry):
            self.tell(words)
        else:
            self.app.open("correct", self.patient, row.entry.course, row.entry.id)
