"""The instant of a time of day is Pendulum's in every hour, and Pendulum is read for few of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pendulum
import pytest

from protocols.values.clinic_time import instant_of

CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),  # by half an hour
    "Africa/Casablanca": (date(2026, 2, 15), date(2026, 3, 22)),
    "Pacific/Apia": (date(2011, 12, 30),),  # a day that is left out
    "Asia/Kolkata": (date(1941, 10, 1),),
    "UTC": (date(2026, 3, 29),),
}


@pytest.mark.parametrize("zone", CHANGES)
def test_a_time_of_day_is_the_instant_that_pendulum_names(zone: str) -> None:
    for change in CHANGES[zone]:
        for day in (change - timedelta(days=1), change, change + timedelta(days=1)):
            for minutes in range(0, 24 * 60, 15):
                wall = time(minutes // 60, minutes % 60)
                named = pendulum.datetime(day.year, day.month, day.day, wall.hour, wall.minute, tz=zone)
                assert instant_of(day, f"{wall:%H:%M}", zone) == datetime.fromtimestamp(
                    named.timestamp(), UTC
                )


def test_for_a_time_that_is_shown_once_pendulum_is_not_even_read() -> None:
    words = (
        "import sys; from datetime import date; from protocols.values.clinic_time import instant_of; "
        "instant_of(date(2026, 10, 25), '08:00', 'Europe/Berlin'); assert 'pendulum' not in sys.modules; "
        "instant_of(date(2026, 10, 25), '02:30', 'Europe/Berlin'); assert 'pendulum' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", words], check=True)
