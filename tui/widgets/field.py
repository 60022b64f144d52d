"""A line of text to type, or several, with its name before it. Every key is seen, secret ones as dots."""

from __future__ import annotations

from contextlib import nullcontext
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from protocols.values.text import BREAK, clean, typed, visible
from tui.views.lines.lines import width as cells_of
from tui.widgets.choice import CAPTION
from tui.widgets.plain import plain


class Line(Input):
    """A line to type into. Of several lines that are pasted none falls away."""

    virtual_size = Reactive(Size(0, 0))
    """Where Textual has it, each letter lays the whole screen out again; yet the line stays where it is."""

    def __init__(self, text: str, placeholder: str, *, secret: bool) -> None:
        self._begins_with = text
        super().__init__(text, placeholder, password=secret, select_on_focus=False, validate_on=())

    def _watch_value(self, value: str) -> None:
        """What stands there from the beginning is no change."""
        begins = self._initial_value and value == self._begins_with
        with self.prevent(Input.Changed) if begins else nullcontext():
            super()._watch_value(value)

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        event.stop()
        event.prevent_default()
        self.replace(BREAK.join(lines), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        """A key of a sign that is not seen, such as a joiner, writes too: what is kept, or what shows it."""
        put = "" if event.is_printable else typed(self.value[: self.cursor_position], event.character or "")
        if put:
            event.stop()
            event.prevent_default()
            self.replace(put, *self.selection)


class Lines(TextArea):
    """Lines to type into. Enter goes on, as in every field; Ctrl+J begins a line, and pasted ones stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", show=False),
        Binding("ctrl+j,shift+enter", "new_line", show=False),
    ]

    class Submitted(Message):
        """Enter was pressed: on to the next field."""

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__(text, highlight_cursor_line=False, placeholder=plain(placeholder))

    def on_unmount(self) -> None:
        """Be forgotten: Textual's app keeps who watches its theme, with what was typed, till its end."""
        watching: dict[str, list[tuple[object, object]]] = getattr(self.app, "__watchers", {})
        themes = watching.get("theme", [])
        themes[:] = [watcher for watcher in themes if watcher[0] is not self]

    async def _on_paste(self, event: events.Paste) -> None:
        """All lines, once."""
        event.stop()
        event.prevent_default()
        self.insert("\n".join(event.text.splitlines()))

    async def _on_key(self, event: events.Key) -> None:
        """Enter is no text; a sign that is not seen is."""
        if event.key == "enter":
            event.prevent_default()
            return
        before = self.document.get_text_range((self.cursor_location[0], 0), self.cursor_location)
        put = "" if event.is_printable else typed(before, event.character or "")
        if put:
            event.stop()
            event.prevent_default()
            self.insert(put)

    def action_submit(self) -> None:
        """On to the next field."""
        self.post_message(self.Submitted())

    def action_new_line(self) -> None:
        """Begin a new line here."""
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """The line above; from the first one, the field before."""
        if self.cursor_at_first_line and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """The line below; from the last one, the next field."""
        if self.cursor_at_last_line and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    @property
    def value(self) -> str:
        """What stands there."""
        return self.text

    @value.setter
    def value(self, text: str) -> None:
        self.text = text
        self.move_cursor(self.document.end)

    @property
    def cursor_position(self) -> int:
        """How many characters stand before the cursor."""
        return len(self.document.get_text_range((0, 0), self.cursor_location))

    def insert_text_at_cursor(self, text: str) -> None:
        """Put `text` where the cursor is."""
        self.insert(text)


class Field(Horizontal):
    """A named line of text, or several where it is of `lines`. Judged on Record, in words, never before.

    What nobody touches is given back as it came. The name is drawn where the line leaves room before itself.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        name: str,
        value: str = "",
        *,
        hint: str = "",
        required: bool = False,
        secret: bool = False,
        lines: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, classes="lines" if lines else None)
        self.caption, self.start, self.hint, self.required = name, value, hint, required
        self.secret, self.lines = secret, lines

    def compose(self) -> ComposeResult:
        """The line, behind its name."""
        shown = visible(self.start, multiline=self.lines)
        line: Line | Lines
        if self.lines:
            line = Lines(shown, self.hint or "Ctrl+J: another line")
        else:
            line = Line(shown, self.hint, secret=self.secret)
        if cells_of(self.caption) >= CAPTION:
            line.styles.margin = (0, 0, 0, cells_of(self.caption) + 1)
        yield line

    def render(self) -> Content:
        """The name."""
        return plain(self.caption).stylize("bold")

    @property
    def line(self) -> Line | Lines:
        """Where it is typed."""
        return self.query_one(Lines) if self.lines else self.query_one(Line)

    @property
    def value(self) -> str:
        """What was typed, without outer blanks; what nobody touched as it came."""
        shown = self.line.value
        if self.start and shown == visible(self.start, multiline=self.lines):
            return self.start
        return clean(shown, multiline=self.lines)

    @value.setter
    def value(self, text: str) -> None:
        self.line.value = text
        if isinstance(self.line, Line):  # whoever comes back to it goes on behind what stands there now
            self.line.cursor_position = len(self.line.value)

    @property
    def needed(self) -> bool:
        """Whether the form waits for this."""
        return self.required and self.display and not self.value

    def focus_input(self) -> None:
        """Put the cursor into the line."""
        self.line.focus()


def is_typing(widget: Widget | None) -> bool:
    """Whether keys are text where the focus is."""
    return isinstance(widget, Input | TextArea)
