"""Ways to keep one more record when N are kept. Each gives a function that keeps one."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
from tinydb import TinyDB

from protocols import entries as e
from store.errors import Changed
from store.files.lock import FileLock
from store.files.log_file import LogFile
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from store.log import codec, layout
from store.log.layout import AHEAD

NURSE = e.Person("Ada Okafor", "AO", "nurse", "ada")
ZONE = "Europe/Berlin"
BEGUN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
"""Not long ago: a clock that stands far ahead of the last entry is asked about at each record."""
EACH = 200
"""Entries of one patient."""

Keep = Callable[[], object]


def entry_of(number: int, each: int = EACH) -> e.Entry:
    """Entry `number` of the invented ledger: patients admitted first, then doses and notes in turn."""
    what: e.What = e.LedgerBegun(1, "Ward 3", ZONE)
    patient = f"MRN {number // each:06}" if number > 1 else ""
    if patient:
        if number == 2 or number % each == 0:
            what = e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "", "none known")
        elif number % 2:
            what = e.NoteAdded("Ate breakfast, no complaints; looked at by two people.")
        else:
            what = e.DoseGiven(e.DoseKey(date(2026, 11, 20), "morning"), Decimal(450), with_food=True)
    made = e.Entry(id=f"{number:032x}", patient=patient, at=BEGUN, zone=ZONE, by=NURSE, what=what)
    return msgspec.structs.replace(made, number=number, recorded=BEGUN)


def build(path: Path, count: int, each: int = EACH) -> None:
    """A ledger file of `count` entries, `each` of one patient, made in one go."""
    head, end = b"", len(layout.HEAD)
    with path.open("wb") as file:
        file.write(layout.HEAD)
        for number in range(1, count + 1):
            body = codec.encode(entry_of(number, each))
            head = layout.hash_of(head, body)
            end += file.write(b"\n" + layout.line_of(number, head, body))
        file.write(layout.TAIL.ljust(layout.padded(end, AHEAD) - end))


def last_line(path: Path) -> bytes:
    """The line of the last entry but blanks, as the ways without a ledger keep it again and again."""
    with path.open("rb") as file:
        file.seek(-AHEAD - 3 * layout.PAGE, os.SEEK_END)
        return file.read().rstrip().split(b"\n")[-2]


def ledger(path: Path, nth: int = 0, of: int = 1) -> Keep:
    """This project's ledger, through its one way in: record, gate, version, chain and all.

    A session that has drawn its ward; the `nth` `of` several has up to twenty patients to itself.
    """
    opened = Ledger.open(path)
    ward = opened.patients()[nth::of][:20]
    for patient in ward:
        opened.record(patient)
    patients = itertools.cycle(ward)

    def keep() -> None:
        patient, at = next(patients), datetime.now(UTC)
        note = e.NoteAdded("Ate breakfast, no complaints; looked at by two people.")
        made = e.Entry(id=uuid.uuid4().hex, patient=patient, at=at, zone=ZONE, by=NURSE, what=note)
        kept = False
        while not kept:
            with contextlib.suppress(Changed):
                kept = bool(opened.append(made, opened.record(patient).version))

    return keep


def file_layer(path: Path) -> Keep:
    """The same without a record and its gate: lock, look at the end, one write, one sync."""
    return shared_file(Path(shutil.copy(path, path.with_suffix(".layer"))))


def shared_file(path: Path) -> Keep:
    """The same on the very file, for several writers at once."""
    disk, body = this_disk(), codec.encode(entry_of(3))
    file, lock = LogFile(disk, path, True, lambda first, lines: None), FileLock(disk, path)
    file.follow()
    file.settle()

    def keep() -> None:
        with lock.held(10):
            if file.moved_on():
                file.follow()
            file.accept(file.write(body))
            file.spare()

    return keep


def append_fsync(path: Path) -> Keep:
    """The bytes of one entry at the end of a file, and fsync."""
    line, file = last_line(path), os.open(path.with_suffix(".append"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def keep() -> None:
        os.write(file, line)
        os.fsync(file)

    return keep


def overwrite_fdatasync(path: Path) -> Keep:
    """The bytes of one entry over blanks that are there already, and fdatasync."""
    line, file = last_line(path), os.open(path.with_suffix(".blanks"), os.O_RDWR | os.O_CREAT)
    os.pwrite(file, b" " * (1 << 22), 0)
    os.fsync(file)
    offsets = iter(range(0, 1 << 22, len(line)))

    def keep() -> None:
        os.pwrite(file, line, next(offsets))
        os.fdatasync(file)

    return keep


def sqlite(path: Path) -> Keep:
    """SQLite in WAL mode with synchronous=FULL, one transaction for one entry."""
    line, number = last_line(path), 0
    database = sqlite3.connect(path.with_suffix(".sqlite"), isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table if not exists entries (number integer primary key, body blob)")
    with path.open("rb") as file:
        lines = (found for found in file if found[1:2] == b'"')
        database.execute("begin")
        database.executemany("insert into entries (body) values (?)", ((found,) for found in lines))
        database.execute("commit")
    (number,) = database.execute("select max(number) from entries").fetchone()

    def keep() -> None:
        database.execute("insert into entries (body) values (?)", (line,))

    assert number
    return keep


def stock_tinydb(path: Path) -> Keep:
    """TinyDB as it comes, on a copy of the ledger's file."""
    copy = path.with_suffix(".stock")
    copy.write_bytes(path.read_bytes().rstrip())
    table = TinyDB(copy).table("entries")
    document = msgspec.json.decode(b"{" + last_line(path).split(b":{", 1)[1])
    return lambda: table.insert(document)


def rewrite_rename(path: Path) -> Keep:
    """All documents written anew with the fastest JSON there is, fsync, rename, fsync of the folder."""
    copy, folder = path.with_suffix(".whole"), os.open(path.parent, os.O_RDONLY)
    documents = msgspec.json.decode(path.read_bytes())["entries"]
    document = documents["1"]

    def keep() -> None:
        documents[str(len(documents) + 1)] = document
        part = copy.with_suffix(".part")
        with part.open("wb") as file:
            file.write(msgspec.json.encode({"entries": documents}))
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, copy)
        os.fsync(folder)

    return keep


LEDGER, LAYER, SQLITE = "ledger", "ledger's file, no record, no gate", "SQLite WAL, synchronous=FULL"
REWRITE, STOCK = "msgspec rewrite + fsync + rename", "stock TinyDB"
FAST = {
    LEDGER: ledger,
    LAYER: file_layer,
    "append + fsync": append_fsync,
    "overwrite blanks + fdatasync": overwrite_fdatasync,
    SQLITE: sqlite,
}
SLOW = {REWRITE: rewrite_rename, STOCK: stock_tinydb}
UP_TO = {REWRITE: 1_000_000, STOCK: 100_000}
"""Above so many entries a way takes minutes."""
