"""What people say of when something happened becomes an instant, here and nowhere else.

There are three answers: this instant, ask which one, or none and why. Nothing is guessed (rules.md, "What a
person says is what is kept"). Times are the ward's, in 24 hours; the zone is an IANA name; instants are UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from protocols.values.clinic_time import day_of, instants_of, is_wall_time, local, minute_of
from protocols.values.formatting import MONTHS, day_text, listed, offset_text, time_text, when_text

EARLY, LATE = timedelta(hours=3), timedelta(hours=9)
"""A dose told by a time within these of its own needs no day: on another one it was most of a day off."""

_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})", re.ASCII)
_OFFSET = re.compile(r"(?:UTC)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", re.ASCII | re.IGNORECASE)
_TIME_AND_OFFSET = re.compile(rf"({_TIME.pattern}) ?({_OFFSET.pattern})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Wall:
    """A time on the ward's clock, "08:00", and the offset said with it, where one was."""

    text: str
    offset: timedelta | None = None


@dataclass(frozen=True)
class This:
    """The one instant that was meant, in UTC."""

    at: datetime


@dataclass(frozen=True)
class Which:
    """Several instants fit, or one on a day that was not named: `words` ask for it, nothing is kept yet."""

    instants: tuple[datetime, ...]
    words: str


@dataclass(frozen=True)
class Never:
    """No instant is meant by it, and why."""

    words: str


Answer = This | Which | Never


def wall_of(text: str) -> Wall:
    """A 24-hour time: "08:00", "8:00" or "0800"; "02:15+02:00" where the clock shows it twice. ValueError."""
    found = _TIME_AND_OFFSET.fullmatch(text.strip())
    wall = f"{int(found[2]):02}:{found[3]}" if found else ""
    if not found or not is_wall_time(wall):
        raise ValueError(text)
    if not found[4]:
        return Wall(wall)
    length = timedelta(hours=int(found[6]), minutes=int(found[7] or 0))
    return Wall(wall, -length if found[5] == "-" else length)


def is_offset(text: str) -> bool:
    """Whether `text` is an offset alone, as "+02:00" behind a time and a blank."""
    return bool(_OFFSET.fullmatch(text))


def day_named(text: str) -> date:
    """A day: 17-Nov-2026, 17-11-2026, 17/11/2026, 17112026 or 2026-11-17. ValueError for anything else."""
    if (digits := _DIGITS.fullmatch(text.strip())) is not None:
        return date(int(digits[3]), int(digits[2]), int(digits[1]))
    parts = re.split(r"[-. /]", text.strip())
    if len(parts) != 3 or not all(parts):
        raise ValueError(text)
    if len(parts[0]) == 4:
        return date(*(int(part) for part in parts))
    month = parts[1].lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(parts[1])
    if len(parts[2]) != 4:
        raise ValueError(text)
    return date(int(parts[2]), number, int(parts[0]))


_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([12][0-9]{3})", re.ASCII)
"""Day, month, year without anything between: no year that anybody means begins with 0 or 3."""

_AGO = re.compile(
    r"- ?(?:([0-9]{1,2}) ?h(?:r|ours?)?)? ?(?:([0-9]{1,3}) ?m(?:in|inutes?)?)?", re.ASCII | re.I
)
_NAMED = re.compile(r"(today|yesterday),? +(.+)", re.ASCII | re.I)


def spoken(text: str, zone: str, now: datetime) -> Answer | None:
    """A time with its day in one: "-30m", "-1h30m", "yesterday 2200". None where `text` is none of these.

    A time told backwards is that of the minute: it becomes the time on the clock, which is shown before it
    is kept.
    """
    words = text.strip()
    ago = _AGO.fullmatch(words)
    if ago and (ago[1] or ago[2]):
        back = timedelta(hours=int(ago[1] or 0), minutes=int(ago[2] or 0))
        return This(minute_of(now) - back)
    named = _NAMED.fullmatch(words)
    if not named:
        return None
    try:
        wall = wall_of(named[2])
    except ValueError:
        return None
    back = timedelta(days=named[1].lower() == "yesterday")
    return on_day(day_of(now, zone) - back, wall, zone, now)


_MONTHS = tuple(month.lower() for month in MONTHS)


def on_day(day: date, wall: Wall, zone: str, now: datetime) -> Answer:
    """`wall` on `day`, both said by a person at the instant `now`."""
    fitting = _shown(day, wall, zone)
    if isinstance(fitting, Never):
        return fitting
    past = tuple(at for at in fitting if at <= now)
    if not past:
        when = when_text(fitting[0], zone)
        return Never(f"{when} is in the future. Enter the time at which it happened.")
    return This(past[0]) if len(past) == 1 else Which(past, _twice(wall.text, past, zone))


def expected(day: date, wall: Wall, zone: str) -> Answer:
    """When something is expected: `wall` on `day`, both said by a person, past or to come."""
    fitting = _shown(day, wall, zone)
    if isinstance(fitting, Never):
        return fitting
    return This(fitting[0]) if len(fitting) == 1 else Which(fitting, _twice(wall.text, fitting, zone))


def _shown(day: date, wall: Wall, zone: str) -> tuple[datetime, ...] | Never:
    """Every instant at which the clock shows that, or why it never does."""
    there = instants_of(day, wall.text, zone)
    if not there:
        return Never(f"{wall.text} never was on {day_text(day)}: the clocks went forward over it.")
    fitting = _with_offset(there, wall, zone)
    if not fitting:
        offsets = listed([offset_text(at, zone) for at in there])
        return Never(f"{wall.text} on {day_text(day)} was at {offsets} from UTC, not at what was written.")
    return fitting


