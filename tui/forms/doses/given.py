"""What was given, or why nothing was: the fields of a dose for its record and for its correction."""

from __future__ import annotations

from decimal import Decimal

from textual.app import ComposeResult
from textual.containers import Vertical

from protocols.entries import DoseGiven, DoseNotGiven
from protocols.record.chart import Chart
from protocols.values.formatting import number_text
from tui.parsing import Fault, number
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field

NOT_GIVEN = (
    Option("R", "refused", "Refused"),
    Option("A", "absent", "Absent"),
    Option("U", "unavailable", "Medicine unavailable"),
    Option("N", "nil by mouth", "Nil by mouth"),
    Option("O", "other reason", "Other reason not given"),
    Option("D", "deferred", "Deferred: to be given later"),
    Option("K", "unknown", "Not known if it was given"),
)
_FOOD = (Option("F", "with", "With food"), Option("B", "without", "Without food"))


class GivenFields(Vertical):
    """The amount, and the food where the protocol asks. Empty, or as `wrong` has it, which was recorded; the
    amount of a dose that was not given is then the one `planned`.
    """

    def __init__(
        self, chart: Chart, wrong: DoseGiven | DoseNotGiven | None = None, planned: Decimal | None = None
    ) -> None:
        super().__init__(id="given")
        self.protocol, self._corrects = chart.protocol, wrong is not None
        given = wrong if isinstance(wrong, DoseGiven) else None
        shown = given.amount if given is not None else planned
        self._amount = number_text(shown).replace(",", "") if shown is not None else ""
        self._food = given.with_food if given is not None else None

    def compose(self) -> ComposeResult:
        """Both; which of them are asked for is said by `ask`."""
        caption, hint = f"Amount given in {self.protocol.unit}", "a number, such as 150"
        yield Field(caption, self._amount, hint=hint, required=True, id="amount")
        food = None if self._food is None else "with" if self._food else "without"
        yield Choice("Food", _FOOD, chosen=food, required=not self._corrects, across=True, id="food")

    def ask(self, amount: bool, food: bool) -> None:
        """Show what is asked for: the food only where the protocol is one of it."""
        self.query_one("#amount").display = amount
        self.query_one("#food").display = food and self.protocol.with_food

    @property
    def known(self) -> Decimal | None:
        """The amount as far as it can be read."""
        try:
            return self.amount()
        except Fault:
            return None

    def amount(self) -> Decimal:
        """How much was given. Raises Fault."""
        return number(self.query_one("#amount", Field).value, "Amount given")

    def with_food(self) -> bool | None:
        """Whether it was taken with food, None where that is not chosen."""
        chosen = self.query_one("#food", Choice).value
        return None if chosen is None else chosen == "with"
