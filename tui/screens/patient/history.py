"""History: every entry of a patient, newest first; corrected ones struck and still readable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.keymap.commands import bindings
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.banner import banner
from tui.views.course.history import GROUPS, Group, HistoryRow, full_text, history
from tui.views.lines.lines import Line, fit, wrap
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain


def counted(entries: int) -> str:
    """How many entries are shown."""
    return "1 entry" if entries == 1 else f"{entries:,} entries"


class HistoryScreen(PatientActions):
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
        self.rows: list[HistoryRow] = []
        self.drawn_rows: tuple[list[HistoryRow], int] = ([], 0)

    @property
    def chosen(self) -> tuple[str, str]:
        """The patient and course the history was opened from."""
        return self.patient, self.course

    def body(self) -> Iterable[Widget]:
        """Banner, filter, one line an entry, and the highlighted one in full."""
        yield Static(id="banner", classes="banner", markup=False)
        yield Static(id="counts", markup=False)
        yield Rows(id="rows", markup=False)
        yield Static(id="detail", markup=False)

    def draw(self) -> None:
        """Draw the entries again, keeping the cursor on its entry."""
        ledger = self.session.ledger
        record = ledger.record(self.patient)
        kept = self.highlighted.entry.id if self.highlighted else ""
        rows = history(record, self.group)
        self.show(
            "#banner",
            drawn(banner(record, self.session.now(), ledger.zone, self.cells - 2, self.session.people)),
        )
        named = ", ".join(group.upper() if group == self.group else group for group in GROUPS)
        self.show("#counts", plain(f" {counted(len(rows))}.  f shows: {named}"))
        if (rows, self.cells) != self.drawn_rows:
            self._fill(rows, kept)
        self._explain()

    def _fill(self, rows: list[HistoryRow], kept: str) -> None:
        self.rows, self.drawn_rows = rows, (rows, self.cells)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(drawn([self._line(row)])) for row in rows])
        places = {row.entry.id: place for place, row in enumerate(rows)}
        options.highlighted = places.get(kept, 0) if rows else None
        options.focus()

    def _line(self, row: HistoryRow) -> Line:
        mark = "*" if row.note else " "
        room = self.cells - 31
        return [(f"{row.when} ", "dim"), (f"{fit(row.who, 4)} {mark} ", ""), (fit(row.said, room), row.tone)]

    @property
    def highlighted(self) -> HistoryRow | None:
        """The entry under the cursor."""
        at = self.query_one(OptionList).highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        row = self.highlighted
        texts = [line for text in full_text(row) for line in wrap(text, self.cells - 3)] if row else []
        self.show("#detail", plain("\n".join(texts), multiline=True))

    def action_cursor(self, by: int) -> None:
        """One entry up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_filter(self) -> None:
        """The next kind of entry."""
        self.group = GROUPS[(GROUPS.index(self.group) + 1) % len(GROUPS)]
        self.draw()

    def action_correct(self) -> None:
        """Correct the highlighted entry."""
        row = self.highlighted
        if row is None or not row.entry.course:
            self.tell("Only entries of a course are corrected here. Bed, name and allergies: b on the chart.")
        else:
            self.app.open("correct", self.patient, row.entry.course, row.entry.id)
