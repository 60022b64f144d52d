"""The people of a record: who has worked here lately, and whether two names are of one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from protocols.entries import (
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    Entry,
    HandoverAccepted,
    HandoverRefused,
    Person,
)
from protocols.record.staff import NO_STAFF, Staff
from protocols.values.text import clean

NEWEST = 400
"""Entries looked through for the people who work here."""


def same_person(one: Person, other: Person, staff: Staff = NO_STAFF) -> bool:
    """Whether two are one person: by the staff list, whatever they are called by now; without it by name."""
    known, also = staff.who(one), staff.who(other)
    if known is not None and also is not None:
        return known.id == also.id
    return clean(one.name).casefold() == clean(other.name).casefold()


Initials = Mapping[tuple[str, str], str]
"""By which initials each person stands on a record: the second of two people with the same has a number."""


def initials_of(known: Initials, person: Person) -> str:
    """The initials of `person` on a record of which `known` are: "AO", or "AO 2" for another AO."""
    return known.get(_key(person), person.initials)


def with_initials(known: dict[tuple[str, str], str], person: Person) -> None:
    """Add `person` to `known`, told apart from everybody who is there."""
    key = _key(person)
    if key not in known:
        same = sum(initials == key[0] for initials, _ in known)
        known[key] = f"{person.initials} {same + 1}" if same else person.initials


@lru_cache(maxsize=1024)
def _key(person: Person) -> tuple[str, str]:
    return clean(person.initials).casefold(), clean(person.name).casefold()


def known_people(entries: Iterable[Entry]) -> list[Person]:
    """The people of `entries`, those of the newest entry first, without their accounts."""
    found: dict[tuple[str, str, str], Person] = {}
    for entry in reversed(list(entries)):
        for by in (entry.by, *_others(entry)):
            if by.role != "admin":
                person = Person(by.name, by.initials, by.role)
                found.setdefault((person.name, person.initials, person.role), person)
    return list(found.values())[:8]


def _others(entry: Entry) -> list[Person]:
    """Who vouched for something without signing on."""
    match entry.what:
        case DoseGiven(second=second) if second is not None:
            return [second.by]
        case CourseEnrolled(confirmed=other) | DecisionMade(confirmed=other) if other is not None:
            return [other.by]
        case HandoverAccepted(taker=taker) | HandoverRefused(taker=taker):
            return [taker]
    return []
