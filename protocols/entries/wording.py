"""How an entry names people and scheduled doses."""

from __future__ import annotations

from protocols.entries import DoseKey, Entry, PatientLeft, Person, RecordJoined
from protocols.values.formatting import day_text, when_text
from protocols.values.text import visible


def person_text(person: Person) -> str:
    """Who did something: "Ada Okafor (AO), nurse"."""
    return f"{visible(person.name)} ({visible(person.initials)}), {person.role}"


def dose_key_text(key: DoseKey) -> str:
    """The name of a scheduled dose: "Tue 17-Nov-2026 morning"."""
    return f"{day_text(key.day)} {key.slot}"


LEAVING = {"leave": "On leave", "discharged": "Discharged", "died": "Died"}
"""How a patient left the ward, in a word."""


def left_text(left: Entry, zone: str) -> str:
    """How and when a patient left: "Discharged Tue 17-Nov-2026 11:00, to home"; no full stop."""
    what = left.what
    if isinstance(what, RecordJoined):
        return f"Joined to MRN {visible(what.into)} {when_text(left.at, zone)}: everything stands there"
    assert isinstance(what, PatientLeft)
    since = "since " if what.how == "leave" else ""
    to = f", to {visible(what.to)}" if what.to else ""
    back = f", expected back {when_text(what.back, zone)}" if what.back else ""
    return f"{LEAVING[what.how]} {since}{when_text(left.at, zone)}{to}{back}"
