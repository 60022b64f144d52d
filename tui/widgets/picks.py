"""A list from which any number of lines are picked, by their letters, or with the arrows and space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from protocols.values.text import visible
from tui.views.lines.lines import width as cells_of
from tui.views.lines.lines import wrap
from tui.widgets.choice import Option
from tui.widgets.in_sight import keep_in_sight
from tui.widgets.pointed import placed, pointed


class Picks(Widget, can_focus=True):
    """Several of several; nothing is picked until a person does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "pick", show=False),
        Binding("enter", "accept", show=False),
    ]

    picked: reactive[frozenset[int]] = reactive(frozenset())
    cursor: reactive[int] = reactive(0)

    class Changed(Message):
        """A line was picked or let go."""

    class Accepted(Message):
        """Enter was pressed: on to the next field."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        columns: int = 1,
        picked: Sequence[str] = (),
        required: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.title, self.options = title, tuple(options)
        self.columns, self.required = columns, required
        self._pointing = False
        places = [place for place, option in enumerate(self.options) if option.value in picked]
        self.set_reactive(Picks.picked, frozenset(places))

    @property
    def values(self) -> tuple[str, ...]:
        """What was picked, in the order of the list."""
        return tuple(option.value for place, option in enumerate(self.options) if place in self.picked)

    @property
    def needed(self) -> bool:
        """Whether the form waits for this."""
        return self.required and self.display and not self.picked

    def choose_letter(self, letter: str) -> bool:
        """Pick the line with this letter, or let it go; False when there is none."""
        for place, option in enumerate(self.options):
            if option.letter and option.letter.lower() == letter.lower():
                self.cursor, self.picked = place, self.picked ^ {place}
                return True
        return False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Pick the line that is pointed at, or let it go."""
        self._pointing = True
        place = pointed(self._lines(), event.x, event.y)
        self._pointing = False
        if place is not None:
            self.cursor, self.picked = place, self.picked ^ {place}

    def on_focus(self) -> None:
        """Show the line under the cursor."""
        keep_in_sight(self)

    def watch_cursor(self) -> None:
        """Follow the cursor."""
        keep_in_sight(self)

    def watch_picked(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed())

    def action_move(self, by: int) -> None:
        """The line above or below."""
        self.cursor = min(max(self.cursor + by, 0), len(self.options) - 1)

    def action_pick(self) -> None:
        """Pick the line under the cursor, or let it go."""
        self.picked = self.picked ^ {self.cursor}

    def action_accept(self) -> None:
        """Enter goes on; it never records from here."""
        self.post_message(self.Accepted())

    def offer(self, options: Sequence[Option]) -> None:
        """Offer other lines, of which none is picked."""
        if tuple(options) != self.options:
            self.options, self.cursor, self.picked = tuple(options), 0, frozenset()
            self.refresh(layout=True)

    @property
    def line_in_focus(self) -> int:
        """The line where the option under the cursor begins."""
        cells = self.size.width
        if self._columns_in(cells) > 1:
            return len(self._title(cells)) + self.cursor % self._rows_in(cells) if self.options else 0
        return len(self._title(cells)) + sum(len(self._wrapped(place, cells)) for place in range(self.cursor))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The title and the lines that the words need."""
        several = self._columns_in(width) > 1
        rows = self._rows_in(width) if several else len(self._below_each_other(width))
        return len(self._title(width)) + rows

    def _title(self, cells: int) -> list[str]:
        return wrap(visible(self.title), max(cells, 20))

    def _columns_in(self, cells: int) -> int:
        """As many columns as were asked for, fewer where one of the lines has no room in them."""
        widest = max((cells_of(self._text(place)) for place in range(len(self.options))), default=0) + 2
        return min(self.columns, max(cells // widest, 1))

    def _rows_in(self, cells: int) -> int:
        return -(-len(self.options) // self._columns_in(cells))

    def render(self) -> Content:
        """The title, then the lines from top to bottom in columns; in one column none is cut."""
        return Content("\n").join(self._lines())

    def _lines(self) -> list[Content]:
        cells = self.size.width
        columns = self._columns_in(cells)
        room, high = cells // columns, self._rows_in(cells)
        style = "bold $text-accent" if self.has_focus else "bold"
        rows = [Content.styled(text, style) for text in self._title(cells)]
        if columns == 1:
            return [*rows, *self._below_each_other(cells)]
        for row in range(high):
            places = range(row, len(self.options), high)
            rows.append(Content("").join([self._line(place, room) for place in places]))
        return rows

    def _line(self, place: int, room: int) -> Content:
        text = f" {self._text(place)}"
        return Content.styled(text, self._style(place)) + " " * max(room - cells_of(text), 1)

    def _below_each_other(self, cells: int) -> list[Content]:
        return [
            Content.styled(f" {text}", self._style(place))
            for place in range(len(self.options))
            for text in self._wrapped(place, cells)
        ]

    def _wrapped(self, place: int, cells: int) -> list[str]:
        return wrap(self._text(place), max(cells, 20) - 1, " " * 7)

    def _text(self, place: int) -> str:
        option = self.options[place]
        mark = "[x]" if place in self.picked else "[ ]"
        return f"{mark} {option.letter or ' '}  {visible(option.words)}"

    def _style(self, place: int) -> str | Style:
        if self._pointing:
            return placed(place)
        style = "bold" if place in self.picked else ""
        return f"{style} underline".strip() if self.has_focus and place == self.cursor else style
