"""Corrections: a time, a part of what was said, or that it never happened; the rest stays as it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from protocols import entries as e
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.slots import slot_instant
from tests.tui.helpers.bedside_app import MRN, OTHER_NURSE
from tests.tui.tellings.facts import note
from tests.tui.tellings.patients import STOPPED
from tests.tui.tellings.teller import Teller, Telling
from tests.tui.tellings.touches import touches
from tui.forms.correction.correct import CorrectForm
from tui.forms.correction.fields import FIELDS
from tui.widgets.tick import Tick

WHY = "misread"


def correction(teller: Teller, true: datetime) -> Telling:
    """A part, the time, or both of one entry are put right; another person may correct another part."""
    random = teller.random
    patient = random.choice((MRN, STOPPED))
    chart = teller.chart(patient)
    lines = [line for line in chart.lines.values() if line.what is not None and type(line.what) in FIELDS]
    if not lines:
        return note(teller, true)
    line = random.choice(lines)
    form = CorrectForm(patient, teller.courses[patient], line.id)
    if random.random() < 0.1:
        return _never_happened(teller, line, form)
    return _Righted(teller, patient, line).telling(form, chart)


class _Righted:
    """What one person puts right of a line, and what another puts right of it meanwhile."""

    def __init__(self, teller: Teller, patient: str, line: CorrectedEntry) -> None:
        self.teller, self.patient, self.line = teller, patient, line
        self.touches = touches(teller, line)
        self.stood: Any = line.what
        most = min(len(self.touches), teller.random.randint(0, 2))
        self.mine = teller.random.sample(self.touches, most)
        self.by_others: dict[str, Any] = {}

    def telling(self, form: CorrectForm, chart: Chart) -> Telling:
        """The correction, with another time or not."""
        timed = not self.mine or self.teller.random.random() < 0.5
        at = _right_time(self.teller, chart, self.line) if timed else self.line.at
        return Telling(
            form,
            self.patient,
            at,
            self._fill,
            self._is_it,
            known=self.line.at,
            at=lambda kept: self._stands.at,
            meanwhile=self._meanwhile,
        )

    @property
    def _stands(self) -> CorrectedEntry:
        return self.teller.chart(self.patient).lines[self.line.id]

    async def _fill(self) -> None:
        await self.teller.choose("wrong", "correct")
        if isinstance(self.line.what, e.RashFreeChecked):  # what it states is stated anew
            for name in ("whole-skin", "mucous"):
                self.teller.form.query_one(f"#{name}", Tick).ticked = True
        for touch in self.mine:
            await touch.fill()
        await self.teller.write("reason", WHY)

    def _meanwhile(self) -> None:
        others = [touch for touch in self.touches if touch not in self.mine]
        if not others:
            return
        self.by_others = self.teller.random.choice(others).right
        theirs = msgspec.structs.replace(self.stood, **self.by_others)
        if isinstance(theirs, e.DoseGiven) and not theirs.reason:
            theirs = msgspec.structs.replace(theirs, reason="seen twice")
        corrected = e.EntryCorrected(self.line.id, "seen twice", theirs)
        course = self.teller.courses[self.patient]
        self.teller.ward.record(corrected, by=OTHER_NURSE, patient=self.patient, course=course)

    def _is_it(self, _: e.What) -> bool:
        """Whether it stands with what both of them put right, and else as it was."""
        right = {name: value for touch in self.mine for name, value in touch.right.items()}
        meant = msgspec.structs.replace(self.stood, **(self.by_others | right))
        return bool(_without_reason(self._stands.what) == _without_reason(meant))


def _without_reason(what: Any) -> Any:
    """A dose that needs a reason of its own takes that of its correction."""
    if isinstance(what, e.DoseGiven):
        return msgspec.structs.replace(what, reason="", no_second_check="")
    return what


def _never_happened(teller: Teller, line: CorrectedEntry, form: CorrectForm) -> Telling:
    async def fill() -> None:
        await teller.choose("wrong", "error")
        await teller.write("reason", WHY)

    meant = e.EntryCorrected(line.id, WHY)
    return Telling(form, form.patient, teller.ward.now, fill, lambda what: what == meant, has_time=False)


def _right_time(teller: Teller, chart: Chart, line: CorrectedEntry) -> datetime:
    """Another time at which it can have been."""
    what, now = line.what, teller.ward.now
    at = line.at + timedelta(minutes=teller.random.choice((teller.random.randint(-900, 900), 3, -60)))
    earliest, latest = line.at - timedelta(days=2), now
    if isinstance(what, e.DoseGiven) and what.dose is not None:
        due = slot_instant(chart.plan, what.dose)
        earliest, latest = due - timedelta(hours=20), min(now, due + timedelta(hours=20))
    if isinstance(what, e.DoseNotGiven):
        earliest = slot_instant(chart.plan, what.dose) - timedelta(hours=20)
    if isinstance(what, e.DoseVomited):
        earliest = chart.lines[what.entry].at
    if isinstance(what, e.CoMedicationGiven | e.CoMedicationStopped):
        earliest = chart.lines[what.medicine].at
    at = max(earliest, min(at, latest))
    return at if at != line.at else max(earliest, at - timedelta(minutes=1))
