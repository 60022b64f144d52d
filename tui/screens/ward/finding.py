"""Finding a patient on the board: by name, number or bed, also in older files."""

from __future__ import annotations

import asyncio

from textual.widgets import OptionList

from protocols.record.fold import Record
from store.errors import LedgerError
from tui.screens.base.finding import FindLine
from tui.screens.base.patient_actions import PatientActions
from tui.views.course.board import BoardRow, former_matching
from tui.widgets.plain import plain


class Finding(FindLine, PatientActions):
    """A list of patients of which a part can be shown."""

    rows: list[BoardRow]

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()
        self._read: set[str] = set()
        """Patients whose records were read from older files."""

    def _earlier(self) -> list[Record]:
        """Patients whose records are in older files, when their name or number is looked for."""
        ledger = self.session.ledger
        found = former_matching(ledger.former(), self.sought)
        if not self._read.issuperset(found):
            self.run_worker(self._read_older(found), group="older files", exclusive=True)
        return [ledger.record(patient) for patient in found if patient in self._read]

    async def _read_older(self, patients: list[str]) -> None:
        """Read them beside the keys: the first time, an older file is gone through for it."""
        self.show("#counts", plain(" Looking in the older files ..."))
        ledger = self.session.ledger
        try:
            await asyncio.to_thread(lambda: [ledger.record(patient) for patient in patients])
        except LedgerError as error:
            if str(error) not in self._said:
                self._said.add(str(error))
                self.app.tell(str(error), 20)
        else:
            self._read.update(patients)
            self.draw()

    def go_to(self, typed: str) -> None:
        """A bed typed whole is gone to."""
        bed = typed.strip().casefold()
        places = [place for place, row in enumerate(self.rows) if bed and row.cells[1][0].casefold() == bed]
        if places:
            self.query_one(OptionList).highlighted = places[0]

    def takes(self, key: str) -> bool:
        """Esc closes the line to find a patient; where there is none it is quiet."""
        return key == "escape"
