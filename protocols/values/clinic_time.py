"""The clinic's calendar: instants in, wall-clock days and times of the clinic's zone out.

Dose times are wall-clock times, so 08:00 stays 08:00 across a clock change (rules.md, "Time").
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    import pendulum


def local(instant: datetime, zone: str) -> datetime:
    """The aware `instant` on the clinic's clock, with the clinic's offset."""
    there = instant.astimezone(_rules_of(zone))
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta(0)), fold=0)


def day_of(instant: datetime, zone: str) -> date:
    """The clinic's calendar day at the aware `instant`."""
    return instant.astimezone(_rules_of(zone)).date()


def whole_minute(instant: datetime) -> datetime:
    """The first whole minute at or after `instant`: what is said to count "from 12:05" counts at 12:05:00."""
    floor = instant.replace(second=0, microsecond=0)
    return floor if floor == instant else floor + timedelta(minutes=1)


def minute_of(instant: datetime) -> datetime:
    """The minute that a clock shows at an instant."""
    return instant.replace(second=0, microsecond=0)


@lru_cache(maxsize=4096)
def instant_of(day: date, wall: str, zone: str) -> datetime:
    """The UTC instant of wall-clock `wall` ("08:00") on `day`.

    A time that a clock change skips is taken as much later; one that comes twice, the second.
    """
    at = time.fromisoformat(wall)
    once = datetime(day.year, day.month, day.day, at.hour, at.minute, tzinfo=_rules_of(zone))
    if once.utcoffset() == once.replace(fold=1).utcoffset():  # it is shown once (PEP 495)
        return once.astimezone(UTC)
    import pendulum  # here, because few hours of a year need it, and a session starts 40 ms sooner

    there = pendulum.datetime(day.year, day.month, day.day, at.hour, at.minute, tz=_calendar_of(zone))
    return _plain(there).astimezone(UTC)


@lru_cache(maxsize=64)
def _calendar_of(zone: str) -> pendulum.Timezone:
    """The zone as Pendulum has it, read from disk once: Pendulum itself lets go of it after each use."""
    import pendulum

    with _found(zone):
        return pendulum.timezone(zone)


@lru_cache(maxsize=4096)
def is_shown(day: date, wall: str, zone: str) -> bool:
    """Whether the clock of `zone` shows `wall` ("08:00") on `day`: not where a clock change skips it."""
    there = local(instant_of(day, wall, zone), zone)
    return there.date() == day and f"{there:%H:%M}" == wall


@lru_cache(maxsize=4096)
def instants_of(day: date, wall: str, zone: str) -> tuple[datetime, ...]:
    """Every UTC instant at which the clock of `zone` shows `wall` on `day`: none, one or two, in order.

    None in the hour that a clock change skips, two in the hour that comes twice; none outside of the years
    that a clock can show.
    """
    at, found = datetime.combine(day, time.fromisoformat(wall)), set()
    for fold in (0, 1):
        try:
            instant = at.replace(tzinfo=_rules_of(zone), fold=fold).astimezone(UTC)
            shown = instant.astimezone(_rules_of(zone)).replace(tzinfo=None, fold=0)
        except OverflowError:
            continue
        if shown == at:
            found.add(instant)
    return tuple(sorted(found))


def comes_twice(instant: datetime, zone: str) -> bool:
    """Whether the clock of `zone` shows the time of `instant` twice on that day."""
    there = instant.astimezone(_rules_of(zone))
    return there.replace(fold=1 - there.fold).utcoffset() != there.utcoffset()


@lru_cache(maxsize=64)
def _rules_of(zone: str) -> ZoneInfo:
    """The zone's clock changes, read from disk once."""
    with _found(zone):
        return ZoneInfo(zone)


@contextmanager
def _found(zone: str) -> Iterator[None]:
    """LookupError where there is no such zone, also where something else than a zone has the name on disk."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise LookupError(f"no time zone {zone!r} here") from error


@lru_cache(maxsize=64)
def has_rules(zone: str) -> bool:
    """Whether this computer knows the clock changes of `zone`: without them no time there can be told."""
    try:
        _rules_of(zone)
    except LookupError:
        return False
    return True


def _plain(when: pendulum.DateTime) -> datetime:
    """The same instant and offset as the standard library's type, which entries are made of."""
    return datetime.fromisoformat(when.isoformat())


def is_wall_time(text: str) -> bool:
    """Whether `text` is a 24-hour time such as "08:00"."""
    try:
        return len(text) == 5 and bool(time.fromisoformat(text).isoformat("minutes") == text)
    except ValueError:
        return False


NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
"""What stands among the zones of a computer and is none: another thing on each, or nothing."""


@lru_cache(maxsize=64)
def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA list, such as "Europe/London": the same on each computer."""
    return name not in NO_PLACES and name in available_timezones()
