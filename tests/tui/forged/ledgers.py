"""Ledgers that hold an odd entry already, with right hashes, as an older or a hostile program would write it.

No rule is asked when a ledger is opened. So whatever one entry of it says, every command ends in words, every
screen opens, nothing goes on without end, the others on the ward are as they were, and a red flag works.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from protocols.entries import Entry, PatientSent, RecordTakenBack
from store.ledger.ledger import Ledger
from store.log import codec
from tests.protocols.helpers.bedside import MRN, PRESCRIBER
from tests.store.exchange.test_forged_exports import EDGES, by_field
from tests.store.fhir.everything import everything
from tests.store.helpers.clinic import admit
from tests.store.helpers.ward import note, smuggle
from tests.tui.forged.everything import Tried, broken_commands, broken_screens
from tests.tui.helpers.bedside_app import NURSE, Ward

OTHER = "00999-1"
SLOWEST = 120.0
"""Seconds of the processor for all commands and screens of one ledger: more goes on without end."""

_NUMBERS = (0, -1, 1, 2, 3, 99, 731, 10**4, 10**5, 10**6, 10**9, 2**31, 2**63, -(10**12))
_TEXTS = (*(one for one in EDGES if isinstance(one, str) and one != "\ud800"), "1850-01-01", "2199-12-31")
_MORE = ("1850-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "1E+9", "99999", "morning", "24:00", "12:00", "stop")


@cache
def bodies() -> tuple[tuple[dict[str, Any], ...], datetime]:
    """A course with every kind of entry of a patient, as JSON, and the moment behind its last one (UTC)."""
    bed = everything()
    bed.confirm_clock()
    bed.record(PatientSent("the clinic"), course="")
    bed.record(RecordTakenBack("did not go"), by=PRESCRIBER, course="")
    return tuple(json.loads(codec.encode(entry)) for entry in bed.entries), bed.now.astimezone(UTC)


def forged(chance: Random) -> tuple[list[dict[str, Any]], str]:
    """The bodies with one field of one of them at its edges, and which; every one is still an entry."""
    fields = [*by_field(bodies()[0]).values()]
    while True:
        made = copy.deepcopy(list(bodies()[0]))
        place, path = chance.choice(chance.choice(fields))
        at = entry = made[place]
        for name in path[:-1]:
            at = at[name]
        edge = at[path[-1]] = copy.deepcopy(chance.choice(_edges(at[path[-1]])))
        told = f"{path} = {edge!r} in {str(entry)[:200]}"
        if path[0] not in ("number", "patient", "id") and _is_entry(entry):
            return made, told


def _edges(value: object) -> tuple[Any, ...]:
    """What may stand in the place of `value`: mostly something of the same type."""
    match value:
        case bool():
            return True, False
        case int():
            return _NUMBERS
        case str():
            return (*_TEXTS, *_MORE)
        case list():
            return [], [*value, *value], value[:1]
    return (*EDGES, *_MORE)


def _is_entry(body: dict[str, Any]) -> bool:
    try:
        codec.decode(_bytes(body))
    except ValueError:
        return False
    return True


def _bytes(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).replace("  ", " \\u0020").encode()


def written(folder: Path, made: Iterable[dict[str, Any]], now: datetime) -> Path:
    """A ledger with another patient, and these entries behind, whatever they are."""
    path = folder / "ward.json"
    with Ledger.create(path, "Ward 3", "Europe/Berlin", NURSE, now=lambda: now) as ledger:
        admit(ledger, now, OTHER, "Adeyemi")
        number = ledger.position
    for place, body in enumerate(made, number + 1):
        smuggle(path, _bytes({**body, "number": place}))
    return path


async def wrong_with(ledger: Path, course: str, now: datetime, folder: Path) -> list[str]:
    """What does not work with the ledger at `ledger`: nothing is right."""
    begun = time.process_time()
    wrong = broken_commands(ledger, folder, sound=False)
    with Ledger.open(ledger, now=lambda: now) as here:
        place = beside(here, course, now)
        wrong += await broken_screens(ledger, place, shown=not trouble_of(here))
        if trouble := here.record(OTHER).trouble:
            wrong.append(f"the other patient: {trouble}")
        here.append(note("the ward goes on", now, OTHER), here.record(OTHER).version)
    seconds = time.process_time() - begun
    return wrong if seconds < SLOWEST else [*wrong, f"took {seconds:.0f} s"]


def beside(ledger: Ledger, course: str, now: datetime) -> Ward:
    """As much of a ward as opening its screens needs."""
    record = ledger.record(MRN)
    last = record.entries[-1] if record.entries else cast(Entry, SimpleNamespace(id=""))
    return cast(Ward, SimpleNamespace(ledger=ledger, course=course, last=last, clock=lambda: now, now=now))


def trouble_of(ledger: Ledger) -> str:
    """Why the record with the odd entry cannot be shown, "" where it can."""
    ledger.try_out(MRN)
    return ledger.record(MRN).trouble


async def try_each(numbers: Iterable[int], folder: Path) -> AsyncIterator[Tried]:
    """Whether the ledger of each number is shown, and what does not work with it."""
    _, now = bodies()
    course = next(one["id"] for one in bodies()[0] if one["what"]["kind"] == "course enrolled")
    for number in numbers:
        made, which = forged(Random(number))
        place = folder / f"held-{number}"
        place.mkdir()
        path = written(place, made, now)
        with Ledger.open(path, read_only=True) as here:
            outcome = "one red line" if trouble_of(here) else "shown"
        try:
            found = await wrong_with(path, course, now, place / "files")
        except Exception as error:
            found = [repr(error)]
        yield number, outcome, [f"{words} with {which}" for words in found]
