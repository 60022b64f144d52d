"""Change the plan of a course while it goes on: dose times, strengths in stock, prescriber."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import CourseAmended, DoseKey, What
from protocols.record.slots import slot_instant
from protocols.rules.preview import as_if, plan_follows
from protocols.values.amounts import tidy
from protocols.values.clinic_time import day_of
from protocols.values.formatting import time_text
from protocols.values.refusal import Refused
from tui.forms.base.form import Form
from tui.parsing import Fault, day, strengths, wall_time
from tui.widgets.field import Field
from tui.widgets.plain import plain

_SINCE = "New times from"


class AmendForm(Form):
    """The plan as it is, to be written over; only what was touched is recorded, on top of what it is then."""

    TITLE_TEXT: ClassVar[str] = "Change the plan"
    ABOUT: ClassVar[str] = (
        "Changes dose times, strengths in stock or the prescriber of a course that goes on. Its step, its "
        "doses and its gate stay. Another target is a prescriber's decision: p."
    )
    FREEZES: ClassVar[bool] = True
    FIRST: ClassVar[str] = "#reason"

    def fields(self) -> Iterable[Widget]:
        """Why, then each part of the plan, the day of new times, and what follows."""
        yield Field("Reason", hint="such as: other meal times", required=True, lines=True, id="reason")
        self.shown = self._as_typed()
        for name, text in self.shown.items():
            yield Field(_label(name), text, id=name)
        yield Field(_SINCE, hint="the first day, such as 17-Nov-2026", required=True, id="since")
        yield Static(id="after", classes="after", markup=False)

    def after_change(self) -> None:
        """What nobody has touched is the plan as it is now."""
        touched, self.shown = self._touched(), self._as_typed()
        for name in self.shown.keys() - touched:
            self.query_one(f"#{name}", Field).value = self.shown[name]
        super().after_change()

    def redraw(self) -> None:
        """What follows can change while the form is open."""
        super().redraw()
        self.rearrange()

    def rearrange(self) -> None:
        """Ask from when new times hold where there are some, and show what follows."""
        self.query_one("#since", Field).display = bool(self._touched() & set(self._slots))
        self.query_one("#after", Static).update(plain("\n".join(self._outlook()), multiline=True))

    @property
    def _slots(self) -> tuple[str, ...]:
        return self.chart.protocol.slots

    def _as_typed(self) -> dict[str, str]:
        """Each part of the plan by the id of its field, as a person types it: times on the ward's clocks.

        A liquid alone has no strengths.
        """
        plan, today = self.chart.plan, day_of(self.session.now(), self.chart.zone)
        keys = {slot: DoseKey(today, slot) for slot in self._slots}
        times = {slot: time_text(slot_instant(plan, key), self.chart.zone) for slot, key in keys.items()}
        if plan.zone == self.chart.zone:
            times = {slot: plan.times[slot] for slot in self._slots}
        parts = {"made-by": plan.made_by, "prescriber": plan.prescriber}
        if plan.strengths:
            parts = {"strengths": ", ".join(f"{tidy(each):f}" for each in plan.strengths), **parts}
        return {**times, **parts}

    def _touched(self) -> set[str]:
        return {name for name, text in self.shown.items() if self.query_one(f"#{name}", Field).value != text}

    def _outlook(self) -> list[str]:
        """What follows, or why this cannot be recorded; nothing before something is typed."""
        if not self._touched():
            return []
        try:
            what = self._what("-")
        except Fault:
            return []
        now, ledger = self.session.now(), self.session.ledger
        entry = self.session.entry(what, *self.addressed(), now, "outlook")
        try:
            after = as_if(self.record, entry, now, ledger.newest).chart(self.course)
        except Refused as refused:
            return ["This cannot be recorded yet:", *refused.reasons]
        assert after is not None
        return plan_follows(self.chart, after)

    def build(self) -> tuple[What, datetime | None]:
        """What was touched, from now on; times from their day on."""
        return self._what(self.query_one("#reason", Field).value), None

    def _what(self, reason: str) -> CourseAmended:
        touched = self._touched()
        if not touched:
            raise Fault("Change the times, the strengths or the prescriber, then record.")
        times: dict[str, str] | None = None
        since: date | None = None
        if touched & set(self._slots):
            times = {slot: wall_time(self._said(slot), _label(slot)) for slot in self._slots}
            since = day(self._said("since"), _SINCE)
        return CourseAmended(
            reason,
            times,
            since,
            strengths(self._said("strengths")) if "strengths" in touched else None,
            self._said("made-by") if "made-by" in touched else None,
            self._said("prescriber") if "prescriber" in touched else None,
        )

    def _said(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value


def _label(name: str) -> str:
    return {
        "strengths": "Strengths in stock",
        "made-by": "How others are made",
        "prescriber": "Prescriber",
    }.get(name, f"{name.capitalize()} dose at")
