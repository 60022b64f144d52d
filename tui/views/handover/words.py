"""The words of a handover sheet, as screen, plain text, JSON and paper all give them.

In the order of SBAR: situation, background, assessment, recommendation; then what was recorded this shift
and what is missing. The moment of the sheet stands at its top; "today" is its day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from protocols.definition.versions import MARK
from protocols.entries.wording import person_text
from protocols.reports.handover import Item, Sheet
from protocols.reports.missing_data import missing
from protocols.reports.status import Status
from protocols.values.clinic_time import day_of
from protocols.values.formatting import listed, name_text, plural, when_text
from protocols.values.text import visible
from protocols.wording.entries import allergies_text
from tui.views.handover.course import assessment, background, recommendation, situation
from tui.views.handover.overview import Glance, glances
from tui.views.handover.parts import Part, Said
from tui.views.handover.shift import shift

Telling = Callable[[Status, datetime], Iterable[Said]]
"""What is said of one course under one heading."""


@dataclass(frozen=True)
class Block:
    """One patient: who, with whom, and the parts of what is to be said."""

    mrn: str
    bed: str
    name: str
    facts: str
    allergies: Said
    care: Said
    parts: tuple[Part, ...]
    glances: tuple[Glance, ...] = ()
    """The same in a line for each course, made of the same entries; not signed for itself."""


@dataclass(frozen=True)
class Words:
    """A whole sheet. `as_of` says of what moment and entries it is."""

    title: str
    as_of: str
    blocks: tuple[Block, ...]
    foot: tuple[str, ...]
    only: bool = False
    """Whether the sheet is of one patient alone."""

    @property
    def digest(self) -> str:
        """SHA-256 of every word: two sheets with the same one say the same."""
        said = [self.title, self.as_of, *self.foot, *(_all_of(block) for block in self.blocks)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def words(sheet: Sheet, ward: str, zone: str, head: str) -> Words:
    """The words of `sheet`, of the entries of `ward` up to `head`, the number and hash of the last one."""
    count = plural(len(sheet.items), "patient")
    return Words(
        title=f"Handover of {visible(ward)}" + (f": {count}" if not sheet.only else ", one patient"),
        as_of=f"As of {when_text(sheet.at, zone)} ({zone}), entry {head}",
        blocks=tuple(_block(item, sheet, zone) for item in sheet.items),
        foot=tuple(_foot(sheet)),
        only=bool(sheet.only),
    )


def _foot(sheet: Sheet) -> list[str]:
    said = []
    if sheet.ended:
        count, verb = plural(sheet.ended, "patient"), "is" if sheet.ended == 1 else "are"
        said.append(f"{count} whose courses have ended, with nothing open, {verb} not on this sheet.")
    if any(found.version for item in sheet.items for found in item.statuses):
        said.append(f"{MARK} at a step: another version of the protocol than this site's, or one it has not.")
    return [*said, f"End of the sheet: {plural(len(sheet.items), 'patient')}."]


def _block(item: Item, sheet: Sheet, zone: str) -> Block:
    record = item.record
    details = record.details
    if details is None:
        return _unreadable(item, zone)
    born = details.birth.said(day_of(sheet.at, zone))
    bed = f"Bed {visible(details.bed)}" if details.bed else "No bed"
    return Block(
        mrn=record.patient,
        bed=visible(details.bed),
        name=name_text(details.family, details.given),
        facts=f"{bed}  {born}  {visible(details.sex) or 'Sex not recorded'}  MRN {visible(record.patient)}",
        allergies=Said(allergies_text(details), "" if details.allergies_known == "none known" else "warn"),
        care=_care(item, zone),
        parts=tuple(part for part in _parts(item, sheet, zone) if part.said),
        glances=glances(item, sheet.at, zone),
    )


def _unreadable(item: Item, zone: str) -> Block:
    """A patient of whom nothing but the number can be told, and why."""
    record = item.record
    name = f"MRN {visible(record.patient)}"
    said = Said(visible(record.trouble), "bad")
    parts = (Part("Situation", (said,)),)
    return Block(
        record.patient, "", name, name, said, _care(item, zone), parts, glances(item, item.shift.since, zone)
    )


def _parts(item: Item, sheet: Sheet, zone: str) -> list[Part]:
    at, found = sheet.at, item.statuses
    if not found:
        why = "No course yet." if not item.record.charts else "No course is open."
        why = item.record.trouble or why
        first = [Part("Situation", (Said(why),))]
    else:
        first = [
            Part(heading, tuple(_of_each(found, told, at)))
            for heading, told in (
                ("Situation", situation),
                ("Background", background),
                ("Assessment", assessment),
                ("Recommendation", recommendation),
            )
        ]
    return [*first, shift(item, zone), _missing(item)]


def _of_each(found: Sequence[Status], told: Telling, at: datetime) -> Iterator[Said]:
    """What is to be told of each course; where there are several, under the name of its drug."""
    for status in found:
        said = list(told(status, at))
        if said and len(found) > 1:
            yield Said(f"{visible(status.chart.protocol.title)}:", "strong")
        yield from said


def _care(item: Item, zone: str) -> Said:
    """With whom the patient is: one item is never nobody's (CUI handover guide 12)."""
    last, open = item.last, item.open
    if last is not None and last.answer is not None and last.accepted is not None:
        with_whom = f"With {person_text(last.answer.taker)}, since {when_text(last.accepted.at, zone)}"
    elif item.statuses:
        entry = item.statuses[0].chart.entry
        with_whom = f"Never handed over yet; enrolled by {person_text(entry.by)}"
    elif item.record.trouble:
        with_whom = "With whom the patient is cannot be told"
    elif item.record.entries:
        with_whom = f"Never handed over yet; admitted by {person_text(item.record.entries[0].by)}"
    else:
        with_whom = "Never handed over yet"
    if open is None:
        return Said(f"{with_whom}.", "" if last else "warn")
    given = f"Given by {person_text(open.given.by)} {when_text(open.given.at, zone)}, NOT ACCEPTED YET"
    return Said(f"{with_whom}. {given}.", "warn")


def _missing(item: Item) -> Part:
    found = missing(item.record, [status.chart for status in item.statuses])
    said = Said(f"Not recorded: {listed(found)}.", "warn") if found else Said("Nothing this sheet asks for.")
    return Part("Missing", (said,))


def _all_of(block: Block) -> list[object]:
    parts = [[part.heading, [said.text for said in part.said]] for part in block.parts]
    return [block.mrn, block.name, block.facts, block.allergies.text, block.care.text, parts]
