"""The rows of the diary: when, where, what has to be so, and the function that lives it and sees to that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tests.tui.fortnight.places import Fortnight

Live = Callable[[Fortnight], Awaitable[None]]


class Row(NamedTuple):
    """One row of the diary; `wall` is the time in Berlin."""

    day: int
    wall: str
    site: str
    words: str
    live: Live


DIARY: list[Row] = []


def row(day: int, wall: str, site: str, words: str) -> Callable[[Live], Live]:
    """Put what follows into the diary."""

    def put(live: Live) -> Live:
        DIARY.append(Row(day, wall, site, words, live))
        return live

    return put
