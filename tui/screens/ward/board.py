"""The ward board: one line a patient, the most urgent first; below, why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import is_
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from protocols.entries import Entry, PatientAdmitted
from protocols.record.namesakes import Namesakes
from protocols.values.clinic_time import minute_of
from protocols.values.text import visible
from tui.keymap.commands import bindings
from tui.screens.ward.looking_back import LookingBack
from tui.views.course.banner import facts_of
from tui.views.course.board import BoardRow, board, order, present
from tui.views.course.namesakes import namesake_lines
from tui.views.lines.lines import Line, fit
from tui.views.round.layout import Layout, headings, layout, needs_of, patient_lines
from tui.views.round.once import Once
from tui.views.round.pane import detail, pane, title
from tui.views.round.strip import legend, ruler, strip
from tui.views.round.tabs import MEANINGS, tab_line, to_do
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.pane import Pane
from tui.widgets.plain import plain

_EMPTY = """\
No patients yet.

Press a to admit the first patient, then e to enrol on a protocol.
Press l to read the protocols, F1 for help, q to quit.

To look around first, quit and start: stepward --demo"""


class BoardScreen(LookingBack):
    """The ward at a glance. The cursor stays on the same patient when the order changes."""

    PLACE = "board"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("board"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("escape", "show_all", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._shape: object = None
        self._present, self._needs, self._to_do = Once(present), Once(needs_of), Once(to_do)
        self._drawn_as = Layout(())
        self._filled: tuple[object, ...] = ()
        self._said_before: dict[tuple[str, str], tuple[BoardRow, object, Content]] = {}
        self._prompts: dict[tuple[str, str], tuple[BoardRow, Content]] = {}
        self._people: Mapping[str, PatientAdmitted] = {}
        self._likes: Namesakes = {}

    def body(self) -> Iterable[Widget]:
        """Tabs, headings, one line a patient, the shift, why; beside them the pane where there is room."""
        yield Static(id="counts", markup=False)
        with Horizontal(id="ward"):
            with Vertical(id="list"):
                yield Static(id="headings", markup=False)
                yield Rows(id="rows")
                yield Static(plain(_EMPTY, multiline=True), id="empty", markup=False)
                yield Static(id="legend", markup=False)
            with Pane(id="pane"):
                yield Static(id="about", markup=False)
        yield Static(id="since", markup=False)
        yield Static(id="detail", markup=False)
        yield Input(
            placeholder="Find by name, number or bed. Enter keeps, Esc shows all.", id="find", compact=True
        )

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The highlighted patient and course."""
        at = self.query_one(OptionList).highlighted
        return (self.rows[at].patient, self.rows[at].course) if at is not None and self.rows else None

    def draw(self) -> None:
        """Draw the rows again, keeping the cursor on its patient."""
        ledger, now, keep = self.session.ledger, self.session.now(), self.chosen
        ward = self.app.ward
        if not ward.whole:
            self.show("#counts", plain(f" Reading the ward: {ward.unread} patients are still to come ..."))
            return
        self.look_for_arrivals()
        earlier = board(self._earlier(), now, ledger.zone, ledger.clock_doubt(now), ledger.approvals.known)
        everyone = sorted([*ward.rows, *earlier], key=order) if earlier else self._here(ward.rows)
        mine = self.mine
        self.listed = everyone
        in_tab = everyone if self.sought else self.tabs.of(everyone, mine)[self.tab]
        self.rows = [row for row in in_tab if row.matches(self.sought)] if self.sought else in_tab
        self.show("#counts", drawn([self._counts(everyone, mine)]))
        self._tell_apart()
        layout = self._drawn_as = self._layout(everyone)
        marks = layout.strip
        times: Line = [(ruler(now, ledger.zone, marks), "")] if marks else []
        self.show("#headings", drawn([[*headings(layout), *times]]))
        self._shape_up(layout)
        self._fill(layout, keep)
        self.query_one("#empty").set_class(not everyone, "open")
        self.query_one("#rows").display = bool(everyone)
        self.query_one("#pane").display = bool(layout.pane and everyone)
        self.query_one("#pane").styles.width = layout.pane or 1
        self.query_one("#legend").display = bool(marks)
        self.show("#legend", drawn(legend(self.cells - layout.pane - 1) if marks else []))
        self.look_back()
        self._explain()

    def _here(self, rows: list[BoardRow]) -> list[BoardRow]:
        """Who is on the ward; with those who have left it while somebody is sought."""
        return rows if self.sought else self._present.of(rows)

    def _layout(self, everyone: list[BoardRow]) -> Layout:
        """How the width is shared between list, strip and pane: the same in every tab."""
        return layout(self.cells, self._needs.of(everyone))

    def _tell_apart(self) -> None:
        """Who is like whom, worked out anew when somebody came, went or has another name or bed."""
        people = self.session.people
        if people is not self._people:
            self._people, self._likes, self._prompts = people, self.app.ward.namesakes, {}

    def _counts(self, everyone: list[BoardRow], mine: set[str]) -> Line:
        """The tabs, or how many were found; of an empty ward who is coming."""
        if not everyone:
            return [(f" {self.coming[0]}", "dim")] if self.coming else []
        if self.sought:
            found = f'Found {len(self.rows)} of {len(everyone)} patients with "{visible(self.sought)}"'
            return [(f" {fit(found, self.cells - 17).rstrip()}", ""), ("  Esc shows all", "dim")]
        tabs = self.tabs.of(everyone, mine)
        return tab_line(tabs, self.tab, self.cells, self._to_do.of(everyone), self.coming)

    def _shape_up(self, layout: Layout) -> None:
        """Forget the lines that were made for another layout, or for a time that the strips have passed."""
        shape = layout, int(self.session.now().timestamp()) // STRIP_SECONDS if layout.strip else 0
        if shape != self._shape:
            self._shape, self._prompts = shape, {}

    def _prompt(self, row: BoardRow, layout: Layout) -> Content:
        """The line of `row`, made once for as long as neither it nor the layout changes."""
        if row.patient == self.marked:
            return drawn(self._lines(row, layout))
        known = self._prompts.get((row.patient, row.course))
        if known is None or known[0] is not row:
            known = row, drawn(self._lines(row, layout))
            self._prompts[row.patient, row.course] = known
        return known[1]

    def _lines(self, row: BoardRow, layout: Layout) -> list[Line]:
        """The cells, and half a day back and ahead where there is room."""
        cells = row.shown(layout.columns)
        if row.patient == self.marked:
            cells[0] = ("ok RECORDED", "good")
        marks: Line = []
        if layout.strip and row.status is not None:
            marks = strip(row.status, self.session.now(), layout.strip)
        apart = namesake_lines(row.patient, self._people, self._likes)
        return patient_lines(cells, row.number, layout, marks, apart)

    def _fill(self, layout: Layout, keep: tuple[str, str] | None) -> None:
        """Change only the lines that differ, so that nothing is sent for the others."""
        options, shown = self.query_one(Rows), (self.rows, self._prompts, self.marked)
        if not all(map(is_, shown, self._filled or (None,))):
            self._filled = shown
            options.fill([self._prompt(row, layout) for row in self.rows])
            places = {(row.patient, row.course): place for place, row in enumerate(self.rows)}
            if self.rows:
                options.highlighted = places.get(keep, 0) if keep else 0
        if self.focused is not options and not isinstance(self.focused, Input):
            options.focus()

    def _explain(self) -> None:
        """The highlighted patient: in the pane where there is one, else in the lines below the list."""
        at, pane_there = self.query_one(OptionList).highlighted, self.query_one("#pane").display
        self.query_one("#detail").display = not pane_there
        if at is None or not self.rows:
            words = "Nobody matches. Esc shows all." if self.sought else MEANINGS[self.tab]
            self.show("#about" if pane_there else "#detail", plain(words))
            return
        row = self.rows[at]
        if pane_there:
            box, cells = self.query_one(Pane), max(self._drawn_as.pane - 4, 20)
            box.border_title = plain(fit(title(row), cells - 2).rstrip())
            self.show("#about", self._said_of(row, cells, box.room))
        else:
            self.show("#detail", self._said_of(row, self.cells - 3, 0))

    def _said_of(self, row: BoardRow, cells: int, beside: int) -> Content:
        """What a pane of `beside` lines says of `row`, or with 0 the lines below; made once a minute."""
        now, ledger = self.session.now(), self.session.ledger
        taken = self.with_whom.get(row.patient, "")
        stamp = minute_of(now), cells, beside, taken
        known = self._said_before.get((row.patient, row.course))
        if known is None or known[0] is not row or known[1] != stamp:
            if beside:
                record = ledger.record(row.patient)
                facts: list[Line] = [[(text, "")] for text in facts_of(record, now, ledger.zone, cells)]
                lines = pane(row, record, facts, now, cells, taken, beside)
            else:
                lines = detail(row, now, cells, DETAIL_LINES, taken)
            known = row, stamp, drawn(lines)
            self._said_before[row.patient, row.course] = known
        return known[2]

    @on(Pane.Resized)
    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._explain()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The chart of the highlighted patient."""
        if self.chosen is not None:
            self.app.open("chart", *self.chosen)

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_edge(self, at: int) -> None:
        """The first or the last line."""
        options = self.query_one(OptionList)
        options.action_first() if at == 0 else options.action_last()

    def action_receive(self) -> None:
        """Receive a record from another site."""
        self.app.open("receive")

    def action_admit(self) -> None:
        """Admit a patient."""
        self.app.open("admit", "", then=self._go_to)

    def open_about(
        self, name: str, *, course: bool = True, then: Callable[[Any], object] | None = None
    ) -> None:
        """The same, and go on to the next patient once what a round is for was recorded."""
        if name not in ("dose", "skin", "step_up"):
            super().open_about(name, course=course, then=then)
            return

        before = [(row.patient, row.course) for row in self.rows]

        def after(kept: Entry | None) -> None:
            self.go_on(kept, before)
            if then is not None:
                then(kept)

        super().open_about(name, course=course, then=after)

    def _go_to(self, admitted: Entry | None) -> None:
        """Put the cursor on the patient just admitted."""
        places = [
            place for place, row in enumerate(self.rows) if admitted and row.patient == admitted.patient
        ]
        if places:
            self.query_one(OptionList).highlighted = places[0]

    def action_handover(self) -> None:
        """The handover of the ward."""
        self.open_handover()

    def action_clock(self) -> None:
        """Confirm the computer's clock."""
        self.app.open("clock", "")


STRIP_SECONDS = 600
"""How often the strips move on."""
DETAIL_LINES = 4
"""Lines below the list."""
