"""What is ordered for the patient, at the head of the form to enrol: a figure fills in what it says."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from protocols.definition.protocol import Protocol
from protocols.record.fold import Record
from protocols.sites.orders import Order, protocol_words, suited
from tui.expected import order_text, ordered
from tui.session import Session
from tui.widgets.choice import Choice, Option
from tui.widgets.plain import plain


class Ordered(Vertical):
    """The orders that the hospital's own system tells of; nothing where it tells of none."""

    def __init__(self, session: Session, record: Record) -> None:
        super().__init__(id="ordered")
        orders, self._said = ordered(session, record)
        self._zone = session.ledger.zone
        self._orders = {str(number): order for number, order in enumerate(orders, 1)}
        self._taken = ""

    def compose(self) -> ComposeResult:
        """The orders, each with a figure; what is said of others."""
        if self._orders:
            lines = [Option(n, n, order_text(order, self._zone)) for n, order in self._orders.items()]
            yield Choice("Ordered", lines, required=False, folds=True, id="order")
        yield Static(plain("\n".join(self._said), multiline=True), id="order-said", classes="warns")
        yield Static(id="order-words", classes="says", markup=False)

    def on_mount(self) -> None:
        """Nothing that is not told takes a line."""
        self.query_one("#order-said").display = bool(self._said)
        self.query_one("#order-words").display = False

    def taken(self, protocols: Iterable[Protocol]) -> tuple[Order, list[Protocol]] | None:
        """The order that was just chosen and the protocols it may mean, once; None where none was.

        What is typed after that stays.
        """
        chosen = (self.query_one("#order", Choice).value or "") if self._orders else ""
        if chosen == self._taken:
            return None
        self._taken = chosen
        order = self._orders.get(chosen)
        found = suited(order, protocols) if order else []
        words = protocol_words(order, found) if order else ""
        self.query_one("#order-words", Static).update(plain(words))
        self.query_one("#order-words").display = bool(words)
        return (order, found) if order else None
