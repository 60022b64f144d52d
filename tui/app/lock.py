"""The lock: when the screen is to be locked, what waits behind it, and what is told when it opens.

Screens and forms stay as they are underneath and go on following the ledger. The same person finds them
again; for another person they are closed, and both are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from protocols.entries import Person
from protocols.values.text import visible
from store.site.journal import tell
from tui.app.idle import Idle, seconds_awake


class Lock:
    """Open at first. It locks when nobody has pressed a key for `after` seconds of `clock`."""

    def __init__(self, after: float, clock: Callable[[], float] = seconds_awake) -> None:
        self.locked = False
        self.idle = Idle(after, clock)
        self._waiting: list[Callable[[], object]] = []
        self._closed: dict[str, list[str]] = {}
        """What to tell a person, by initials, of forms that were closed for somebody else."""

    def due(self, person: Person | None) -> Literal["", "warn", "lock"]:
        """What the time without a key asks for, of a screen to which `person` is signed on."""
        return "" if person is None or self.locked else self.idle.due()

    def close(self, person: Person | None = None) -> None:
        """Lock, until `open`; `person` is signed on."""
        self.locked = True
        if person is not None:
            tell("locked", initials=person.initials, account=person.account)

    def open(self, person: Person, before: Person | None) -> bool:
        """Open for `person`; whether it was `before` who had locked it, somebody else.

        Then what that person had open is to be closed, and what waited for them is void.
        """
        other = self.locked and before is not None and not _same(before, person)
        self.locked = False
        self.idle.touch()
        if other:
            self._waiting.clear()
        return other

    def when_open(self, act: Callable[[], object]) -> None:
        """Do `act` now, or when the lock is opened by who has locked it; for anybody else it is void."""
        if self.locked:
            self._waiting.append(act)
        else:
            act()

    def go_on(self) -> None:
        """Do what has waited."""
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def closed(self, titles: Sequence[str], before: Person, person: Person) -> list[str]:
        """What `person` is told of the forms, by title, that `before` had open; they are told in turn."""
        self._closed.setdefault(before.initials, []).extend(
            f'"{title}", which you had open, was closed when {visible(person.name)} signed on. '
            "What was not recorded is lost: look at the history."
            for title in titles
        )
        return [
            f'{visible(before.name)} had "{title}" open. It was closed. What was not recorded is lost.'
            for title in titles
        ]

    def told(self, person: Person) -> list[str]:
        """What became of the forms of `person` while somebody else was signed on, once."""
        return self._closed.pop(person.initials, [])


def _same(one: Person, other: Person) -> bool:
    return (one.name, one.initials, one.role) == (other.name, other.initials, other.role)
