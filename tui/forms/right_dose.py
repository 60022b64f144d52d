"""What the record of a dose should have said: which dose, given or not, how much."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from textual.app import ComposeResult

from protocols.entries import Correctable, DoseGiven, DoseKey, DoseNotGiven, NotGivenStatus
from protocols.schedule import ScheduledDose, prescribed, scheduled
from protocols.words import amount_text, day_text, number_text
from tui.forms.dose import NOT_GIVEN, OFF_SCHEDULE
from tui.forms.fault import Fault
from tui.forms.reading import number
from tui.forms.right import Right, Wrong
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.tick import Tick

OFFERED = 5
"""Scheduled doses offered: this one and those without a record next to it in time."""

_FOOD = (Option("F", "with", "With food"), Option("B", "without", "Without food"))


class RightDose(Right):
    """A dose stays a dose; which one, whether it was given and how much can be put right."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.doses = near_doses(wrong)

    def compose(self) -> ComposeResult:
        """The record as it stands, to be changed where it is wrong."""
        what = self.wrong.what
        given = what if isinstance(what, DoseGiven) else None
        options = [Option(str(n), str(n), self._named(dose)) for n, dose in enumerate(self.doses, 1)]
        options.append(Option("0", OFF_SCHEDULE, "A dose that was not on the schedule"))
        keys = [dose.key for dose in self.doses]
        key = what.dose if isinstance(what, DoseGiven | DoseNotGiven) else None
        which = str(keys.index(key) + 1) if key in keys else OFF_SCHEDULE
        yield Choice("Which dose", options, chosen=which, folds=True, id="right-which")
        status = what.status if isinstance(what, DoseNotGiven) else "given"
        events = (Option("G", "given", "Given"), *NOT_GIVEN)
        yield Choice("What happened", events, chosen=status, columns=2, id="right-event")
        unit = self.wrong.chart.protocol.unit
        yield Field(f"Amount given in {unit}", self._amount_to_begin(given), required=True, id="right-amount")
        food = None if given is None or given.with_food is None else "with" if given.with_food else "without"
        yield Choice("Food", _FOOD, chosen=food, required=False, across=True, id="right-food")
        yield Tick("S", "Self-administered", ticked=bool(given and given.self_administered), id="right-self")
        yield Tick("V", "Vomited at once", ticked=bool(given and given.vomited), id="right-vomited")

    def _named(self, dose: ScheduledDose) -> str:
        amount = amount_text(dose.amount, self.wrong.chart.protocol.unit)
        return f"{day_text(dose.key.day)} {dose.key.slot}, {amount} prescribed"

    def _amount_to_begin(self, given: DoseGiven | None) -> str:
        if given is not None:
            return number_text(given.amount).replace(",", "")
        planned = self._planned(self.wrong.what.dose) if isinstance(self.wrong.what, DoseNotGiven) else None
        return number_text(planned).replace(",", "") if planned else ""

    def _planned(self, key: DoseKey | None) -> Decimal | None:
        return next((dose.amount for dose in self.doses if dose.key == key), None)

    def rearrange(self) -> None:
        """Ask how much only where it was given."""
        given = self.query_one("#right-event", Choice).value == "given"
        for name in ("amount", "self", "vomited"):
            self.query_one(f"#right-{name}").display = given
        self.query_one("#right-food").display = given and self.wrong.chart.protocol.with_food

    @property
    def _key(self) -> DoseKey | None:
        which = self.query_one("#right-which", Choice).value
        return None if which in (None, OFF_SCHEDULE) else self.doses[int(which) - 1].key

    def build(self, reason: str) -> Correctable:
        """The dose as it was; where the dose itself needs a reason, that of the correction serves."""
        event, key = self.query_one("#right-event", Choice).value, self._key
        own = getattr(self.wrong.what, "reason", "")
        if event == "given":
            return self._given(key, own, reason)
        if key is None:
            raise Fault("Choose which scheduled dose was not given.")
        needs = event in ("other reason", "deferred")
        return DoseNotGiven(key, cast(NotGivenStatus, event), own or (reason if needs else ""))

    def _given(self, key: DoseKey | None, own: str, reason: str) -> DoseGiven:
        amount = number(self.query_one("#right-amount", Field).value, "Amount given")
        asked = None if key is None else prescribed(self.wrong.chart, key, self.wrong.at)
        food = self.query_one("#right-food", Choice).value
        return DoseGiven(
            dose=key,
            amount=amount,
            self_administered=self.query_one("#right-self", Tick).ticked,
            vomited=self.query_one("#right-vomited", Tick).ticked,
            with_food=None if food is None else food == "with",
            reason=own or (reason if asked != amount else ""),
        )


def near_doses(wrong: Wrong) -> list[ScheduledDose]:
    """The dose of the wrong record and those without one that are nearest to it in time."""
    free = [
        dose
        for dose in scheduled(wrong.chart, wrong.now)
        if dose.line is None or dose.line.id == wrong.entry.id
    ]
    own = [dose for dose in free if dose.line is not None]
    others = sorted((dose for dose in free if dose.line is None), key=lambda dose: abs(dose.at - wrong.at))
    return sorted([*own, *others][:OFFERED], key=lambda dose: dose.at)
