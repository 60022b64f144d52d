"""Other medicines beside the drug: start one, record it as given, or stop it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.course.co_medications import Medicine, medicines, not_started, stop_prompts
from protocols.definition.protocol import CoMedication
from protocols.entries import What
from protocols.entries.wording import person_text
from protocols.values.clinic_time import day_of
from protocols.values.formatting import listed, time_text
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.form import Form
from tui.forms.patient.medicine_fields import MedicineFields, MedicineGivenFields, MedicineStoppedFields
from tui.parsing import Fault
from tui.views.course.medicines import planned_text, running_text, stopped_text
from tui.widgets.choice import Choice, Option
from tui.widgets.plain import plain
from tui.widgets.when import When

_ANOTHER = "another"
_GIVEN = Option("G", "given", "Given")
_STOP = Option("X", "stop", "Stopped")
_START = Option("S", "start", "Started")
_FIELDS: dict[str, type[EntryFields]] = {
    "given": MedicineGivenFields,
    "stop": MedicineStoppedFields,
    "start": MedicineFields,
}
OFFERED = 9
"""Medicines offered by number: those that run, those of the protocol, the ones stopped last."""


class MedicinesForm(Form):
    """Which medicine, then G given, X stopped or S started; what is known is filled in."""

    TITLE_TEXT: ClassVar[str] = "Other medicines beside the drug"
    ABOUT: ClassVar[str] = (
        "Another medicine beside the drug, such as a steroid: when it was started, given, or stopped."
    )

    def fields(self) -> Iterable[Widget]:
        """Stops that are near, the medicines, what happened, what it needs, and when."""
        self.offered = self._offered()
        options = [Option(str(n), str(n), self._named(item)) for n, item in enumerate(self.offered, 1)]
        options.append(Option("0", _ANOTHER, "Another medicine, not on this list"))
        yield Static(id="near", classes="warns", markup=False)
        yield Choice("Which medicine", options, chosen="1" if self.offered else _ANOTHER, id="which")
        yield Choice("What happened", (), across=True, id="event")
        yield MedicineFields(self.chart)
        yield MedicineGivenFields()
        yield MedicineStoppedFields()
        yield When(self.session.now, self.chart.zone, beside=True)

    def _offered(self) -> list[Medicine | CoMedication]:
        known = medicines(self.chart)
        running = [medicine for medicine in known if medicine.stop is None]
        ended = [medicine for medicine in known if medicine.stop is not None]
        offered: list[Medicine | CoMedication] = [*running, *not_started(self.chart), *reversed(ended)]
        return offered[:OFFERED]

    def _named(self, item: Medicine | CoMedication) -> str:
        if isinstance(item, CoMedication):
            return f"{planned_text(item)}: planned by the protocol"
        text = running_text if item.stop is None else stopped_text
        return text(item, self.chart, self.session.now())

    @property
    def item(self) -> Medicine | CoMedication | None:
        """The medicine that is meant, None for one that is not on the list."""
        which = self.query_one("#which", Choice).value
        return None if which in (None, _ANOTHER) else self.offered[int(which) - 1]

    def rearrange(self) -> None:
        """Offer what can have happened to this medicine, and ask only for what that needs."""
        item, event = self.item, self.query_one("#event", Choice)
        event.offer(self._events(item), event.value)
        start = self.query_one(MedicineFields)
        start.display = event.value == "start"
        start.begin_with(item if isinstance(item, CoMedication) else None)
        given, stopped = self.query_one(MedicineGivenFields), self.query_one(MedicineStoppedFields)
        given.display, stopped.display = event.value == "given", event.value == "stop"
        if isinstance(item, Medicine):
            given.begin_with(item)
            stopped.medicine = item.id
        words = self._warnings(item, event.value)
        near = self.query_one("#near", Static)
        near.update(plain("\n".join(words), multiline=True))
        near.display = bool(words)

    def _events(self, item: Medicine | CoMedication | None) -> tuple[Option, ...]:
        if not isinstance(item, Medicine):
            return (_START,)
        return (_GIVEN, _STOP) if item.stop is None else (_GIVEN,)

    def _warnings(self, item: Medicine | CoMedication | None, event: str | None) -> list[str]:
        """Stops that are near; what is on record already today or under the same name."""
        now, chart = self.session.now(), self.chart
        told = stop_prompts(chart, now)
        if isinstance(item, Medicine) and event == "given":
            today = [line for line in item.given if day_of(line.at, chart.zone) == day_of(now, chart.zone)]
            times = [f"{time_text(line.at, chart.zone)} by {person_text(line.entry.by)}" for line in today]
            if times:
                told.append(f"Recorded as given today already: {listed(times)}.")
            if item.stop is not None:
                told.append("It was stopped. Record here only what was given.")
        if event == "start":
            told.extend(self._already(self.query_one(MedicineFields).drug))
        return told

    def _already(self, drug: str) -> list[str]:
        same = [medicine for medicine in medicines(self.chart) if medicine.stop is None]
        same = [medicine for medicine in same if drug and medicine.what.drug.casefold() == drug.casefold()]
        return [f"On the list already: {running_text(m, self.chart, self.session.now())}." for m in same]

    def build(self) -> tuple[What, datetime | None]:
        """The start, the dose given, or the stop."""
        event = self.query_one("#event", Choice).value
        at = self.query_one(When).instant()
        if event is None:
            raise Fault("Choose what happened: press its letter.")
        return self.query_one(_FIELDS[event]).build(), at
