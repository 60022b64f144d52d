"""Sites and their share of the body, and the warning where they cannot make up the extent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocols.scales.body_surface import SHARES, extent_warning, most_extent


def test_the_shares_make_up_the_whole_body() -> None:
    assert sum(SHARES.values()) == 100


@pytest.mark.parametrize(
    ("sites", "most"),
    [
        (("face", "neck", "back"), 27),
        (("head and neck", "face"), 9),
        (("left arm", "right arm"), 18),
        (("perineum",), 1),
        (("back", "somewhere"), None),
        ((), 0),
    ],
)
def test_a_site_counts_once_and_an_unknown_one_stops_the_sum(
    sites: tuple[str, ...], most: int | None
) -> None:
    assert most_extent(sites) == most


def test_the_reports_own_figures_are_warned_of() -> None:
    """Face, neck and back, at least 30% (domain.md 4.4 row 7)."""
    words = extent_warning(("face", "neck", "back"), Decimal(30))
    assert words == "Sites add up to at most 27%. The extent of 30% is more than that."


@pytest.mark.parametrize(
    ("sites", "extent"),
    [(("back",), Decimal(18)), (("back",), None), ((), Decimal(30)), (("somewhere",), Decimal(30))],
)
def test_nothing_is_said_where_the_sum_fits_or_is_not_known(
    sites: tuple[str, ...], extent: Decimal | None
) -> None:
    assert extent_warning(sites, extent) == ""
