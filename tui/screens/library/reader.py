"""A protocol to read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from protocols.definition.protocol import Protocol
from protocols.record.approvals import approvable
from protocols.reports.versions import used_words
from protocols.values.refusal import Refused
from tui.keymap.commands import bindings
from tui.screens.base.reading import ReadingScreen
from tui.views.lines.lines import Line, wrap
from tui.views.picture.protocol import approval_text, reading


class ReaderScreen(ReadingScreen):
    """Everything one protocol says."""

    PLACE = "reader"
    BINDINGS = bindings("reader")

    def __init__(self, protocol: Protocol) -> None:
        super().__init__()
        self.protocol = protocol

    def lines(self) -> Sequence[Line]:
        """Whether it is approved; what differs in one that is only in use; then the protocol."""
        ledger = self.session.ledger
        said = [approval_text(ledger.approvals, self.protocol, ledger.zone)]
        used = next((one for one in ledger.in_use() if one.protocol == self.protocol), None)
        known = ledger.approvals.known
        said += used_words(used, known) if used and self.protocol not in known else ()
        head: list[Line] = [[(text, "warn")] for one in said if one for text in wrap(one, self.room, "  ")]
        return [*head, *reading(self.protocol, self.room)]

    def action_decision(self) -> None:
        """A prescriber's approval of a site's own protocol."""
        try:
            approvable(self.session.ledger.approvals, self.protocol)
        except Refused as refused:
            self.app.tell(str(refused), 6)
            return
        self.app.open("approve", self.protocol)

    def action_library(self) -> None:
        """Back to the list this was opened from."""
        self.action_back()
