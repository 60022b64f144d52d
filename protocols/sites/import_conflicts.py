"""What an import of one record would mean here: new, known, grown, or a conflict.

Entries are compared by their seals. What happened on both sides stands on one chart: facts are no conflict.
Where steps or decisions were made on both sides, a prescriber takes one side's course on.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from protocols.entries import Entry, Heard, PatientAdmitted
from protocols.record.chart import Chart
from protocols.record.fold import Record, fold
from protocols.record.imported import Told, aside_in, is_course_move
from protocols.values.formatting import listed, name_text, when_text
from protocols.values.identity import drug_key, name_key
from protocols.values.text import visible

State = Literal["new", "grown", "known", "behind", "conflict"]
Takes = Literal["", "here", "there"]
Kind = Literal["", "identity", "entries", "course", "not possible", "decisions", "signature"]


@dataclass(frozen=True)
class Incoming:
    """The record of one patient as a file brings it, and what becomes of it here.

    `new` are the entries to be recorded, `follows` the id of the one they come behind. `kind` says what sort
    of conflict it is, `words` say it, both sides by name. `decisions` are those among `new` by people whom
    this ward does not know. `beside` is what only this ledger has, `there` what only the file has, `order`
    the ids of the file from where the two part, `takes` the side whose course is taken on,
    `both` says that there are two: moves were made on both sides. `heard` is what the ledgers of the file had
    learned of each other, as far as this one does not know it yet, `aside` the ids of the moves that count no
    longer there. `like` are the patients here with whom this one can be mistaken: each number, and how.
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
    beside: tuple[Told, ...] = ()
    there: tuple[Told, ...] = ()
    order: tuple[str, ...] = ()
    takes: Takes = ""
    both: bool = False
    heard: tuple[Heard, ...] = ()
    aside: tuple[str, ...] = ()
    like: tuple[tuple[str, str], ...] = ()


def compared(
    patient: str,
    incoming: Sequence[Told],
    here: Sequence[Told],
    others: Iterable[Record],
    takes: Takes = "",
    *,
    same: bool = False,
    aside: Iterable[str] = (),
) -> Incoming:
    """What becomes of the record `incoming`, where `here` is what this ledger has of the same number.

    `others` are the records of this ledger in which the same person may be under another number. Where both
    sides made moves, `takes` says whose course a prescriber takes on. `same` says that somebody compared the
    two identities, and that they are one person. `aside` are the ids of the moves that count no longer there.
    """
    came, known = fold(one.entry for one in incoming), fold(one.entry for one in here)
    there_alone, here_alone = _without(incoming, here), _without(here, incoming)
    found = Incoming(patient, came.details, tuple(incoming), "known", beside=here_alone, there=there_alone)
    found = replace(found, aside=tuple(aside))
    if not there_alone:
        return replace(found, state="behind" if here_alone else "known")
    behind = incoming[_same(here, incoming) :]
    no_longer = aside_in(one.entry for one in (*incoming, *here)) | {*aside}
    both = _both_moved(behind, here, here_alone, no_longer)
    apart = bool(here) and len(here_alone) == len(here)
    if here_alone or both:
        kind, words = _two_sides(patient, there_alone, here_alone, came, known)
        found = replace(found, both=both)
        asks = (kind == "identity" or apart) and not same
        if asks or kind == "course" or _clash(there_alone, here_alone) or (both and not takes):
            return replace(found, state="conflict", kind=kind, words=words)
    twins = tuple(twice for other in others if (twice := _twice(came, other)))
    if twins:
        return replace(found, state="conflict", kind="course", words=twins)
    return replace(
        found,
        state="grown" if here else "new",
        new=there_alone,
        follows=here[-1].entry.id if here else "",
        order=tuple(one.entry.id for one in behind) if _same(here, incoming) < len(here) else (),
        takes=takes if both else "",
    )


def _without(one: Sequence[Told], other: Sequence[Told]) -> tuple[Told, ...]:
    """What `one` has and `other` lacks, by hash."""
    seals = {(told.digest, told.body) for told in other}
    return tuple(told for told in one if (told.digest, told.body) not in seals)


def _clash(there: Sequence[Told], here: Sequence[Told]) -> bool:
    """Whether one entry is another one here: nobody can take such a file on."""
    return bool({one.entry.id for one in there} & {one.entry.id for one in here})


def _both_moved(
    behind: Sequence[Told], here: Sequence[Told], here_alone: Sequence[Told], aside: Container[str]
) -> bool:
    """Whether moves were made there without knowing of those here; `behind` is the file from the parting.

    Those set `aside` there are no question any more: a prescriber took the other course on.
    """
    known = {one.digest for one in here}
    moved = [one for one in behind if is_course_move(one.entry, aside)]
    new = [place for place, one in enumerate(moved) if one.digest not in known]
    crossing = any(one.digest in known for one in moved[new[0] :]) if new else False
    return bool(new) and (crossing or any(is_course_move(one.entry, aside) for one in here_alone))


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
    sides = (("here", here), ("there", there))
    zone = known.zone if known.entries else there[-1].entry.zone
    return kind, (*both, *(f"Only {where}: {_side(side, zone)}." for where, side in sides if side))


def _twice(came: Record, other: Record) -> str:
    """A sentence when the same person has an open course of the same drug under another number here."""
    if came.details is None or other.details is None or not same_person(came.details, other.details):
        return ""
    if came.details.unidentified:  # every ward has its "Unidentified 1"
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
    return name_key(details.family), name_key(details.given), details.birth


def _open(record: Record) -> list[Chart]:
    return [chart for chart in record.charts if chart.ended is None]


def _person(details: PatientAdmitted) -> str:
    return f"{name_text(details.family, details.given)}, born {details.birth.text}"


def _course(chart: Chart) -> str:
    return f"{visible(chart.protocol.title)}, step {chart.step_number}"


def _side(told: Sequence[Told], zone: str) -> str:
    """How many entries one side has alone, and the last of them by this ward's clock."""
    last = told[-1].entry
    count = "1 entry" if len(told) == 1 else f"{len(told):,} entries"
    return f"{count}, the last {when_text(_recorded(last), zone)} by {visible(last.by.name)}"


def _recorded(entry: Entry) -> datetime:
    return entry.recorded or entry.at
