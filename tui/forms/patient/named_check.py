"""Record a check that the protocol asks for in the gate beside the skin: a value, or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.named_check import NamedCheck, check_named
from protocols.entries import NamedCheckMade
from protocols.gate.named_checks import check_texts
from protocols.record.chart import Chart
from protocols.values.formatting import number_text
from protocols.values.text import visible
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.fact_form import FactForm
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

NO_CHECKS = "This protocol asks for no check but the skin's: Esc, then s. A note of a result: Esc, then n."
_NUMBER = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,6})?", re.ASCII)
_STATED = (Option("Y", "yes", "Yes, it is so"), Option("N", "no", "No, it is not so"))


class NamedCheckFields(EntryFields):
    """Which check, its value or whether it is so, and a note."""

    def __init__(self, chart: Chart, known: NamedCheckMade | None = None) -> None:
        super().__init__(id="named-check")
        self.chart, self.known = chart, known

    def compose(self) -> ComposeResult:
        """Everything that one of the checks needs; what the chosen one does not need is hidden."""
        known, checks = self.known, self.chart.protocol.checks
        one = known.name if known else checks[0].name if len(checks) == 1 else None
        options = [Option(str(n), check.name, _named(check)) for n, check in enumerate(checks, start=1)]
        yield Choice("Which check", options, chosen=one, folds=True, id="which-check")
        value = number_text(known.value) if known is not None and known.value is not None else ""
        yield Field("Value", value, required=True, id="value")
        stated = None if known is None or known.stated is None else "yes" if known.stated else "no"
        yield Choice("Is it so", _STATED, chosen=stated, across=True, id="stated")
        yield Field("Note", known.note if known else "", id="check-note")

    @property
    def check(self) -> NamedCheck | None:
        """The check that is chosen."""
        return check_named(self.chart.protocol.checks, self.chosen("which-check") or "")

    def rearrange(self) -> None:
        """A value for what is measured, a statement for what is stated."""
        check = self.check
        self.query_one("#value").display = check is not None and check.is_measured
        self.query_one("#stated").display = check is not None and not check.is_measured

    def build(self) -> NamedCheckMade:
        """The check as it was made. Raises Fault."""
        check = self.check
        if check is None:
            raise Fault("Choose the check: press its number.")
        note = self.text("check-note")
        if check.is_measured:
            return NamedCheckMade(check.name, value_of(self.text("value"), check), check.unit, note=note)
        stated = self.chosen("stated")
        if stated is None:
            raise Fault("Say whether it is so: press Y or N.")
        return NamedCheckMade(check.name, stated=stated == "yes", note=note)


def value_of(text: str, check: NamedCheck) -> Decimal:
    """A value as typed, with or without its unit. Raises Fault."""
    alone = text.strip()
    if check.unit and alone.endswith(check.unit):
        alone = alone[: -len(check.unit)].strip()
    alone = alone.replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(alone):
        unit = f" in {visible(check.unit)}" if check.unit else ""
        raise Fault(f"Value: write the number{unit}, with a full stop as the decimal point: 1.8.", "Value")
    return Decimal(alone)


def _named(check: NamedCheck) -> str:
    return f"{visible(check.name)}: {check.wanted}"


class NamedCheckForm(FactForm):
    """The check by its number, its value or Y or N, and when; what is known of each stands above."""

    TITLE_TEXT: ClassVar[str] = "Check of the protocol, beside the skin"
    ABOUT: ClassVar[str] = (
        "What the gate asks for beside the skin: a measurement or a statement. It never takes the place of "
        "the rash-free check. Out of its range it can hold the course, where the protocol says so."
    )
    WHEN: ClassVar[str] = "Measured at"

    def group(self) -> NamedCheckFields:
        """Which, and what was found."""
        return NamedCheckFields(self.chart)

    def fields(self) -> Iterable[Widget]:
        """The newest results, then what was found."""
        told = "\n".join(check_texts(self.chart)) or NO_CHECKS
        yield Static(plain(told, multiline=True), id="results", markup=False)
        yield from super().fields()
