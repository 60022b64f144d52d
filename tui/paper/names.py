"""Initials on a paper, each with the full name below; two people with the same initials are told apart."""

from __future__ import annotations

from protocols.entries import Person
from protocols.text import visible


class Names:
    """The people named on one paper, in the order in which they were named."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, person: Person) -> str:
        """The initials by which `person` stands on this paper: "AO", or "AO 2" for another AO."""
        who = (visible(person.initials), visible(person.name), person.role)
        if who not in self._known:
            same = sum(initials == who[0] for initials, _, _ in self._known)
            self._known[who] = f"{who[0]} {same + 1}" if same else who[0]
        return self._known[who]

    def rows(self) -> list[tuple[str, str, str]]:
        """Initials, full name and role of everybody named."""
        return sorted((said, name, role) for (_, name, role), said in self._known.items())
