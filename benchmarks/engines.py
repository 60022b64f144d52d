"""A file and PostgreSQL side by side. `python -m benchmarks.engines [--quick] [FOLDER]`

Both keep what they acknowledge: the file with one sync a record, PostgreSQL with fsync and synchronous_commit
on, its data in FOLDER too, on 127.0.0.1. Each session is a process of its own with a patient of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median, quantiles

import psycopg

from benchmarks.__main__ import machine, row, timed
from benchmarks.ways import NURSE, ZONE, Keep, build, entry_of
from protocols.entries import Entry, NoteAdded
from store import codec, layout
from store.errors import LedgerError
from store.ledger import Ledger
from store.log import Where
from store.postgres.place import FIRST_FILE
from tests.store.cluster import Cluster

EACH = 50
"""Entries of one patient: two hundred patients in ten thousand entries."""


def fill(server: Cluster, count: int) -> Where:
    """The same entries in a database, chained and copied in past the triggers."""
    place, head = server.new_place(), b""
    with psycopg.connect(server.url("admin")) as connection:
        connection.execute("SET session_replication_role = replica")
        table = f"{place.ledger}.entries (number, digest, body, file)"
        with connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for number in range(1, count + 1):
                body = codec.encode(entry_of(number, EACH))
                head = layout.hash_of(head, body)
                name = FIRST_FILE if number == 1 else None
                copy.write_row((number, head.decode(), body.decode(), name))
    server.ask("VACUUM ANALYZE")
    return place


def keep(ledger: Ledger, patient: str) -> Keep:
    """Records one note, as a session does that has drawn its ward."""
    ledger.record(patient)

    def record() -> None:
        note = NoteAdded("Ate breakfast, no complaints; looked at by two people.")
        at = datetime.now(UTC)
        entry = Entry(id=uuid.uuid4().hex, patient=patient, at=at, zone=ZONE, by=NURSE, what=note)
        ledger.append(entry, ledger.record(patient).version)

    return record


def session(place: Where, nth: int, seconds: float, barrier: Barrier, told: Queue[list[float]]) -> None:
    """One of many: when all are ready, record for so long, and tell the milliseconds of each."""
    with Ledger.open(place, patience=120) as ledger:
        record = keep(ledger, ledger.patients()[nth])
        barrier.wait(600)
        end, taken = time.time() + seconds, list[float]()
        while time.time() < end:
            taken += timed(record, 1)
    told.put(taken)


def together(name: str, place: Where, sessions: int, seconds: float) -> None:
    """One line: entries a second of so many sessions, and how long one of them waits."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier, told = context.Barrier(sessions + 1), context.Queue()
    running = [
        context.Process(target=session, args=(place, nth, seconds, barrier, told)) for nth in range(sessions)
    ]
    for process in running:
        process.start()
    barrier.wait(600)
    begun = time.perf_counter()
    found = [told.get() for _ in running]
    length = time.perf_counter() - begun
    for process in running:
        process.join()
    taken = [one for each in found for one in each]
    row(
        name,
        sessions,
        f"{len(taken) / max(length, seconds):.0f}",
        f"{median(taken):.1f}",
        f"{quantiles(taken, n=100)[-1]:.1f}",
        f"{max(taken):.0f}",
    )


def alone(name: str, place: Where, size: int) -> None:
    """One line: opening a ledger of that size, and one record more."""
    begun = time.perf_counter()
    try:
        ledger = Ledger.open(place, patience=60)
    except LedgerError as error:
        row(name, f"{size:,}", str(error))
        return
    opened = time.perf_counter() - begun
    with ledger:
        taken = timed(keep(ledger, ledger.patients()[0]), 400)
    row(name, f"{size:,}", f"{opened:.2f}", f"{median(taken):.2f}", f"{quantiles(taken, n=100)[-1]:.2f}")


@contextmanager
def engines(folder: Path) -> Iterator[Cluster]:
    """A durable server with its data in `folder`."""
    folder.chmod(0o755)
    server = Cluster(folder / "server", durable=True, settings=("max_connections=260",))
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 20 sessions and 10,000 entries only")
    parser.add_argument("--seconds", type=float, default=10, help="how long sessions record")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()))
    chosen = parser.parse_args()
    print(machine(chosen.folder))
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name, engines(Path(name)) as server:
        print(server.ask("SELECT version()")[0][0])
        print("\nSessions at once, in a ledger of 10,000 entries")
        row("", "sessions", "entries/s", "p50 ms", "p99 ms", "max ms")
        for sessions in (1, 20) if chosen.quick else (1, 20, 200):
            path = Path(name) / f"{sessions}.json"
            build(path, 10_000, EACH)
            together("file", path, sessions, chosen.seconds)
            together("PostgreSQL", fill(server, 10_000), sessions, chosen.seconds)
        print("\nOne session alone")
        row("", "entries before", "opening s", "record p50 ms", "record p99 ms")
        for size in (10_000,) if chosen.quick else (10_000, 1_000_000):
            path = Path(name) / f"alone-{size}.json"
            build(path, size, EACH)
            alone("file", path, size)
            alone("PostgreSQL", fill(server, size), size)
    print(f"At the end: {machine(chosen.folder)}")


if __name__ == "__main__":
    main()
