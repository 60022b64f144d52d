"""The moment a demonstration is built for, and dose times that make a state true at that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from protocols.entries import DoseKey
from protocols.values.clinic_time import day_of, instant_of

Times = dict[str, str]
"""Wall-clock dose times by slot, as an enrolment has them."""

USUAL: Times = {"morning": "08:00", "evening": "20:00"}

DUE_BEFORE, DUE_AFTER = timedelta(minutes=60), timedelta(minutes=50)
"""So long before and after its time, a dose of a twice-daily step is due, and stays so for a while."""
OVERDUE = timedelta(minutes=70)
"""So long after its time, it is overdue."""
CHECKED = timedelta(hours=4, minutes=25)
"""So long after its time, a check can have been made 4 hours after the dose, and some minutes ago."""


@dataclass(frozen=True)
class Moment:
    """An instant (UTC) seen from a clinic."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The clinic's day."""
        return day_of(self.now, self.zone)

    def day(self, offset: int) -> date:
        """The day `offset` days after today."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, wall: str) -> datetime:
        """The instant of wall-clock `wall`, `offset` days after today."""
        return instant_of(self.day(offset), wall, self.zone)

    def ago(self, *, minutes: int = 0, hours: int = 0) -> datetime:
        """The whole minute so long before now."""
        return (self.now - timedelta(hours=hours, minutes=minutes)).replace(second=0, microsecond=0)

    def slots(self, times: Times) -> Iterator[tuple[datetime, DoseKey]]:
        """The twice-daily doses from yesterday to tomorrow."""
        for offset in (-1, 0, 1):
            for slot, wall in times.items():
                yield self.at(offset, wall), DoseKey(self.day(offset), slot)

    def last(self, times: Times, *, before: timedelta = timedelta(0)) -> tuple[datetime, DoseKey]:
        """The last dose at least `before` ago."""
        return [slot for slot in self.slots(times) if self.now - slot[0] >= before][-1]

    def following(self, times: Times, *, before: timedelta = timedelta(0)) -> tuple[datetime, DoseKey]:
        """The dose after `last`."""
        return next(slot for slot in self.slots(times) if self.now - slot[0] < before)

    def due(self, times: Times) -> DoseKey | None:
        """The dose that has its time about now."""
        slots = self.slots(times)
        return next((key for at, key in slots if -DUE_BEFORE <= self.now - at <= DUE_AFTER), None)


def choose(moment: Moment, fits: Callable[[Moment, Times], bool]) -> Times:
    """The dose times nearest to 08:00 and 20:00 for which `fits` is true; half hours before quarters.

    None is before 00:30, so that what comes before a dose is on the day of the dose.
    """
    quarters = sorted(range(2, 48), key=lambda quarter: (quarter % 2, abs(quarter - 32)))
    for quarter in quarters:
        hour, minute = divmod(quarter * 15, 60)
        times = {"morning": f"{hour:02}:{minute:02}", "evening": f"{hour + 12:02}:{minute:02}"}
        if fits(moment, times):
            return times
    raise LookupError(f"no dose times fit at {moment.now.isoformat()} in {moment.zone}")


def a_dose_is_due(moment: Moment, times: Times) -> bool:
    """A dose has its time about now."""
    return moment.due(times) is not None


def a_dose_is_late(moment: Moment, times: Times) -> bool:
    """The last dose can be overdue without the one before."""
    return OVERDUE <= moment.now - moment.last(times)[0] <= timedelta(hours=4)


def nothing_is_due(moment: Moment, times: Times) -> bool:
    """The last dose can have been given and the next is not due."""
    since = moment.now - moment.last(times)[0]
    until = moment.following(times)[0] - moment.now
    return since >= timedelta(minutes=30) and until >= OVERDUE


def a_step_is_complete(moment: Moment, times: Times) -> bool:
    """The last dose of a 2-day step can lie long enough back, on its last day, with none overdue since."""
    _, last = moment.last(times, before=CHECKED)
    over = last != DoseKey(moment.today, "evening")
    return over and moment.now - moment.following(times, before=CHECKED)[0] <= DUE_AFTER
