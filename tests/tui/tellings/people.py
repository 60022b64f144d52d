"""Random people: what truly happened, when it is told, and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text

ZONES = (
    *("Europe/Berlin", "Europe/London", "America/New_York"),
    *("Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"),
)
CHANGES = {
    "Europe/Berlin": ("2026-10-25T01:00", "2027-03-28T01:00"),
    "Europe/London": ("2026-10-25T01:00", "2027-03-28T01:00"),
    "America/New_York": ("2026-11-01T06:00", "2027-03-14T07:00"),
    "Asia/Kathmandu": ("2026-11-01T18:15", "2027-03-14T18:15"),
    "Australia/Lord_Howe": ("2026-10-03T15:30", "2027-04-03T15:00"),
    "America/St_Johns": ("2026-11-01T04:30", "2027-03-14T05:30"),
}
"""The instants (UTC) at which the clocks change; in Kathmandu, where they never do, two midnights."""

MINUTE = timedelta(minutes=1)


def changes(zone: str) -> tuple[datetime, datetime]:
    """When the clocks of `zone` change."""
    first, second = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in CHANGES[zone])
    return first, second


def happened(random: Random, zone: str) -> datetime:
    """A minute at which something truly happened: often near a change of the clocks or near midnight."""
    base = random.choice(changes(zone))
    return base + timedelta(minutes=random.choice((random.randint(-180, 180), random.randint(-4320, 4320))))


def wait(random: Random) -> timedelta:
    """How long after it somebody tells it: at once, after a round, next day."""
    longest = random.choice((0, 10, 240, 1440, 2600))
    return timedelta(minutes=random.randint(0, longest))


def wall_words(random: Random, at: datetime, zone: str, *, offset: bool = False) -> str:
    """The time of `at` as people type it: "08:05", "8:05", "0805"; with its offset where it has one."""
    shown = time_text(at, zone)
    wall, more = shown[:5], shown[5:] if offset else ""
    return random.choice((wall, wall.removeprefix("0"), wall.replace(":", ""))) + more


def day_words(random: Random, at: datetime, zone: str, now: datetime | None = None) -> str:
    """The day of `at` as people type it; where they say it at `now` before the time, in words too."""
    day = day_of(at, zone)
    if now is not None and random.random() < 0.4:
        near = (day_of(now, zone) - day).days
        if near in (0, 1):
            return ("today", "yesterday")[near]
    numbers = f"{day.day}-{day.month}-{day.year}", f"{day.day}/{day.month}/{day.year}", f"{day:%d%m%Y}"
    return random.choice((date_text(day), day.isoformat(), *numbers))
