"""A file and PostgreSQL side by side. `python -m benchmarks.engines [--quick] [FOLDER]`

Both keep what they acknowledge: the file with one sync a record, PostgreSQL with fsync and synchronous_commit
on, its data in FOLDER too, on 127.0.0.1. Each session has a patient of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import tempfile
import threading
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
from store.errors import Unreachable
from store.ledger.ledger import Ledger
from store.location.database_url import FIRST_FILE
from store.location.where import Where
from store.log import codec, layout
from tests.store.helpers.cluster import Cluster

PROCESSES = 20
"""More sessions than that share processes, a thread and a connection each."""

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


def opened(place: Where) -> Ledger:
    """The ledger; where two hundred come through the door at once, one tries again."""
    for _ in range(100):
        with contextlib.suppress(Unreachable):
            return Ledger.open(place, patience=120)
        time.sleep(1)
    raise AssertionError("it cannot be reached")


def sessions_of(
    place: Where, nths: range, seconds: float, barrier: Barrier, told: Queue[list[float]]
) -> None:
    """Some of many, a thread each: when all are ready, record for so long, and tell the milliseconds."""
    ledgers = [opened(place) for _ in nths]
    records = [keep(ledger, ledger.patients()[nth]) for ledger, nth in zip(ledgers, nths, strict=True)]
    taken: list[list[float]] = [[] for _ in nths]
    barrier.wait(600)
    end = time.time() + seconds

    def work(record: Keep, mine: list[float]) -> None:
        while time.time() < end:
            mine += timed(record, 1)

    threads = [threading.Thread(target=work, args=pair) for pair in zip(records, taken, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ledger in ledgers:
        ledger.close()
    told.put([one for mine in taken for one in mine])


def together(name: str, place: Where, sessions: int, seconds: float) -> None:
    """One line: entries a second of so many sessions, and how long one of them waits."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    each = max(1, sessions // PROCESSES)
    parts = [range(first, min(first + each, sessions)) for first in range(0, sessions, each)]
    barrier, told = context.Barrier(len(parts) + 1), context.Queue()
    running = [
        context.Process(target=sessions_of, args=(place, part, seconds, barrier, told)) for part in parts
    ]
    for process in running:
        process.start()
    barrier.wait(600)
    begun = time.perf_counter()
    taken = [one for _ in running for one in told.get()]
    length = max(time.perf_counter() - begun, seconds)
    for process in running:
        process.join()
    p99 = quantiles(taken, n=100)[-1]
    row(
        name,
        sessions,
        f"{len(taken) / length:.0f}",
        f"{median(taken):.1f}",
        f"{p99:.1f}",
        f"{max(taken):.0f}",
    )


def alone(name: str, place: Where, size: int) -> None:
    """One line: opening a ledger of that size, and one record more."""
    begun = time.perf_counter()
    with Ledger.open(place, patience=60) as ledger:
        length = time.perf_counter() - begun
        taken = timed(keep(ledger, ledger.patients()[0]), 400)
    row(name, f"{size:,}", f"{length:.2f}", f"{median(taken):.2f}", f"{quantiles(taken, n=100)[-1]:.2f}")


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
