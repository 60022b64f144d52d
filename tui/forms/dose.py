"""Record a dose: given as prescribed, given otherwise, or not given and why (CUI fig. 95, 143)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, NotGivenStatus, What
from protocols.schedule import ScheduledDose, next_dose, scheduled
from protocols.warnings import dose_warnings
from protocols.words import amount_text, day_text, slot_lead, time_text
from tui.forms.fault import Fault
from tui.forms.form import Form
from tui.forms.reading import number
from tui.plain import plain
from tui.views.chart import due_text
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.when import When

OFF_SCHEDULE = "extra"
NOT_GIVEN = (
    Option("R", "refused", "Refused"),
    Option("A", "absent", "Absent"),
    Option("U", "unavailable", "Medicine unavailable"),
    Option("N", "nil by mouth", "Nil by mouth"),
    Option("O", "other reason", "Other reason not given"),
    Option("D", "deferred", "Deferred: to be given later"),
    Option("K", "unknown", "Not known if it was given"),
)
_OTHERWISE = (
    Option("S", "self", "Self-administered as prescribed"),
    Option("X", "other", "Given, another amount or a part"),
    Option("V", "vomited", "Given and vomited"),
)


class DoseForm(Form):
    """One dose. Its letter, then Enter on Record: two actions at least (CUI MEDa-0204, 0205)."""

    TITLE_TEXT: ClassVar[str] = "Record a dose"

    def fields(self) -> Iterable[Widget]:
        """Which dose where there are several, what happened, then amount, time and reason."""
        self.doses = self._offered()
        options = [Option(str(n), str(n), self._named(dose)) for n, dose in enumerate(self.doses, 1)]
        options.append(Option("0", OFF_SCHEDULE, "A dose that was not on the schedule"))
        chosen = next_dose(self.doses)
        default = str(self.doses.index(chosen) + 1) if chosen else OFF_SCHEDULE
        which = Choice("Which dose", options, chosen=default, id="which")
        which.display = len(options) != 2 or chosen is None
        yield which
        yield Static(id="warnings", classes="warns", markup=False)
        yield Choice("What happened", self._events(), columns=2, id="event")
        yield Field("Amount given", hint="a number, such as 150", required=True, id="amount")
        yield When(self.app.now, self.chart.zone, "Given at")
        yield Field("Reason", id="reason")

    def _offered(self) -> list[ScheduledDose]:
        return [
            dose for dose in scheduled(self.chart, self.app.now()) if dose.recordable or dose.state == "held"
        ][-6:]

    def _named(self, dose: ScheduledDose) -> str:
        amount = amount_text(dose.amount, self.chart.protocol.unit)
        when = f"{day_text(dose.key.day)} {time_text(dose.at, self.chart.zone)}"
        return f"{amount} {slot_lead(dose.key.slot)}{due_text(dose)} {when}"

    def _events(self) -> list[Option]:
        if self.chart.protocol.with_food:
            given = [
                Option("G", "given", "Given as prescribed, with food"),
                Option("W", "without food", "Given as prescribed, without food"),
            ]
        else:
            given = [Option("G", "given", "Given as prescribed")]
        return [*given, *_OTHERWISE, *NOT_GIVEN]

    @property
    def dose(self) -> ScheduledDose | None:
        """The scheduled dose that is meant, None for one off the schedule."""
        which = self.query_one("#which", Choice).value
        return None if which in (None, OFF_SCHEDULE) else self.doses[int(which) - 1]

    def rearrange(self) -> None:
        """Ask for an amount only where it is not the prescribed one; warn before it is recorded."""
        event, dose = self.query_one("#event", Choice).value, self.dose
        unit = self.chart.protocol.unit
        amount = self.query_one("#amount", Field)
        amount.display = event == "other" or (dose is None and event in _GIVEN)
        amount.query_one("Label", Static).update(plain(f"Amount given in {unit}"))
        reason = self.query_one("#reason", Field)
        reason.required = event in ("other", "other reason", "deferred") or dose is None
        warnings = dose_warnings(self.chart, dose, self.app.now())
        self.query_one("#warnings", Static).update(plain("\n".join(warnings), multiline=True))
        self.query_one("#warnings").display = bool(warnings)

    def build(self) -> tuple[What, datetime | None]:
        """The dose as it was given, or why it was not."""
        event, dose = self.query_one("#event", Choice).value, self.dose
        if event is None:
            raise Fault("Choose what happened: press its letter.")
        at = self.query_one(When).instant()
        reason = self.query_one("#reason", Field).value
        if event in _GIVEN:
            return self._given(event, dose.key if dose else None, reason), at
        if dose is None:
            raise Fault("Choose which scheduled dose was not given.")
        return DoseNotGiven(dose.key, cast(NotGivenStatus, event), reason), at

    def _given(self, event: str, key: DoseKey | None, reason: str) -> DoseGiven:
        food = None
        if self.chart.protocol.with_food and event in ("given", "without food"):
            food = event == "given"
        return DoseGiven(
            dose=key,
            amount=self._amount(event),
            self_administered=event == "self",
            vomited=event == "vomited",
            with_food=food,
            reason=reason,
        )

    def _amount(self, event: str) -> Decimal:
        dose = self.dose
        if dose is not None and event != "other":
            return dose.amount
        return number(self.query_one("#amount", Field).value, "Amount given")


_GIVEN = ("given", "without food", "self", "other", "vomited")
