"""Patients as the hospital's own system tells of them: who comes, who goes, and what is otherwise here.

Nothing of it is recorded by itself. Who comes is offered when somebody is admitted; what is told of a patient
who is here already is said beside what the record has, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from protocols.entries import PatientAdmitted, PatientDetailsChanged
from protocols.record.fold import Record
from protocols.values.birth import Birth
from protocols.values.formatting import name_text, when_text
from protocols.values.identity import name_key, number_key, numbers_meant
from protocols.values.text import visible

About = Literal["here", "left", "died", "merged", "withdrawn", "updated", "told"]

OFFERED_FOR = timedelta(days=14)
"""How long a patient who was told of is offered."""


@dataclass(frozen=True)
class Arrival:
    """What one message says of one patient; what it does not say is "" or None.

    `about`: the patient is here or expected, has left, has died, is the same as `into`, or it was a mistake.
    A stay that is updated goes on as it was; what is told of a person makes nobody expected.
    `allergies` are all of them, unless the message `adds` to those known, less those `taken_back`.
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
    taken_back: tuple[str, ...] = ()
    adds: bool = False
    into: str = ""
    born_about: str = ""
    """What is known of the date of birth where it is not known to the day: "1958-05", "1958"."""

    @property
    def birth(self) -> Birth:
        """The date of birth as far as it is said."""
        return Birth(self.born, self.born_about)


def newest(told: Iterable[Arrival]) -> dict[str, Arrival]:
    """The last that was told of each patient, by number; what a later message leaves out stays as it was.

    Of two numbers that became one the newer has what was told under the older.
    """
    found: dict[str, Arrival] = {}
    written = defaultdict[str, set[str]](set)
    for each in sorted(told, key=lambda each: each.at):
        number, into = (_meant(name, written) for name in (each.patient, each.into))
        before = found.get(number)
        found[number] = _after(before, each) if before else _first(each)
        if before and into in found and into != number:
            found[into] = _joined(before, found[into])
    return found


def _meant(name: str, written: defaultdict[str, set[str]]) -> str:
    """The number as it was written before, where that is one; from now on it is written so too."""
    meant = numbers_meant(name, written[number_key(name)])
    number = meant[0] if len(meant) == 1 else name
    written[number_key(name)].add(number)
    return number


def _first(each: Arrival) -> Arrival:
    """What is first heard of a patient: that a stay is updated says that there is one."""
    return replace(each, about="here") if each.about == "updated" else each


def _after(before: Arrival, later: Arrival) -> Arrival:
    kept = _left_out(before, later)
    if later.adds or (not later.allergies and not later.no_allergies):
        known = [name for name in before.allergies if name not in later.taken_back]
        joined = tuple(dict.fromkeys((*known, *later.allergies)))
        none = not joined and (later.no_allergies or before.no_allergies)
        kept |= {"allergies": joined, "no_allergies": none}
    if later.about in ("updated", "told"):
        kept |= {"about": before.about, "into": before.into}
    return replace(later, **kept)


def _joined(old: Arrival, goes_on: Arrival) -> Arrival:
    """A patient whose older number is no more: expected where either was, with the allergies of both."""
    here = old.about == "here" and goes_on.about == "told"
    allergies = tuple(dict.fromkeys((*goes_on.allergies, *old.allergies)))
    none = not allergies and (goes_on.no_allergies or old.no_allergies)
    about = "here" if here else goes_on.about
    return replace(goes_on, **_left_out(old, goes_on), about=about, allergies=allergies, no_allergies=none)


def _left_out(before: Arrival, later: Arrival) -> dict[str, Any]:
    names = ("family", "given", "sex", "ward", "bed")
    kept = {name: getattr(before, name) for name in names if not getattr(later, name)}
    return kept if later.birth else {**kept, "born": before.born, "born_about": before.born_about}


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
        words = _otherwise(each, record, record.details, records)
        if words:
            who = f"MRN {visible(record.patient)}, {name_text(record.details.family, record.details.given)}"
            said.append(f"{who}: the hospital's system says {words} ({when_text(each.at, zone)}).")
    return said


def _details_at(record: Record) -> datetime:
    kinds = (PatientAdmitted, PatientDetailsChanged)
    return max(entry.at for entry in record.entries if isinstance(entry.what, kinds))


def _otherwise(each: Arrival, record: Record, has: PatientAdmitted, here: Mapping[str, Record]) -> str:
    if each.about == "merged":
        other = numbers_meant(each.into, here)
        also = ", who is here too: two records of one person" if other else ""
        return f"that this is the same patient as MRN {visible(each.into)}{also}"
    if record.left is not None:
        return "" if each.about != "here" or each.at <= record.left.at else "that the patient is here (key L)"
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
    parts += _other_allergies(each, has)
    return "; ".join(parts)


def _other_allergies(each: Arrival, has: PatientAdmitted) -> Iterator[str]:
    unknown = [name for name in each.allergies if name_key(name) not in name_key(has.allergies)]
    if unknown:
        yield f"an allergy that is not here: {visible(', '.join(unknown))}"
    gone = [name for name in each.taken_back if name_key(name) in name_key(has.allergies)]
    if gone:
        yield f"that an allergy is taken back: {visible(', '.join(gone))}"
    if each.no_allergies and has.allergies:
        yield f"no known allergies, here {visible(has.allergies)}"
