"""Records the lines of a sheet one after the other, each as what the rules let it be."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocols.course.second_check import asked
from protocols.entries import DoneOnPaper, DoseGiven, DoseKey, Entry, StepStarted, What
from protocols.record.chart import Chart
from protocols.rules.paper import as_it_stood
from protocols.values.refusal import Refused
from store.errors import Changed, LedgerError
from tui.forms.base.form import Form
from tui.forms.doses.sheet_line import SheetLine, or_happened
from tui.parsing import Fault

LATER = "recorded afterwards"
"""Why a dose from paper has no second check of its own."""

Kept = tuple[Entry | None, tuple[str, ...]]
"""What was kept, and why it is not the move that was meant; or why nothing was."""


class SheetRecorder:
    """For `form`, from `version` of the patient's record on. Blocks: for a thread."""

    def __init__(self, form: Form) -> None:
        self.form, self.version = form, 0
        self._ids: dict[tuple[What, datetime], str] = {}

    def keep(self, line: SheetLine) -> Kept:
        """Record `line`: as the move that was meant, or as what happened where the gate was not open then."""
        why: tuple[str, ...] = ()
        try:
            meant = line.make(self._known)
        except Fault as fault:
            return None, (str(fault),)
        for what in or_happened(meant):
            try:
                return self._append(what, line.at), why
            except Refused as refused:
                why = why or refused.reasons
            except Changed:
                return None, ("Somebody else has recorded something for this patient: read it first.",)
            except LedgerError as error:
                return None, (str(error),)
        return None, why

    def prove(self, held: Entry) -> Kept:
        """Try what was kept as it happened again as the move it was, now that more is known."""
        assert isinstance(held.what, DoneOnPaper)
        try:
            return self._append(held.what.what, held.at), ()
        except (Refused, LedgerError) as error:
            return None, (str(error),)

    def _known(self, at: datetime) -> Chart:
        """The course as it stood at the instant `at`."""
        form = self.form
        start = StepStarted(1, DoseKey(at.date(), ""), "-")
        probe = form.session.entry(start, *form.addressed(), at, "probe")
        chart = as_it_stood(form.record, probe)[0].chart(form.course)
        if chart is None:
            raise Fault("At that time the patient was not enrolled yet.")
        return chart

    def _append(self, what: What, at: datetime) -> Entry:
        form = self.form
        if isinstance(what, DoseGiven) and asked(form.chart, what, at):
            what = msgspec.structs.replace(what, no_second_check=LATER)
        entry_id = self._ids.setdefault((what, at), form.session.new_id())
        entry = form.session.entry(what, *form.addressed(), at, entry_id)
        kept = form.session.ledger.append(entry, self.version)
        self.version = kept.number
        return kept
