"""Correct an entry: it never happened, or this is what is right. Both stay on the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols import entries as e
from protocols.entries.wording import person_text
from protocols.record.corrected import on_top
from protocols.rules.preview import as_if, correction_follows
from protocols.values.formatting import when_text
from protocols.values.refusal import Refused
from protocols.wording.entries import what_sentence
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.form import Form
from tui.forms.correction.fields import FIELDS
from tui.forms.correction.wrong import Wrong
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.plain import plain
from tui.widgets.tick import Tick
from tui.widgets.when import When

_ERROR = Option("E", "error", "Entered in error: it never happened")
_CORRECT = Option("C", "correct", "Correct it")


class CorrectForm(Form):
    """One entry, in a sentence; E or C, what is right, and why."""

    TITLE_TEXT: ClassVar[str] = "Correct an entry: both versions stay"
    ABOUT: ClassVar[str] = (
        "Puts an entry right, with a reason. Nothing is erased: the history shows both versions."
    )
    IN_ORDER: ClassVar[bool] = True

    def __init__(self, patient: str, course: str, entry_id: str) -> None:
        super().__init__(patient, course)
        self.entry_id = entry_id
        self.opened_what: e.What

    def made_with(self) -> tuple[str, ...]:
        """The entry that is to be corrected, too."""
        return self.patient, self.course, self.entry_id

    @property
    def entry(self) -> e.Entry:
        """The entry that is wrong."""
        return next(entry for entry in self.record.entries if entry.id == self.entry_id)

    def fields(self) -> Iterable[Widget]:
        """The entry, what was wrong with it, what is right, the time and the reason."""
        entry, line = self.entry, self.chart.lines.get(self.entry_id)
        what = line.what if line is not None and line.what is not None else entry.what
        at = line.at if line is not None else entry.at
        self.opened_what = what
        fields = FIELDS.get(type(what))
        yield Static(plain(self._told(entry, what), multiline=True), id="entry", markup=False)
        options = [_ERROR, _CORRECT] if fields else [_ERROR]
        yield Choice("What was wrong", options, folds=True, id="wrong")
        if fields is not None:
            yield fields(Wrong(self.record, self.chart, entry, what, at, self.session.now()))
        yield When(self.session.now, self.chart.zone, "True time", known=at, beside=True)
        yield Field("Reason", hint="why the entry was wrong", required=True, lines=True, id="reason")
        yield Static(id="follows", classes="warns", markup=False)

    def _told(self, entry: e.Entry, what: e.What) -> str:
        """Who recorded what and when, and how it stands if it was corrected before."""
        head = f"Entry {entry.number}, {when_text(entry.at, self.record.zone)}, {person_text(entry.by)}: "
        lines = wrap(head + what_sentence(entry.what, entry, self.record), self.cells - 1)
        line = self.chart.lines.get(entry.id)
        if line is not None and line.corrections:
            now = "entered in error" if line.what is None else what_sentence(what, entry, self.record)
            lines += wrap(f"Corrected before. It stands as: {now}", self.cells - 1)
        return "\n".join(lines)

    def chose(self, widget: Choice | Tick | Picks) -> None:
        """From C to what is right, and stay there: it is filled in and asks for little."""
        groups = list(self.query(EntryFields))
        inside = any(group in widget.ancestors for group in groups)
        if isinstance(widget, Choice) and (widget.id, widget.value) == ("wrong", "correct"):
            self._focus_field(groups[0].query(groups[0].START).first())
        elif inside and not any(group.needed for group in groups):
            self.set_focus(widget)
        else:
            super().chose(widget)

    def rearrange(self) -> None:
        """Show what is right only where something is; warn of a hold that follows."""
        correct = self.query_one("#wrong", Choice).value == "correct"
        for group in self.query(EntryFields):
            group.display = correct
            group.rearrange()
        self.query_one(When).display = correct
        words = self._follows()
        follows = self.query_one("#follows", Static)
        follows.update(plain("\n".join(words), multiline=True))
        follows.display = bool(words)

    def _follows(self) -> list[str]:
        """The holds this correction brings about; none while it cannot be recorded."""
        try:
            what = self._what(self.query_one("#reason", Field).value or "-")
            entry = self.session.entry(what, *self.addressed(), None, "outlook")
            return correction_follows(
                self.record, as_if(self.record, entry, self.session.now(), self.session.ledger.newest)
            )
        except (Fault, Refused):
            return []

    def build(self) -> tuple[e.What, datetime | None]:
        """The correction, made now."""
        return self._what(self.query_one("#reason", Field).value), None

    def _what(self, reason: str) -> e.EntryCorrected:
        wrong = self.query_one("#wrong", Choice).value
        if wrong is None:
            raise Fault("Choose what was wrong: E entered in error, C correct it.")
        if wrong == "error":
            return e.EntryCorrected(self.entry_id, reason)
        group = self.query_one(EntryFields)
        group.reason = reason
        line = self.chart.lines.get(self.entry_id)
        stands = line.what if line is not None and line.what is not None else self.opened_what
        right = on_top(group.build(), self.opened_what, stands)
        return e.EntryCorrected(self.entry_id, reason, right, self.query_one(When).instant())
