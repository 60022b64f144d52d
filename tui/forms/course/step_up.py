"""Start the next step. The form shows the gate; whether it may be passed is the ledger's to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.totals import step_text
from protocols.definition.units import units
from protocols.definition.wording import direction_text
from protocols.entries import StepStarted, What
from protocols.record.chart import Chart
from protocols.record.slots import open_slot
from protocols.reports.status import status_of
from protocols.values.text import visible
from tui.forms.base.first_dose import FirstDose
from tui.forms.base.form import Form
from tui.parsing import Fault
from tui.views.course.chart import gate_lines
from tui.views.course.plan import planned_text
from tui.views.lines.lines import Line, wrap
from tui.widgets.choice import Choice, Option
from tui.widgets.drawing import drawn
from tui.widgets.field import Field
from tui.widgets.tick import Tick


class StepUpForm(Form):
    """The next step: its gate in words, the dose now and the next one, and the statement Y."""

    TITLE_TEXT: ClassVar[str] = "Start the next step"
    KEPT: ClassVar[bool] = False
    ABOUT: ClassVar[str] = (
        "Starts the next step, once every precondition of the gate is met. The ledger asks them "
        "again when this is recorded."
    )
    FREEZES: ClassVar[bool] = True

    def fields(self) -> Iterable[Widget]:
        """The gate, the change of dose, the statement, the first dose."""
        yield Static(id="gate-words", markup=False)
        yield Static(id="change", markup=False)
        yield Choice("Begin at step", (), folds=True, id="at-step")
        yield Field("What says so", hint="letter of Dr Berg, 17-Nov-2026", required=True, id="source")
        yield Field("Taken so far, as stated", required=True, id="taken")
        yield Tick("Y", "", required=True, id="start")
        yield FirstDose()

    def redraw(self) -> None:
        """Draw the gate again too: it can shut while the form is open."""
        super().redraw()
        self.rearrange()

    def rearrange(self) -> None:
        """Offer the statement only while the gate is open."""
        chart, now = self.chart, self.session.now()
        ledger = self.session.ledger
        found = status_of(chart, now, ledger.clock_doubt(now), ledger.approvals.known)
        to, cells = found.gate.to, self.cells - 1
        self.query_one("#gate-words", Static).update(drawn(gate_lines(found, now, cells)))
        self.query_one("#change", Static).update(drawn(self._change(to) if to else []))
        tick, first = self.query_one("#start", Tick), self.query_one(FirstDose)
        tick.display = found.gate.open
        to = self._offer_letter(chart, found.gate.open) or to
        if to:
            doses = step_text(chart.protocol.step(to), chart.protocol.unit)
            turn = direction_text(chart.protocol, to)
            tick.words = f"Start step {to}: {doses}{f', {turn}' if turn else ''}"
            tick.refresh()
            first.offer_for(chart, to, now)
        first.display = found.gate.open and len(first.options) > 1

    def _offer_letter(self, chart: Chart, is_open: bool) -> int | None:
        """Before the start a prescriber may begin at a later step, for a patient who comes with a letter."""
        person = self.session.person
        choice = self.query_one("#at-step", Choice)
        choice.display = (
            is_open and chart.current is None and person is not None and person.role == "prescriber"
        )
        if choice.display and not choice.options:
            options = [
                Option(str(n), str(n), planned_text(chart.protocol, n, chart.plan.strengths))
                for n in range(1, chart.target + 1)
            ]
            choice.offer(options, "1")
        step = int(choice.value or 1) if choice.display else 1
        for id in ("#source", "#taken"):
            self.query_one(id, Field).display = step > 1
        return step if step > 1 else None

    def _change(self, to: int) -> list[Line]:
        """The dose now and the next one, each on lines of its own, with what they are made of."""
        chart = self.chart
        now = "none yet" if chart.current is None else self._planned(chart.step_number)
        lines: list[Line] = []
        turn = direction_text(chart.protocol, to)
        following = f"{self._planned(to)} ({turn})" if turn else self._planned(to)
        for name, words in (("DOSE NOW   ", now), ("NEXT DOSE  ", following)):
            texts = wrap(words, self.cells - 1 - len(name))
            lines.append([(name, "dim"), (texts[0], "strong")])
            lines.extend([(" " * len(name) + more, "strong")] for more in texts[1:])
        return lines + [
            [(text, "warn")] for told in self._told(to) for text in wrap(told, self.cells - 1, "  ")
        ]

    def _told(self, to: int) -> list[str]:
        """What the next step says to the nurse, and how its doses are made that whole units do not give."""
        chart = self.chart
        text, note = chart.protocol.step(to).text, chart.plan.made_by
        amounts = chart.protocol.step(to).amounts_used
        made = any(units(amount, chart.plan.strengths) is None for amount in amounts)
        told = [f"Step {to} says: {visible(text)}"] if text else []
        return [*told, f"Made as: {visible(note)}"] if note and made else told

    def _planned(self, step: int) -> str:
        chart = self.chart
        return f"step {step}, {planned_text(chart.protocol, step, chart.plan.strengths)}"

    def build(self) -> tuple[What, datetime | None]:
        """The start of the next step; while the gate is shut the ledger says what is missing."""
        chart, now = self.chart, self.session.now()
        letter = self._offer_letter(chart, self.query_one("#start", Tick).display)
        to = letter or min(chart.step_number + 1, len(chart.protocol.steps))
        tick, first = self.query_one("#start", Tick), self.query_one(FirstDose).first
        if tick.display and not tick.ticked:
            raise Fault(f"Press Y to state that step {to} is to be started.")
        if first is None:
            first = open_slot(chart.plan, chart.protocol.step(to), now, chart.known, chart.step)
        if letter:
            source, taken = (self.query_one(id, Field).value for id in ("#source", "#taken"))
            return StepStarted(to, first, source=source, taken=taken), None
        return StepStarted(to, first), None
