"""What an import of one record would mean here: new, known, grown, or a conflict. Nothing is merged.

Entries are compared by their seals, in order. Where one side has all that the other has and more, that is a
record which went on; where each has what the other lacks, people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from protocols.entries import Entry, PatientAdmitted
from protocols.record.chart import Chart
from protocols.record.fold import Record, fold
from protocols.record.imported import Told
from protocols.values.formatting import date_text, listed, name_text, when_text
from protocols.values.identity import drug_key, name_key
from protocols.values.text import visible

State = Literal["new", "grown", "known", "behind", "conflict"]
Kind = Literal["", "identity", "entries", "course", "not possible", "decisions"]


@dataclass(frozen=True)
class Incoming:
    """The record of one patient as a file brings it, and what becomes of it here.

    `new` are the entries to be recorded, `follows` the id of the one they come behind. `kind` says what sort
    of conflict it is, `words` say it, both sides by name. `decisions` are those among `new` by people whom
    this ward does not know.
    """

    patient: str
    details: PatientAdmitted | None
    told: tuple[Told, ...]
    state: State
    new: tuple[Told, ...] = ()
    follows: str = ""
    kind: Kind = ""
    words: tuple[str, ...] = ()
    decisions: tuple[Told, ...] = ()


def compared(
    patient: str, incoming: Sequence[Told], here: Sequence[Told], others: Iterable[Record]
) -> Incoming:
    """What becomes of the record `incoming`, where `here` is what this ledger has of the same number.

    `others` are the records of this ledger in which the same person may be under another number.
    """
    came, told = fold(one.entry for one in incoming), tuple(incoming)
    same = _same(here, incoming)
    if same == len(incoming):
        state: State = "known" if len(here) == same else "behind"
        return Incoming(patient, came.details, told, state)
    if same < len(here):
        kind, words = _two_sides(patient, incoming[same:], here[same:], came, fold(one.entry for one in here))
        return Incoming(patient, came.details, told, "conflict", kind=kind, words=words)
    twins = tuple(found for other in others if (found := _twice(came, other)))
    if twins:
        return Incoming(patient, came.details, told, "conflict", kind="course", words=twins)
    follows = here[-1].entry.id if here else ""
    return Incoming(patient, came.details, told, "grown" if here else "new", told[same:], follows)


def _same(here: Sequence[Told], incoming: Sequence[Told]) -> int:
    """How many entries the two begin with alike."""
    count = 0
    for one, other in zip(here, incoming, strict=False):
        if (one.digest, one.body) != (other.digest, other.body):
            break
        count += 1
    return count


def _two_sides(
    patient: str, there: Sequence[Told], here: Sequence[Told], came: Record, known: Record
) -> tuple[Kind, tuple[str, ...]]:
    if (
        came.details is not None
        and known.details is not None
        and not same_person(came.details, known.details)
    ):
        words = f"Here {visible(patient)} is {_person(known.details)}; there it is {_person(came.details)}."
        return "identity", (words, "One of the two numbers is wrong, or they are two patients.")
    both = [
        f"Both have an open course of {visible(chart.protocol.drug)}: {_course(chart)} here, "
        f"{_course(other)} there."
        for chart in _open(known)
        for other in _open(came)
        if drug_key(chart.protocol.drug) == drug_key(other.protocol.drug) and chart.id != other.id
    ]
    kind: Kind = "course" if both else "entries"
    return kind, (*both, f"Only here: {_side(here)}.", f"Only there: {_side(there)}.")


def _twice(came: Record, other: Record) -> str:
    """A sentence when the same person has an open course of the same drug under another number here."""
    if came.details is None or other.details is None or not same_person(came.details, other.details):
        return ""
    drugs = {drug_key(chart.protocol.drug) for chart in _open(other)}
    shared = [visible(chart.protocol.drug) for chart in _open(came) if drug_key(chart.protocol.drug) in drugs]
    if not shared:
        return ""
    return (
        f"{_person(other.details)} is here under the number {visible(other.patient)}, with an open course of "
        f"{listed(shared)}. A prescriber ends one of the two courses first, if it is the same person."
    )


def same_person(one: PatientAdmitted, other: PatientAdmitted) -> bool:
    """Whether names and date of birth agree, however they are written."""
    return _identity(one) == _identity(other)


def _identity(details: PatientAdmitted) -> tuple[object, ...]:
    return name_key(details.family), name_key(details.given), details.born


def _open(record: Record) -> list[Chart]:
    return [chart for chart in record.charts if chart.ended is None]


def _person(details: PatientAdmitted) -> str:
    return f"{name_text(details.family, details.given)}, born {date_text(details.born)}"


def _course(chart: Chart) -> str:
    return f"{visible(chart.protocol.title)}, step {chart.step_number}"


def _side(told: Sequence[Told]) -> str:
    """How many entries one side has alone, and the last of them."""
    last = told[-1].entry
    count = "1 entry" if len(told) == 1 else f"{len(told):,} entries"
    return f"{count}, the last {when_text(_recorded(last), last.zone)} by {visible(last.by.name)}"


def _recorded(entry: Entry) -> datetime:
    return entry.recorded or entry.at
