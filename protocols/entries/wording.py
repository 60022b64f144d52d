"""How an entry names people and scheduled doses."""

from __future__ import annotations

from protocols.entries import DoseKey, Person
from protocols.values.formatting import day_text
from protocols.values.text import visible


def person_text(person: Person) -> str:
    """Who did something: "Ada Okafor (AO), nurse"."""
    return f"{visible(person.name)} ({visible(person.initials)}), {person.role}"


def dose_key_text(key: DoseKey) -> str:
    """The name of a scheduled dose: "Tue 17-Nov-2026 morning"."""
    return f"{day_text(key.day)} {key.slot}"
