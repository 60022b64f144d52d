"""An invented ward for the tests of the ledger: people, patients, entries, a clock set by hand."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec
import psycopg
from psycopg import sql

from protocols.entries import Entry, NoteAdded, PatientAdmitted, Person, What
from store.errors import LedgerError
from store.files.log_file import LogFile
from store.files.platform import this_disk
from store.ledger.engine import engine_for
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.log import layout

NURSE = Person("Ada Okafor", "AO", "nurse", "ada")
OTHER_NURSE = Person("Ben Lind", "BL", "nurse", "ben")
ZONE = "Europe/Berlin"
MRN = "00481-7"
_ids = count(1)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **length: float) -> None:
        self.now += timedelta(**length)


def entry(what: What, at: datetime, *, patient: str = MRN, by: Person = NURSE, id: str = "") -> Entry:
    return Entry(id=id or f"key-press-{next(_ids)}", patient=patient, at=at, zone=ZONE, by=by, what=what)


def admission(at: datetime, patient: str = MRN, *, id: str = "") -> Entry:
    born = date(1958, 3, 12)
    return entry(
        PatientAdmitted("Ng", "Li Wei", born, "female", "12", "penicillin", "known"),
        at,
        patient=patient,
        id=id,
    )


def note(text: str, at: datetime, patient: str = MRN, *, by: Person = NURSE, id: str = "") -> Entry:
    return entry(NoteAdded(text), at, patient=patient, by=by, id=id)


def begin(folder: Path, clock: Clock) -> Ledger:
    """A new ledger in a file, with one patient admitted."""
    return begin_at(folder / "ward.json", clock)


def begin_at(place: Where, clock: Clock) -> Ledger:
    """A new ledger with one patient admitted."""
    ledger = Ledger.create(place, "Ward 3", ZONE, NURSE, now=clock)
    ledger.append(admission(clock()), 0)
    return ledger


def add(ledger: Ledger, text: str, at: datetime, patient: str = MRN) -> Entry:
    """Note `text` on the record as it is."""
    return ledger.append(note(text, at, patient), ledger.record(patient).version)


def with_another(ledger: Ledger, at: datetime, patient: str) -> Ledger:
    """The ledger with a second patient, Eva Weber, and a note on the first one's record."""
    made = admission(at, patient)
    what = msgspec.structs.replace(made.what, family="Weber", given="Eva")
    ledger.append(msgspec.structs.replace(made, what=what), 0)
    add(ledger, "before", at)
    return ledger


def smuggle(place: Where, body: bytes) -> None:
    """Put a body into that very file of a ledger, or a database, chained as it should be, past the gate."""
    if isinstance(place, Path):
        file = LogFile(this_disk(), place, True, lambda first, lines: None)
        file.follow()
        file.settle()
        file.write(body)
        file.close()
        return
    engine = engine_for(place)
    chain, _ = engine.newest(place, write=True, patience=10)
    with engine.write_lock(chain.file).held(10), suppress(LedgerError):
        chain.follow()
    number, digest = chain.file.count + 1, layout.hash_of(chain.file.head, body)
    chain.close()
    engine.close()
    with psycopg.connect(place.url.replace("//nurses@", "//admin@")) as connection:
        connection.execute("SET session_replication_role = replica")  # Past the triggers too.
        row = [number, digest.decode(), body]
        table = sql.Identifier(place.ledger, "entries")
        connection.execute(
            sql.SQL("INSERT INTO {} VALUES (%s, %s, convert_from(%s, 'UTF8'))").format(table), row
        )
