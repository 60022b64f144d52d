"""A list from which one line is chosen, by its letter or with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from tui.views.lines.lines import fit, wrap
from tui.views.lines.lines import width as cells_of
from tui.widgets.in_sight import keep_in_sight
from tui.widgets.pointed import placed, pointed

CAPTION = 22
"""Cells of the name before a line of text, and before the lines of a choice that lie side by side."""


@dataclass(frozen=True)
class Option:
    """One line of a choice: its letter ("" for none), what it stands for, and its words."""

    letter: str
    value: str
    words: str


WIDE = 74
"""Cells from which the options may stand in columns."""


class Choice(Widget, can_focus=True):
    """One of several; nothing is chosen until a person does, unless `chosen` says so.

    Its lines stand below each other, in `columns`, or `across` in one row; one that `folds` shows only
    the chosen line once the focus has gone on. `caption` is the cells of the name before them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter", "accept", show=False),
    ]

    chosen: reactive[int | None] = reactive(None, layout=True)

    class About(Message):
        """Something happened to a choice."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice it happened to."""
            return self.choice

    class Changed(About):
        """Another line was chosen."""

    class Accepted(About):
        """Enter was pressed: on to the next field."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        chosen: str | None = None,
        required: bool = True,
        columns: int = 1,
        across: bool = False,
        folds: bool = False,
        caption: int = CAPTION,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.title, self.options, self.required = title, tuple(options), required
        self.columns, self.across, self.folds = columns, across, folds
        self.caption = caption
        self._pointing, self._unfolded = False, 0.0
        values = [option.value for option in self.options]
        self.set_reactive(Choice.chosen, values.index(chosen) if chosen in values else None)
        self.filled_in = self.chosen is not None
        """Whether the line was chosen beforehand, and nobody has said otherwise: then an arrow goes on to the
        next field, as it does everywhere in a form, instead of changing what was not looked at."""

    @property
    def value(self) -> str | None:
        """What was chosen, None for nothing yet."""
        return None if self.chosen is None else self.options[self.chosen].value

    @property
    def needed(self) -> bool:
        """Whether the form waits for this."""
        return self.required and self.display and self.chosen is None

    def offer(self, options: Sequence[Option], chosen: str | None = None) -> None:
        """Offer other lines."""
        if tuple(options) == self.options and chosen == self.value:
            return
        self.options = tuple(options)
        values = [option.value for option in self.options]
        self.chosen = values.index(chosen) if chosen in values else None
        self.filled_in = self.chosen is not None
        self.refresh(layout=True)

    def offer_again(self, chosen: str) -> None:
        """The same lines, with another one chosen beforehand."""
        values = [option.value for option in self.options]
        self.chosen = values.index(chosen) if chosen in values else None
        self.filled_in = self.chosen is not None

    def choose_letter(self, letter: str) -> bool:
        """Choose the line with this letter; False when there is none. Again lets an optional one go."""
        for place, option in enumerate(self.options):
            if option.letter and option.letter.lower() == letter.lower():
                self.chosen = None if place == self.chosen and not self.required else place
                self.filled_in = False
                return True
        return False

    def watch_chosen(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self))
        keep_in_sight(self)

    def action_move(self, by: int) -> None:
        """The line above or below; past one that was filled in beforehand, the field there."""
        if self.filled_in:
            self.screen.focus_next() if by > 0 else self.screen.focus_previous()
            return
        at = self.chosen + by if self.chosen is not None else (0 if by > 0 else len(self.options) - 1)
        self.chosen = min(max(at, 0), len(self.options) - 1) if self.options else None

    def action_accept(self) -> None:
        """Enter goes on; it never records from here."""
        self.post_message(self.Accepted(self))

    @property
    def line_in_focus(self) -> int:
        """The line where the chosen option begins, the title where there is none or all lie side by side."""
        if self.chosen is None or self.across or self.folded:
            return 0
        cells = self.size.width
        if self.columns > 1 and cells >= WIDE:
            return len(self._title(cells)) + self.chosen % -(-len(self.options) // self.columns)
        return len(self._title(cells)) + sum(len(self._wrapped(place, cells)) for place in range(self.chosen))

    @property
    def folded(self) -> bool:
        """Whether only the chosen line is shown."""
        return self.folds and self.chosen is not None and not self.has_focus

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the line that is pointed at; not one that only this press has unfolded."""
        if self.folds and self._unfolded > event.time:
            return
        self._pointing = True
        place = pointed(self._lines(self.size.width), event.x, event.y)
        self._pointing = False
        if place is not None:
            self.chosen, self.filled_in = place, False

    def on_focus(self, event: events.Focus) -> None:
        """Unfold."""
        self._unfolded = event.time
        self.refresh(layout=self.folds)
        keep_in_sight(self)

    def on_blur(self) -> None:
        """Fold."""
        self.refresh(layout=self.folds)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The title and the options."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, cells: int) -> list[Content]:
        if self.across or self.folded:
            return self._beside(max(cells, self.caption + 20))
        lines = [self._styled_title(text) for text in self._title(cells)]
        if self.columns > 1 and cells >= WIDE:
            return lines + self._in_columns()
        for place in range(len(self.options)):
            texts = self._wrapped(place, cells)
            lines.extend(Content.styled(f" {text}", self._style(place)) for text in texts)
        return lines

    def _title(self, cells: int) -> list[str]:
        return wrap(visible(self.title), max(cells, 20))

    def _wrapped(self, place: int, cells: int) -> list[str]:
        return wrap(self._text(place), max(cells, 20) - 1, " " * 7)

    def _in_columns(self) -> list[Content]:
        """The lines down each column, none of them cut."""
        rows = -(-len(self.options) // self.columns)
        texts = [f" {self._text(place)}" for place in range(len(self.options))]
        widths = [max(map(cells_of, texts[at : at + rows])) + 2 for at in range(0, len(texts), rows)]
        return [
            Content("").join(
                Content.styled(fit(texts[place], widths[column]), self._style(place))
                for column, place in enumerate(range(row, len(texts), rows))
            )
            for row in range(rows)
        ]

    def _beside(self, cells: int) -> list[Content]:
        """The lines beside each other after the title, in as many rows as they need; none is cut."""
        shown = [self.chosen] if self.folded and self.chosen is not None else range(len(self.options))
        row, used = [self._styled_title(fit(visible(self.title), self.caption))], self.caption
        rows = [row]
        for place in shown:
            text = f"{self._text(place)}  "
            if used > self.caption and used + cells_of(text.rstrip()) > cells:
                row, used = [Content(" " * self.caption)], self.caption
                rows.append(row)
            style = self._style(place)
            first, *rest = [text]
            if used + cells_of(text.rstrip()) > cells:
                first, *rest = wrap(text.rstrip(), cells - used, " " * 7)
            row.append(Content.styled(first, style))
            rows += [[Content(" " * self.caption), Content.styled(more, style)] for more in rest]
            row, used = rows[-1], cells if rest else used + cells_of(text)
        return [Content("").join(row) for row in rows]

    def _text(self, place: int) -> str:
        option = self.options[place]
        mark = "(x)" if place == self.chosen else "( )"
        letter = f"{option.letter} " if option.letter else ""
        return f"{mark} {letter} {visible(option.words)}"

    def _style(self, place: int) -> str | Style:
        if self._pointing:
            return placed(place)
        return "bold" if place == self.chosen else ""

    def _styled_title(self, title: str) -> Content:
        return Content.styled(title, "bold $text-accent" if self.has_focus else "bold")
