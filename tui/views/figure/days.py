"""Days from left to right on the figure, and their numbers below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tui.views.figure.svg import TENTH, line, text

LEFT, RIGHT = 360 * TENTH, 970 * TENTH
MARGIN, ROW = 20 * TENTH, 17 * TENTH


@dataclass(frozen=True)
class Days:
    """Where days stand from left to right: the time before the restart on at most a third of the width."""

    begin: date
    restart: date
    last: date

    @property
    def split(self) -> int:
        """Where the restart stands."""
        before, after = (self.restart - self.begin).days, (self.last - self.restart).days + 1
        return LEFT + min((RIGHT - LEFT) * before // (before + after), (RIGHT - LEFT) // 3)

    @property
    def broken(self) -> bool:
        """Whether the time before is drawn narrower than the time after."""
        before, after = (self.restart - self.begin).days, (self.last - self.restart).days + 1
        return (RIGHT - LEFT) * before // (before + after) > (RIGHT - LEFT) // 3

    def x(self, day: date, share: int = 0, of: int = 1) -> int:
        """Where the part `share` of `of` of a day begins; the right end for a day after the last."""
        if day > self.last:
            return RIGHT
        day = max(day, self.begin)
        if day < self.restart:
            days = (self.restart - self.begin).days
            return LEFT + (self.split - LEFT) * ((day - self.begin).days * of + share) // (days * of)
        days = (self.last - self.restart).days + 1
        return self.split + (RIGHT - self.split) * ((day - self.restart).days * of + share) // (days * of)


def day_numbers(
    ticks: Iterable[date], number: Callable[[date], int | None], days: Days, y: int
) -> Iterator[str]:
    """The numbers of `ticks` in one count of days, each at its day; none where it would touch another."""
    taken: list[tuple[int, int]] = []
    for day in dict.fromkeys(ticks):
        count = number(day)
        x = days.x(day)
        end = x + (len(str(count)) * 7 + 4) * TENTH
        if count is not None and all(end <= low or x >= high for low, high in taken):
            taken.append((x, end))
            yield line(x, y - 13 * TENTH, x, y - 11 * TENTH)
            yield text(x, y, str(count), size=11)
