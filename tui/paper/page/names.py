"""Initials and entry numbers on a paper, each told apart and explained below."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from protocols.entries import Entry, Person
from protocols.record.imported import Brought
from protocols.values.text import visible


class Names:
    """The people and entries named on one paper, in the order in which they were named.

    `brought` says of imported entries where they were recorded: another ledger has its own numbers.
    """

    def __init__(self, brought: Mapping[str, Brought] | None = None) -> None:
        self._known: dict[tuple[str, str, str], str] = {}
        self._brought = brought or {}
        wards = dict.fromkeys(found.origin.id for found in self._brought.values())
        self._letters = dict(zip(wards, ascii_uppercase, strict=False))

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

    def entry(self, entry: Entry) -> str:
        """The number by which `entry` stands on this paper: "12", or "A12" where it was imported."""
        found = self._brought.get(entry.id)
        return f"{self._letters.get(found.origin.id, '*') if found else ''}{entry.number}"

    def elsewhere(self) -> str:
        """What the letters before the numbers mean, "" when nothing was imported."""
        wards = {found.origin.id: visible(found.origin.ward) for found in self._brought.values()}
        said = [f"{letter}: entries recorded in {wards[id]}" for id, letter in self._letters.items()]
        return f"{'; '.join(said)}." if said else ""
