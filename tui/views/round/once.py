"""What follows from the rows of a ward alone: worked out once for as long as they are the same list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from tui.views.course.board import BoardRow

T = TypeVar("T")


class Once(Generic[T]):
    """What `work` makes of a list of rows. Lists of rows are never changed: a ward gives another one."""

    def __init__(self, work: Callable[[list[BoardRow]], T]) -> None:
        self._work = work
        self._known: tuple[list[BoardRow], T] | None = None

    def of(self, rows: list[BoardRow]) -> T:
        """The same as before for the very list of before."""
        if self._known is None or self._known[0] is not rows:
            self._known = rows, self._work(rows)
        return self._known[1]