def lately(wall: Wall, zone: str, now: datetime) -> Answer:
    """`wall` without a day, said at `now`: today. Is that still to come, it is asked whether yesterday."""
    today = day_of(now, zone)
    answer = on_day(today, wall, zone, now)
    if not isinstance(answer, Never) or not instants_of(today, wall.text, zone):
        return answer
    return _asked_day(today - timedelta(days=1), wall, zone, now, answer)


def _asked_day(day: date, wall: Wall, zone: str, now: datetime, today: Never) -> Answer:
    """The day before: never taken by itself, for a slip of the finger looks the same."""
    before = on_day(day, wall, zone, now)
    if isinstance(before, Never):
        return today
    if isinstance(before, Which):
        return before
    return Which(
        (before.at,),
        f"{wall.text} is still to come today. If it was yesterday, {day_text(day)}, leave that day as it now "
        "stands; else put time or day right.",
    )


@dataclass(frozen=True)
class Filled:
    """What somebody filled in of when it was: None for a part that was left alone."""

    wall: Wall | None
    day: date | None


def said(told: Filled, zone: str, now: datetime, known: datetime | None = None) -> Answer:
    """When it was, of a form sent at `now`. `known` is when it was on record, where that is put right.

    What was left alone is not that person's word: a day shown beforehand is no day that was said.
    """
    if told.wall is None and told.day is None:
        return This(known or now)
    if told.day is None:
        assert told.wall is not None
        return near_known(told.wall, known, zone, now) if known else lately(told.wall, zone, now)
    if told.wall is not None:
        return on_day(told.day, told.wall, zone, now)
    if known:
        return on_day(told.day, Wall(time_text(known, zone)[:5]), zone, now)
    if told.day == day_of(now, zone):
        return This(now)
    return Never("write the time too, since it was not today.")


def near_known(wall: Wall, known: datetime, zone: str, now: datetime) -> Answer:
    """A right time of what is on record at `known`, without a day: its day, unless another is nearer."""
    day = day_of(known, zone)
    days = (day, day - timedelta(days=1), day + timedelta(days=1))
    fitting = [at for one in days for at in _past(one, wall, zone, now)]
    own = on_day(day, wall, zone, now)
    nearest = min(fitting, key=lambda at: abs(at - known), default=None)
    if isinstance(own, Which) or nearest is None or day_of(nearest, zone) == day:
        return own
    both = (own.at, nearest) if isinstance(own, This) else (nearest,)
    return Which(both, _days(wall.text, both, zone))


def of_dose(wall: Wall, due: datetime, reach: timedelta, zone: str, now: datetime) -> Answer:
    """When the dose that was due at `due` was taken, told by its time alone.

    Whatever is within `reach` of `due` may be meant. Near its time is taken as said; else the day is asked
    for, unless only one fits.
    """
    day = day_of(due, zone)
    days = [day + timedelta(days=by) for by in range(-reach.days - 1, reach.days + 2)]
    there = [at for one in days for at in _with_offset(instants_of(one, wall.text, zone), wall, zone)]
    fitting = [at for at in there if abs(at - due) <= reach]
    meant = [at for at in fitting if -EARLY <= at - due <= LATE] or fitting
    past = tuple(at for at in meant if at <= now)
    if not past:
        return _not_of_dose(meant, day, wall, zone, now)
    if len(meant) == 1:
        return This(past[0])
    if len({day_of(at, zone) for at in meant}) > 1:
        return Which(past, _days(wall.text, past, zone))
    return Which(past, _twice(wall.text, past, zone)) if len(past) > 1 else This(past[0])


def _not_of_dose(meant: list[datetime], day: date, wall: Wall, zone: str, now: datetime) -> Never:
    answer = on_day(day_of(meant[0], zone) if meant else day, wall, zone, now)
    return answer if isinstance(answer, Never) else Never(f"{wall.text} is far off: write the day too.")


def _past(day: date, wall: Wall, zone: str, now: datetime) -> list[datetime]:
    return [at for at in _with_offset(instants_of(day, wall.text, zone), wall, zone) if at <= now]


def _with_offset(instants: tuple[datetime, ...], wall: Wall, zone: str) -> tuple[datetime, ...]:
    return tuple(at for at in instants if wall.offset in (None, local(at, zone).utcoffset()))


def _twice(wall: str, both: tuple[datetime, ...], zone: str) -> str:
    first, second = (f"{wall}{offset_text(at, zone)}" for at in both[:2])
    when = day_text(day_of(both[0], zone))
    return (
        f"The clock showed {wall} twice on {when}. Write {first} for the first time, {second} for the second."
    )


def _days(wall: str, fitting: tuple[datetime, ...], zone: str) -> str:
    days = sorted({day_of(at, zone) for at in fitting})
    return f"{wall} may have been on {' or '.join(map(day_text, days))}. Write the day too."


def moment_text(at: datetime, now: datetime, zone: str) -> str:
    """What will be kept, as it is shown before it is recorded: day, time, and today or how long ago."""
    days = (day_of(now, zone) - day_of(at.astimezone(UTC), zone)).days
    near = {0: ", today", 1: ", yesterday"}.get(days, f", {days} days ago" if days > 1 else "")
    return f"{when_text(at, zone)}{near}"
