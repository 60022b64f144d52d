"""Wards of any size for the benchmarks: invented patients in the middle of courses, padded with notes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec

from protocols import entries as e
from store.log import codec, layout
from store.log.layout import AHEAD
from store.site.library import find
from tui.demo.moment import USUAL, Moment
from tui.demo.people import ADMIN, DAY_NURSE, PIN_HASH, STAFF
from tui.demo.story import Story, in_order

ZONE = "UTC"
_FAMILIES = ("Okonkwo", "Lindqvist", "Haddad", "Kaur", "Abebe", "Whitcombe", "Nowak", "Ferreira", "Tanaka")
_GIVEN = ("Amara", "Ben", "Chidi", "Dora", "Eli", "Fatima", "Goran", "Hana", "Ivo", "Jun", "Kofi")
LONGEST = 40
"""Days of the longest course; the others began in turn on the days since."""


def ward(path: Path, patients: int, entries: int = 0, days: int = 0) -> int:
    """A ledger at `path` with so many patients and at least so many entries; how many there are.

    Every course is of `days` days; with 0 they began in turn.
    """
    moment = Moment(datetime.now(UTC), ZONE)
    told = list(in_order([_story(moment, number, days) for number in range(patients)]))
    first = told[0].at if told else moment.now - timedelta(days=1)
    begun: list[e.What] = [e.LedgerBegun(e.FORMAT, "Ward 3", ZONE)]
    begun += [e.StaffAdded(one.name, one.initials, one.role, PIN_HASH) for one in STAFF]
    ids = count(1)
    made = [
        e.Entry(id=f"w{next(ids)}", patient="", at=first, zone=ZONE, by=ADMIN, what=what) for what in begun
    ]
    made += told
    while len(made) < entries:
        number = len(made) % max(patients, 1)
        note = e.NoteAdded("Ate breakfast, no complaints; looked at by two people.")
        at = made[-1].at
        made.append(
            e.Entry(id=f"w{next(ids)}", patient=mrn(number), at=at, zone=ZONE, by=DAY_NURSE, what=note)
        )
    _write(path, made)
    return len(made)


def mrn(number: int) -> str:
    """The hospital number of patient `number`, counted from 0."""
    return f"{number:05}-7"


def _story(moment: Moment, number: int, days: int) -> Story:
    """One patient on the report's protocol, begun some days ago, with every dose and check recorded."""
    told = Story(moment, mrn(number), moment.now)
    days = days or 1 + number % LONGEST
    family = _FAMILIES[number % len(_FAMILIES)] + (f"-{number // 9}" if number > 8 else "")
    born = date(1940 + number % 60, 1 + number % 12, 1 + number % 28)
    given = _GIVEN[number % len(_GIVEN)]
    who = e.PatientAdmitted(family, given, born, "female", str(number + 1), "Penicillin: rash", "known")
    at = moment.at(-days, "06:30")
    told.admit(who, at)
    told.enrol(find("alectinib-report-2020"), USUAL, at)
    told.run(e.DoseKey(moment.day(-days), "morning"))
    return told


def _write(path: Path, entries: list[e.Entry]) -> None:
    head, end = b"", len(layout.HEAD)
    with path.open("wb") as file:
        file.write(layout.HEAD)
        for number, entry in enumerate(entries, 1):
            stamped = msgspec.structs.replace(entry, number=number, recorded=entry.at.astimezone(UTC))
            body = codec.encode(stamped)
            head = layout.hash_of(head, body)
            end += file.write(b"\n" + layout.line_of(number, head, body))
        file.write(layout.TAIL.ljust(layout.padded(end, AHEAD) - end))
