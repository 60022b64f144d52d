"""What stands below the doses of a day in the grid: skin checks, other medicines given.

A plain rash-free check, or a plain dose of another medicine, is told by its cell; whatever says more is in
the lists below the grid too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from protocols.entries import CoMedicationGiven, RashFound, RashFreeChecked, RedFlagSeen, What
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.values.clinic_time import day_of
from protocols.values.formatting import time_text
from protocols.wording.co_medications import given_sentence
from tui.paper.page.names import Names
from tui.paper.page.table import Cell

_SAID: dict[type, str] = {RashFreeChecked: "rash-free", RashFound: "RASH", RedFlagSeen: "RED FLAG"}


class DayRows:
    """The rows of days for one paper; each line stands on it once, in the first block that has its day."""

    def __init__(self, chart: Chart, names: Names) -> None:
        self._chart, self._names = chart, names
        self._skin = list(of_kind(chart.lines.values(), RashFreeChecked, RashFound, RedFlagSeen))
        self._medicines = list(of_kind(chart.lines.values(), CoMedicationGiven))
        self._drawn: set[str] = set()

    def rows(self, days: Sequence[date]) -> Iterator[list[Cell]]:
        """The rows below the doses of `days`, those alone that have anything in them."""
        for label, lines in (("Skin", self._skin), ("Other medicines", self._medicines)):
            cells = [self._cell(lines, day) for day in days]
            if any(cells):
                yield [[(label, True)], *cells]

    def told(self, entry_id: str) -> bool:
        """Whether the grid says all there is to say of an entry."""
        line = self._chart.lines.get(entry_id)
        return line is not None and entry_id in self._drawn and _plain(line)

    def _cell(self, lines: list[CorrectedEntry], day: date) -> Cell:
        found = [
            line for line in lines if line.id not in self._drawn and day_of(line.at, self._chart.zone) == day
        ]
        self._drawn |= {line.id for line in found}
        return [(self._words(line), isinstance(line.what, RashFound | RedFlagSeen)) for line in found]

    def _words(self, line: CorrectedEntry) -> str:
        time, by = time_text(line.at, self._chart.zone), self._names.of(line.entry.by)
        mark = "CORRECTED, " if line.corrections else ""
        see = "" if _plain(line) else f", {mark}see entry {self._names.entry(line.entry)}"
        return f"{self._what(line.what, line)} {time} {by}{see}"

    def _what(self, what: What | None, line: CorrectedEntry) -> str:
        if isinstance(what, CoMedicationGiven):
            return given_sentence(what, line.entry, self._chart).partition(" given")[0]
        return _SAID[type(what)]


def _plain(line: CorrectedEntry) -> bool:
    """Whether a line says nothing that its cell does not: no note, no correction, recorded at once."""
    what, entry = line.what, line.entry
    if line.corrections or entry.clock != "ok" or (entry.recorded or entry.at) != entry.at:
        return False
    if isinstance(what, RashFreeChecked):
        return what.whole_skin_seen and what.mucosa_seen and not what.note
    return isinstance(what, CoMedicationGiven) and not what.note
