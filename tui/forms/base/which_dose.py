"""Which dose a form is about: one of the schedule, a make-up the protocol allows, or one off the schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import structs

from protocols.course.make_up import make_up_until, open_make_ups
from protocols.course.prescription import prescribed
from protocols.course.schedule import ScheduledDose, next_dose, scheduled
from protocols.definition.wording import slot_lead
from protocols.entries import DoseGiven
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.values.formatting import amount_text, day_text, near_text, time_text
from tui.widgets.choice import Choice, Option

OFF_SCHEDULE = "extra"
OFFERED = 6
"""Scheduled doses offered, the newest."""


@dataclass(frozen=True)
class Meant:
    """A scheduled dose, the record that is made up, or neither; `amount` as prescribed, None for neither."""

    dose: ScheduledDose | None = None
    made_up: CorrectedEntry | None = None
    amount: Decimal | None = None

    def given(self, amount: Decimal | None = None, **how: Any) -> DoseGiven:
        """This dose, taken."""
        key = self.dose.key if self.dose else None
        instead = self.made_up.id if self.made_up else ""
        return DoseGiven(dose=key, amount=amount or self.amount or Decimal(1), makes_up=instead, **how)


class WhichDose(Choice):
    """The doses by number. The one that is next is chosen, unless a make-up may be what is meant."""

    def __init__(self, chart: Chart, now: datetime) -> None:
        self._look(chart, now)
        options = self._listed(chart, now)
        coming = next_dose(self.doses)
        default = str(self.doses.index(coming) + 1) if coming else OFF_SCHEDULE
        unclear = bool(self.make_ups) and (coming is None or coming.state == "next")
        super().__init__("Which dose", options, chosen=None if unclear else default, id="which")
        self.display = len(options) != 2 or coming is None

    def _look(self, chart: Chart, now: datetime) -> None:
        open_doses = [dose for dose in scheduled(chart, now) if dose.recordable or dose.state == "held"]
        self.doses = open_doses[-OFFERED:]
        self.make_ups = open_make_ups(chart, now)
        self.amounts = {line.id: self._prescribed(chart, line, now) for line in self.make_ups}

    def _listed(self, chart: Chart, now: datetime) -> list[Option]:
        words = [self._dose(chart, dose) for dose in self.doses]
        words += [self._make_up(chart, line, now) for line in self.make_ups]
        options = [Option(str(n), str(n), said) for n, said in enumerate(words, 1)]
        return [*options, Option("0", OFF_SCHEDULE, "A dose that was not on the schedule")]

    def renew(self, chart: Chart, now: datetime) -> None:
        """Offer the doses as they stand now, and with them the one that was meant if it has no record.

        A hold withdraws a dose that was due; one given just before can still be recorded (CUI MEDa-0297).
        """
        before = self.meant.dose if self.meant else None
        self._look(chart, now)
        again = next((dose for dose in self.doses if before and dose.key == before.key), None)
        if before and again is None and before.key not in chart.statuses:
            again = structs.replace(before, state="held")
            self.doses.append(again)
        chosen = str(self.doses.index(again) + 1) if again else None
        self.offer(self._listed(chart, now), chosen)
        self.display = True

    @property
    def meant(self) -> Meant | None:
        """The dose chosen, None for none yet."""
        if self.value is None or self.value == OFF_SCHEDULE:
            return None if self.value is None else Meant()
        place = int(self.value) - 1
        if place < len(self.doses):
            return Meant(self.doses[place], amount=self.doses[place].amount)
        line = self.make_ups[place - len(self.doses)]
        return Meant(made_up=line, amount=self.amounts[line.id])

    @staticmethod
    def _prescribed(chart: Chart, line: CorrectedEntry, now: datetime) -> Decimal | None:
        key = chart.key_of(line)
        return prescribed(chart, key, now) if key else None

    @staticmethod
    def _dose(chart: Chart, dose: ScheduledDose) -> str:
        amount = amount_text(dose.amount, chart.protocol.unit)
        when = f"{day_text(dose.key.day)} {time_text(dose.at, chart.zone)}"
        return f"{amount} {slot_lead(dose.key.slot)}{dose.state_text} {when}"

    def _make_up(self, chart: Chart, line: CorrectedEntry, now: datetime) -> str:
        key, until, amount = chart.key_of(line), make_up_until(chart, line), self.amounts[line.id]
        assert key is not None
        assert until is not None
        assert amount is not None
        given = amount_text(amount, chart.protocol.unit)
        return f"{given}, make-up of {dose_key_text(key)}, until {near_text(until, now, chart.zone)}"
