"""Which field a key means, and where the focus goes: after a choice, after Enter, after a refusal."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Button, Input

from tui.forms.base.frame import FormFrame
from tui.forms.base.values import about
from tui.parsing import Fault
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick


class FormFocus(FormFrame):
    """The fields of a form, and the way through them."""

    FIRST: ClassVar[str] = "#back"
    """What is in focus at first. A form that begins with text begins there: Enter records nothing yet."""

    IN_ORDER: ClassVar[bool] = False
    """Whether Enter goes to the next field, asked for or not, instead of the next one that is."""

    frozen: bool = False
    """Whether what has changed is to be read first: no field takes a key."""

    def rearrange(self) -> None:
        """Show and hide fields after a change."""

    def _to_first(self) -> None:
        first = self.query_one(self.FIRST)
        first.focus_input() if isinstance(first, Field) else first.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter chooses its line, unless text is being typed or what has changed is to be read first."""
        typing = isinstance(self.focused, Input)
        if self.frozen or typing or not event.is_printable or event.character is None:
            return
        fields = [widget for widget in self.query("Choice, Tick, Picks") if shown(widget)]
        fields.sort(key=lambda widget: widget is not self.focused)
        for widget in fields:
            if isinstance(widget, Choice | Tick | Picks) and widget.choose_letter(event.character):
                event.stop()
                self.rearrange()
                self.chose(widget)
                return

    def chose(self, widget: Choice | Tick | Picks) -> None:
        """Go on after a letter: to what is needed next, but stay where more can be picked."""
        self.set_focus(widget) if isinstance(widget, Picks) else self.to_needed()

    def to_needed(self) -> None:
        """Put the focus on the first field the form waits for, else on Record."""
        for widget in self.query("Choice, Tick, Picks, Field"):
            if isinstance(widget, Choice | Tick | Picks | Field) and shown(widget) and widget.needed:
                self._focus_field(widget)
                return
        self.set_focus(self.query_one("#record", Button))

    @on(Choice.Changed)
    @on(Tick.Changed)
    @on(Picks.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self.rearrange()

    @on(Choice.Accepted)
    @on(Picks.Accepted)
    @on(Input.Submitted)
    def _next_field(self) -> None:
        fields = [widget for widget in self.query("Choice, Tick, Picks, Field") if shown(widget)]
        here = next((n for n, widget in enumerate(fields) if widget.has_focus_within), len(fields))
        if self.IN_ORDER and here + 1 < len(fields):
            self._focus_field(fields[here + 1])
        else:
            self.to_needed()

    def _focus_field(self, widget: Widget) -> None:
        """At once, so that a key typed ahead is not taken for another field."""
        self.set_focus(widget.query_one(Input) if isinstance(widget, Field) else widget)

    def refuse(self, fault: Fault) -> None:
        """Say what cannot be used, with the cursor in its field."""
        self.say(str(fault))
        field = about(self, fault.about)
        self._focus_field(field) if field else self.to_needed()
