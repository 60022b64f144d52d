"""Where a day or an instant stands on a line of cells, and how marks on it are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from protocols.course.day_numbers import day_number
from protocols.record.chart import Chart
from protocols.reports.course_picture import CoursePicture
from protocols.values.clinic_time import local
from tui.views.lines.lines import Line, Part, Tone


@dataclass(frozen=True)
class Scale:
    """Days from `first` on `cells` cells: `per_day` cells a day, or `days_each` days a cell."""

    first: date
    days: int
    per_day: int
    days_each: int
    zone: str
    day_one: date | None

    @property
    def cells(self) -> int:
        """How many cells are used."""
        return -(-self.days // self.days_each) * self.per_day

    def of_day(self, day: date, place: int = 0, of: int = 1) -> int:
        """The cell of a dose: the turn `place` of `of` on its day."""
        return (day - self.first).days // self.days_each * self.per_day + place * self.per_day // of

    def number(self, day: date) -> int | None:
        """Which protocol day `day` is."""
        return day_number(self.day_one, day)

    def of_instant(self, at: datetime) -> int:
        """The cell of an instant, by the clinic's clock; the nearest cell for one outside."""
        there = local(at, self.zone)
        minutes = there.hour * 60 + there.minute
        cell = self.of_day(there.date()) + minutes * self.per_day // (24 * 60)
        return min(max(cell, 0), self.cells - 1)


def scale_for(picture: CoursePicture, room: int, chart: Chart) -> Scale:
    """A cell for each dose a day can have, where the whole of `picture` so fits `room` cells; else fewer.

    In a wide window it is two or three cells, so that what lies between two doses shows.
    """
    turns = max((dose.of for dose in picture.doses), default=1)
    turns = max([turns, *(len(step.doses) for step in chart.protocol.steps)])
    counts = [*(turns * wide for wide in (3, 2)), *(n for n in range(turns, 0, -1) if turns % n == 0)]
    per_day = next((count for count in counts if picture.days * count <= room), 1)
    days_each = -(-picture.days // max(room, 1)) if per_day == 1 else 1
    return Scale(picture.first, picture.days, per_day, max(days_each, 1), chart.zone, picture.day_one)


class Marks:
    """One line of marks. Where two fall on one cell, the one that matters more stays."""

    def __init__(self, cells: int, ranks: str) -> None:
        self.marks: list[Part] = [(" ", "")] * cells
        self.ranks = " " + ranks

    def put(self, cell: int, mark: str, tone: Tone = "") -> None:
        """Put `mark` on `cell` unless one of a higher rank is there; outside is nowhere."""
        if 0 <= cell < len(self.marks) and self._rank(mark) >= self._rank(self.marks[cell][0]):
            self.marks[cell] = (mark, tone)

    def _rank(self, mark: str) -> int:
        return self.ranks.index(mark)

    def write(self, cell: int, text: str, tone: Tone = "") -> bool:
        """Write `text` from `cell` on where it and the cells around it are free; whether it was."""
        end = cell + len(text)
        around = self.marks[max(cell - 1, 0) : end + 1]
        if cell < 0 or end > len(self.marks) or any(mark != " " for mark, _ in around):
            return False
        self.marks[cell:end] = [(char, tone) for char in text]
        return True

    @property
    def used(self) -> bool:
        """Whether anything stands on it."""
        return any(mark != " " for mark, _ in self.marks)

    def line(self) -> Line:
        """The marks as parts of a line, one for each tone."""
        return joined(self.marks)


def joined(marks: Iterable[Part]) -> Line:
    """Neighbours of one tone as one part."""
    return [("".join(mark for mark, _ in group), tone) for tone, group in groupby(marks, key=lambda m: m[1])]
