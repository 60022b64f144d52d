"""The line below the list: what was recorded on the ward since the shift began."""

from __future__ import annotations

from protocols.values.clinic_time import day_of
from tui.screens.ward.coming import Coming
from tui.views.round.since import WardShift, since_line
from tui.widgets.drawing import drawn


class LookingBack(Coming):
    """A list of patients with a line about all of them together, worked out after an entry, or each hour."""

    def __init__(self) -> None:
        super().__init__()
        self._back: WardShift | None = None
        self._said_for: object = None

    def look_back(self) -> None:
        """Show the line where the window has room for it, and somebody is on the ward."""
        line = self.query_one("#since")
        line.display = bool(self.listed) and not self.small
        if not line.display:
            return
        ledger, now = self.session.ledger, self.session.now()
        if self._back is None or self._back.ledger is not ledger:
            self._back = WardShift(ledger, now)
        people, day = self.session.people, day_of(now, ledger.zone)
        said_for = people, day, self.cells
        if self._back.renew(now) or said_for != self._said_for:
            self._said_for = said_for
            self.show("#since", drawn([since_line(self._back, people, now, self.cells - 2)]))
