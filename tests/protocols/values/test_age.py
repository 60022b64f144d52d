"""How old somebody is, in the words of the bedside."""

from __future__ import annotations

from datetime import date

import pytest

from protocols.values.formatting import age_text

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (TODAY, "0d"),
        (date(2026, 11, 3), "27d"),
        (date(2026, 11, 2), "4w"),
        (date(2025, 12, 1), "52w"),
        (date(2025, 11, 30), "12m"),
        (date(2024, 12, 1), "23m"),
        (date(2024, 11, 30), "2y"),
        (date(1958, 3, 12), "68y"),
        (date(1958, 12, 1), "67y"),
    ],
)
def test_infants_are_told_in_days_weeks_and_months(born: date, said: str) -> None:
    assert age_text(born, TODAY) == said


def test_somebody_born_on_the_last_day_of_february_gets_older_in_march() -> None:
    assert age_text(date(2024, 2, 29), date(2026, 2, 28)) == "23m"
    assert age_text(date(2024, 2, 29), date(2026, 3, 1)) == "2y"
