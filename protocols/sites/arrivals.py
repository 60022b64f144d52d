"""Patients as the hospital's own system tells of them: who comes, who goes, and what is otherwise here.

Nothing of it is recorded by itself. Who comes is offered when somebody is admitted; what is told of a patient
who is here already is said beside what the record has, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from protocols.entries import PatientAdmitted, PatientDetailsChanged
from protocols.record.fold import Record
from protocols.values.birth import Birth
from protocols.values.formatting import name_text, when_text
from protocols.values.identity import name_key, number_key, numbers_meant
from protocols.values.text import visible

About = Literal["here", "left", "died", "merged", "withdrawn"]

OFFERED_FOR = timedelta(days=14)
"""How long a patient who was told of is offered."""


@dataclass(frozen=True)
class Arrival:
    """What one message says of one patient; what it does not say is "" or None.

    `about`: the patient is here or expected, has left, has died, is the same as `into`, or it was a mistake.
    """

    patient: str
    at: datetime
    about: About = "here"
    family: str = ""
    given: str = ""
    born: date | None = None
    sex: str = ""
    ward: str = ""
    bed: str = ""
    allergies: tuple[str, ...] = ()
    no_allergies: bool = False
    into: str = ""
    born_about: str = ""
    """What is known of the date of birth where it is not known to the day: "1958-05", "1958"."""

    @property
    def birth(self) -> Birth:
        """The date of birth as far as it is said."""
        return Birth(self.born, self.born_about)


def newest(told: Iterable[Arrival]) -> dict[str, Arrival]:
    """The last that was told of each patient, by number; what a later message leaves out stays as it was."""
    found: dict[str, Arrival] = {}
    written = defaultdict[str, set[str]](set)
    for each in sorted(told, key=lambda each: each.at):
        meant = numbers_meant(each.patient, written[number_key(each.patient)])
        number = meant[0] if len(meant) == 1 else each.patient
        written[number_key(each.patient)].add(number)
        found[number] = _after(found[number], each) if number in found else each
    return found


def _after(before: Arrival, later: Arrival) -> Arrival:
    kept = {
        name: getattr(before, name)
        for name in ("family", "given", "sex", "ward", "bed")
        if not getattr(later, name)
    }
    if not later.birth:
        kept |= {"born": before.born, "born_about": before.born_about}
    if not later.allergies and not later.no_allergies:
        kept |= {"allergies": before.allergies, "no_allergies": before.no_allergies}
    return replace(later, **kept)


def offered(told: Iterable[Arrival], here: Iterable[str], now: datetime) -> list[Arrival]:
    """Who is expected and not on the ward, the newest first; `here` are the numbers of those who are."""
    known = [*here]
    keys = {number_key(number) for number in known}
    found = [
        each
        for each in newest(told).values()
        if each.about == "here"
        and now - OFFERED_FOR <= each.at
        and not (number_key(each.patient) in keys and numbers_meant(each.patient, known))
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def sayings(told: Iterable[Arrival], records: Mapping[str, Record], zone: str) -> list[str]:
    """What is told of patients who are here and is otherwise than the record has it, a sentence each.

    A message that is older than what the record last said of the patient is not said: somebody knew better.
    """
    keys = {number_key(number) for number in records}
    said = []
    for each in newest(told).values():
        meant = numbers_meant(each.patient, records) if number_key(each.patient) in keys else []
        record = records[meant[0]] if len(meant) == 1 else None
        if record is None or record.details is None or each.at <= _details_at(record):
            continue
        words = _otherwise(each, record.details, records)
        if words:
            who = f"MRN {visible(record.patient)}, {name_text(record.details.family, record.details.given)}"
            said.append(f"{who}: the hospital's system says {words} ({when_text(each.at, zone)}).")
    return said


def _details_at(record: Record) -> datetime:
    kinds = (PatientAdmitted, PatientDetailsChanged)
    return max(entry.at for entry in record.entries if isinstance(entry.what, kinds))


def _otherwise(each: Arrival, has: PatientAdmitted, here: Mapping[str, Record]) -> str:
    if each.about == "merged":
        other = numbers_meant(each.into, here)
        also = ", who is here too: two records of one person" if other else ""
        return f"that this is the same patient as MRN {visible(each.into)}{also}"
    if each.about in ("left", "died", "withdrawn"):
        return {
            "left": "that the patient was discharged",
            "died": "that the patient has died",
            "withdrawn": "that the admission was a mistake",
        }[each.about]
    parts = []
    if each.bed and each.bed != has.bed:
        ward = f" on ward {visible(each.ward)}" if each.ward else ""
        parts.append(f"bed {visible(each.bed)}{ward}, here it is {visible(has.bed) or 'none'}")
    if each.family and name_key(f"{each.family} {each.given}") != name_key(f"{has.family} {has.given}"):
        parts.append(f"the name {name_text(each.family, each.given)}")
    if each.birth and each.birth != has.birth and not (has.birth and each.birth.may_be(has.birth)):
        parts.append(f"born {each.birth.text}, here {has.birth.text}")
    unknown = [name for name in each.allergies if name_key(name) not in name_key(has.allergies)]
    if unknown:
        parts.append(f"an allergy that is not here: {visible(', '.join(unknown))}")
    return "; ".join(parts)
