"""The staff list: who may sign on. An admin keeps it; everybody sets their own PIN here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from protocols.record.staff import Member
from tui.keymap.commands import bindings
from tui.screens.base.ward_screen import WardScreen
from tui.views.course.staff import about, staff_line
from tui.views.lines.lines import wrap
from tui.widgets.drawing import drawn
from tui.widgets.in_sight import Rows
from tui.widgets.plain import plain

ADD = "   Add a person ..."


class StaffScreen(WardScreen):
    """One line a person, those who may sign on first; the first line adds one."""

    PLACE = "staff"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("staff"),
        Binding("j", "cursor(1)", show=False),
        Binding("k", "cursor(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.members: list[Member] = []

    def body(self) -> Iterable[Widget]:
        """How many, the list, and about the highlighted person."""
        yield Static(id="counts", markup=False)
        yield Rows(id="rows")
        yield Static(id="detail", markup=False)

    @property
    def _is_admin(self) -> bool:
        return self.session.person is not None and self.session.person.role == "admin"

    def draw(self) -> None:
        """The list as it is now, keeping the cursor on its line."""
        staff = self.session.ledger.staff
        self.members = sorted(staff.members, key=lambda member: not member.active)
        who = (
            "Enter opens a person."
            if self._is_admin
            else f"Kept by {staff.named('admin')}. Enter: your own PIN."
        )
        locked = f" {len(staff.locked)} LOCKED OUT." if staff.locked else ""
        self.show("#counts", plain(f" {len(staff.active)} may sign on.{locked} {who}"))
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        prompts = [plain(ADD), *(drawn([staff_line(member, self.cells - 2)]) for member in self.members)]
        if [option.prompt for option in options.options] != prompts:
            options.clear_options()
            options.add_options([Option(prompt) for prompt in prompts])
            options.highlighted = min(at, len(prompts) - 1)
        options.focus()
        self._explain()

    @property
    def highlighted(self) -> Member | None:
        """The person under the cursor; None on the line that adds one."""
        at = self.query_one(OptionList).highlighted
        return self.members[at - 1] if at and at <= len(self.members) else None

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        member = self.highlighted
        said = about(member) if member else ["Name, initials, role and a PIN that the person types unseen."]
        if [other.role for other in self.session.ledger.staff.active].count("admin") == 1:
            said.append("There is one admin only. Add a second: nobody else can set a forgotten PIN.")
        lines = [line for text in said for line in wrap(text, self.cells - 3)]
        self.show("#detail", plain("\n".join(lines[:4]), multiline=True))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """What may be done about the highlighted person."""
        member, person = self.highlighted, self.session.person
        own = member is not None and person is not None and member.active and member.is_person(person)
        if not self._is_admin and not (own and member):
            self.tell(f"The staff list is kept by {self.session.ledger.staff.named('admin')}.")
        elif member is None:
            self.app.open("add_staff", "")
        elif not member.active:
            self.tell("Who may no longer sign on is added anew: highlight the first line, then Enter.")
        elif not self._is_admin:
            self.app.open("own_pin", member.id)
        else:
            self.app.open("member", member.id)

    def action_scanning(self) -> None:
        """What the ward scans."""
        self.app.open("scanning", "")

    def action_numbers(self) -> None:
        """What hospital numbers look like."""
        self.app.open("numbers", "")

    def action_zone(self) -> None:
        """The ward's time zone."""
        self.app.open("zone", "")

    def tell(self, words: str) -> None:
        """Say why a key did nothing."""
        self.app.tell(words, 6)

    def action_cursor(self, by: int) -> None:
        """One line up or down."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()
