"""Which protocols the open courses are on, each version by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from protocols.definition.protocol import Protocol
from protocols.definition.versions import version_words
from protocols.record.fold import Record
from protocols.values.formatting import plural


class InUse(NamedTuple):
    """One version of a protocol, how many open courses are on it, `brought` if one came from elsewhere."""

    protocol: Protocol
    courses: int
    brought: bool


def in_use(records: Iterable[Record]) -> list[InUse]:
    """The versions that open courses are on, as the courses were enrolled."""
    found: list[InUse] = []
    for chart in (chart for record in records for chart in record.charts if chart.ended is None):
        place = next((at for at, one in enumerate(found) if one.protocol == chart.plan.protocol), len(found))
        before = found[place] if place < len(found) else InUse(chart.plan.protocol, 0, brought=False)
        found[place : place + 1] = [
            InUse(chart.plan.protocol, before.courses + 1, before.brought or chart.brought)
        ]
    return found


def courses_on(protocol: Protocol, used: Iterable[InUse]) -> int:
    """How many open courses are on exactly this version."""
    return next((one.courses for one in used if one.protocol == protocol), 0)


def beside(shelf: Collection[Protocol], used: Iterable[InUse]) -> list[InUse]:
    """Those of `used` that are not on the shelf as they are."""
    return [one for one in used if one.protocol not in shelf]


def used_words(used: InUse, known: Collection[Protocol]) -> tuple[str, ...]:
    """How many courses are on it, and in what it differs from this site's, in sentences."""
    differs = version_words(used.protocol, known, brought=used.brought)
    return (f"In use here by {plural(used.courses, 'open course')}.", *differs)
