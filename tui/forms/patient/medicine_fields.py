"""What a medicine is started with, how much of it was given, and why it was stopped."""

from __future__ import annotations

import re
from datetime import date

from textual.app import ComposeResult

from protocols.course.co_medications import NOT_STATED, Medicine, protocol_date
from protocols.definition.protocol import CoMedication
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped
from protocols.record.chart import Chart
from protocols.values.formatting import date_text
from protocols.values.text import visible
from tui.forms.base.entry_fields import EntryFields
from tui.parsing import Fault, day
from tui.widgets.field import Field

NO_END = "none"
_UNSTATED = "not stated"
_PROTOCOL_DAY = re.compile(r"(?:protocol )?day ([0-9]{1,4})", re.IGNORECASE | re.ASCII)


class MedicineFields(EntryFields):
    """Drug, amount, how often, until when and why. "none" and "not stated" are said, never left empty."""

    def __init__(self, chart: Chart, begun: CoMedicationStarted | None = None) -> None:
        super().__init__(id="medicine")
        self.chart, self.begun = chart, begun
        self.plan: CoMedication | None = None

    def compose(self) -> ComposeResult:
        """Every line is asked for."""
        what = self.begun
        last = date_text(what.last_day) if what and what.last_day else NO_END if what else ""
        known = ("", "", "", "")
        if what is not None:
            known = (what.drug, what.amount or _UNSTATED, what.how_often or _UNSTATED, what.why)
        drug, amount, often, why = known
        yield Field("Medicine", drug, required=True, id="drug")
        yield Field("Amount", amount, hint="such as 10 mg, or: not stated", required=True, id="stated-amount")
        yield Field("How often", often, hint="once daily, or: not stated", required=True, id="how-often")
        yield Field("Last planned day", last, hint="30-Nov-2026, day 14, or: none", required=True, id="last")
        yield Field("Why it is given", why, required=True, id="why")

    def begin_with(self, plan: CoMedication | None) -> None:
        """Fill in what the protocol plans, or nothing; what was typed meanwhile for the same one stays."""
        if plan == self.plan:
            return
        self.plan = plan
        values = ("", "", "", "", "")
        if plan is not None:
            why = f"As in the protocol {visible(self.chart.protocol.title)}"
            values = (
                plan.drug,
                plan.amount or _UNSTATED,
                plan.how_often or NOT_STATED,
                self._last(plan),
                why,
            )
        for name, value in zip(_FIELDS, values, strict=True):
            self.query_one(f"#{name}", Field).value = value

    def _last(self, plan: CoMedication) -> str:
        """The planned last day as a date; left to be written while protocol day 1 is not known."""
        if plan.last_day is None:
            return NO_END
        last = protocol_date(self.chart, plan.last_day)
        return date_text(last) if last else ""

    @property
    def drug(self) -> str:
        """The name as it stands there."""
        return self.text("drug")

    @property
    def _from_protocol(self) -> bool:
        if self.begun is not None:
            return self.begun.from_protocol
        return self.plan is not None and self.plan.drug.casefold() == self.drug.casefold()

    def build(self) -> CoMedicationStarted:
        """The medicine as it is given. Raises Fault."""
        amount, often, why = (self.text(name) for name in _WORDS)
        return CoMedicationStarted(
            drug=self.drug,
            amount="" if amount.casefold() == _UNSTATED else amount,
            how_often="" if often.casefold() == _UNSTATED else often,
            why=why,
            last_day=self._until(self.text("last")),
            from_protocol=self._from_protocol,
        )

    def _until(self, text: str) -> date | None:
        if text.casefold() == NO_END:
            return None
        if not text:
            raise Fault("Last planned day: write the day, or none when no end is planned.")
        match = _PROTOCOL_DAY.fullmatch(text)
        if match is None:
            return day(text, "Last planned day")
        found = protocol_date(self.chart, int(match[1]))
        if found is None:
            raise Fault(
                "Last planned day: protocol day 1 is not known yet. Write the date, or none.",
                "Last planned day",
            )
        return found


class MedicineGivenFields(EntryFields):
    """How much. For another medicine the entry is marked as made in error and made again."""

    def __init__(self, known: CoMedicationGiven | None = None) -> None:
        super().__init__(id="medicine-given")
        self.known, self.medicine = known, known.medicine if known else ""

    def compose(self) -> ComposeResult:
        """The amount."""
        yield Field("Amount given", self.known.amount if self.known else "", required=True, id="amount")

    def begin_with(self, medicine: Medicine) -> None:
        """Fill in what is given of it; what was typed meanwhile for the same one stays."""
        if medicine.id != self.medicine:
            self.medicine, self.query_one(Field).value = medicine.id, medicine.what.amount

    def build(self) -> CoMedicationGiven:
        """The medicine as it was given."""
        return CoMedicationGiven(self.medicine, self.text("amount"), self.known.note if self.known else "")


class MedicineStoppedFields(EntryFields):
    """Why it was stopped."""

    def __init__(self, known: CoMedicationStopped | None = None) -> None:
        super().__init__(id="medicine-stopped")
        self.known, self.medicine = known, known.medicine if known else ""

    def compose(self) -> ComposeResult:
        """The reason."""
        why = self.known.reason if self.known else ""
        yield Field("Reason", why, hint="why it was stopped", required=True, lines=True, id="why-stopped")

    def build(self) -> CoMedicationStopped:
        """The stop of the medicine."""
        return CoMedicationStopped(self.medicine, self.text("why-stopped"))


_FIELDS = ("drug", "stated-amount", "how-often", "last", "why")
_WORDS = ("stated-amount", "how-often", "why")
