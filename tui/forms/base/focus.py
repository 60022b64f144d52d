"""Which field a key means, and where the focus goes: after a choice, after Enter, after a refusal."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea

from protocols.values.refusal import Refused
from tui.forms.base.frame import FormFrame
from tui.forms.base.values import Values, about, fields, says, values
from tui.parsing import Fault
from tui.widgets.back_button import BackButton
from tui.widgets.choice import Choice
from tui.widgets.field import Field, Lines, is_typing
from tui.widgets.in_sight import Fields
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick

A_WORD = 1.0
"""Seconds between two keys within which they are one word."""


class FormFocus(FormFrame):
    """The fields of a form, and the way through them."""

    FIRST: ClassVar[str] = "#back"
    """What is in focus at first. A form that begins with text begins there: Enter records nothing yet."""

    IN_ORDER: ClassVar[bool] = False
    """Whether Enter goes to the next field, asked for or not, instead of the next one that is."""

    ENTER_GOES_ON: ClassVar[bool] = True
    """Enter in a text field goes on to the next one and records nothing, also when it comes with a scan."""

    frozen: bool = False
    """Whether what has changed is to be read first: no field takes a key."""

    def rearrange(self) -> None:
        """Show and hide fields after a change."""

    opened_with: Values
    """What stood in the fields when the form was opened, before anybody typed."""
    refused_with: Values | None = None
    """What stood in them when something was refused: its words go once that has changed."""
    _astray_until: float = 0
    """Until when letters are taken for the rest of a word whose beginning meant nothing here."""

    offered_again = False
    """Whether what stands in the fields was there before a connection broke: then the form is not fresh."""

    def typed(self) -> Values:
        """What stands in the fields."""
        return values(self)

    @property
    def is_fresh(self) -> bool:
        """Whether nobody has filled in anything."""
        return not self.offered_again and self.typed() == self.opened_with

    def filled_in(self) -> Values:
        """What a person filled in or changed: the rest is what was on record when the form was opened."""
        return {name: said for name, said in self.typed().items() if said != self.opened_with.get(name)}

    def _to_first(self) -> None:
        """At once: what is put off would take the focus back from a form that is offered again."""
        self._focus_field(self.query_one(self.FIRST))

    def on_key(self, event: events.Key) -> None:
        """A letter chooses a line of the field in focus, or of what the form is plainly asking for.

        None while text is being typed or what has changed is to be read first.
        """
        if self.frozen or is_typing(self.focused) or not event.is_printable or event.character is None:
            return
        if event.time < self._astray_until and not isinstance(self.focused, Choice | Tick | Picks):
            self._go_astray(event)
            return
        for widget in self._meant():
            if widget.choose_letter(event.character):
                event.stop()
                self.rearrange()
                self.chose(widget)
                return
        self._go_astray(event)

    def _go_astray(self, event: events.Key) -> None:
        """A key that means nothing here: say so, and take the rest of the word for no choice either."""
        if not (event.character or "").isalnum():
            return
        event.stop()
        self._astray_until = event.time + A_WORD
        self.say(f"Nothing in focus takes {event.character}. Tab and the arrows go from field to field.")
        self.refused_with = self.typed()

    def _meant(self) -> list[Choice | Tick | Picks]:
        """The fields that a letter may be for."""
        offered = [field for field in fields(self) if shown(field)]
        choices = [field for field in offered if isinstance(field, Choice | Tick | Picks)]
        if self.focused in choices:
            return [field for field in choices if field is self.focused]
        if self.is_fresh:
            return choices
        needed = self._needed()
        return [field for field in choices if field is needed]

    def _needed(self) -> Choice | Tick | Picks | Field | None:
        """The first field that the form waits for."""
        return next((field for field in fields(self) if shown(field) and field.needed), None)

    def chose(self, widget: Choice | Tick | Picks) -> None:
        """Go on after a letter: to what is needed next, but stay where more can be picked."""
        self.set_focus(widget) if isinstance(widget, Picks) else self.to_needed()

    def to_needed(self) -> None:
        """Put the focus on the first field the form waits for, else on Record."""
        needed = self._needed()
        self._focus_field(needed) if needed else self.set_focus(self.query_one("#record", Button))

    def to_a_field(self) -> None:
        """Put the focus on what the form waits for, else on its first field; on no button."""
        first = self._needed() or next(filter(shown, fields(self)), None)
        self._focus_field(first) if first else self.set_focus(None)

    @on(BackButton.Unchosen)
    def _begin(self) -> None:
        self.to_needed()

    @on(Choice.Changed)
    @on(Tick.Changed)
    @on(Picks.Changed)
    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self.refused_with is not None and self.typed() != self.refused_with:
            self.refused_with = None
            self.say()
        self.rearrange()
        self.query_one(Fields).keep_in_sight()

    @on(Choice.Accepted)
    @on(Picks.Accepted)
    @on(Input.Submitted)
    @on(Lines.Submitted)
    def _next_field(self) -> None:
        """On to the next field; Enter leaves none that is needed empty, or its words would land elsewhere."""
        offered = [field for field in fields(self) if shown(field)]
        here = next((n for n, field in enumerate(offered) if field.has_focus_within), len(offered))
        if here < len(offered) and offered[here].needed:
            return
        if self.IN_ORDER and here + 1 < len(offered):
            self._focus_field(offered[here + 1])
        else:
            self.to_needed()

    def _focus_field(self, widget: Widget) -> None:
        """At once, so that a key typed ahead is not taken for another field."""
        self.set_focus(widget.line if isinstance(widget, Field) else widget)

    def refuse(self, fault: Fault | Refused, field: Widget | None = None) -> None:
        """Say what cannot be used, with the cursor in `field`, the one it is about, or what is needed.

        Keys on their way were not typed into that field: behind an Enter that was refused they would be.
        """
        self.app.forget_keys()
        if isinstance(fault, Refused):
            self.say(*fault.reasons)
            field = field or says(self, fault.about)
        else:
            self.say(str(fault))
            field = field or about(self, fault.about)
        self.refused_with = self.typed()
        self._focus_field(field) if field else self.to_needed()
