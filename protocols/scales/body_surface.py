"""The body's sites and their share of its surface, by the rule of nines for adults.

The shares only tell when sites cannot make up an extent (domain.md 2.5, 4.4 row 7); never a
reason to refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from protocols.values.formatting import number_text

SHARES: dict[str, int] = {
    "head and neck": 9,
    "left arm": 9,
    "right arm": 9,
    "front trunk": 18,
    "back": 18,
    "left leg": 18,
    "right leg": 18,
    "perineum": 1,
}
"""Each site and its share of the body's surface in percent."""

_WITHIN = {
    "head": "head and neck",
    "face": "head and neck",
    "neck": "head and neck",
    "scalp": "head and neck",
}


def region(site: str) -> str:
    """The site of the list that `site` lies in; `site` itself when it is on no list."""
    return _WITHIN.get(site, site)


def most_extent(sites: Iterable[str]) -> int | None:
    """The percent of body surface that `sites` can make up at most; None when one is not on the list."""
    regions = {region(site) for site in sites}
    return sum(SHARES[region] for region in regions) if regions <= SHARES.keys() else None


ADULT_FROM = 15
"""Years from which the shares hold; a younger child has more skin on the head and less on the legs."""


def extent_warning(sites: Iterable[str], extent: Decimal | None, years: int | None = None) -> str:
    """What to say when `extent`, in percent of body surface, is more than its sites have; else "".

    `years` is the patient's age, None where it is not known: the rule is one for adults.
    """
    named = tuple(sites)
    most = most_extent(named)
    if extent is None or not named or most is None or extent <= most:
        return ""
    said = f"Sites add up to at most {most}%. The extent of {number_text(extent)}% is more than that."
    if years is not None and years < ADULT_FROM:
        said += " The shares are those of adults: a child has more skin on the head."
    return said
