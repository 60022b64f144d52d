"""How far work has come that may take long, told to whoever watches; where nobody does, at no cost.

The work counts its things; what is shown of that, and whether, is for the command line to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Thing = TypeVar("Thing")

Watcher = Callable[[str, int, int], None]
"""Told what is being done, how many things are done, and of how many, 0 where that is not known."""

_watchers: list[Watcher] = []


def counted(what: str, things: Iterable[Thing], total: int = 0) -> Iterable[Thing]:
    """`things` as they are; whoever watches is told how many of them were taken."""
    return _told(what, things, total) if _watchers else things


def _told(what: str, things: Iterable[Thing], total: int) -> Iterator[Thing]:
    for number, thing in enumerate(things):
        _watchers[-1](what, number, total)
        yield thing
    _watchers[-1](what, total, total)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Let `watcher` be told meanwhile."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)
