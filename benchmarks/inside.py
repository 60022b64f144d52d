"""The rows of `benchmarks.sessions` that need no terminal: what the ledger and judging cost."""

from __future__ import annotations

import gc
import itertools
import json
import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import log
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from benchmarks.telling import Goals, memory_of, row
from benchmarks.wards import ZONE, ward
from benchmarks.ways import append_fsync, build, entry_of, ledger, overwrite_fdatasync
from protocols import entries as e
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from tui.demo.people import NIGHT_NURSE
from tui.views.course.board import rows_of
from tui.views.course.ward import Ward
from tui.views.handover.lines import sheet_lines
from tui.views.handover.sheets import sheet_now

WRITER = entry_of(3).by
"""Whoever is let write into the ledgers of `ways`."""

LINEAR = 1.15
"""A cost that grows by more than this power of the size is named."""


def cpu(act: Callable[[], object]) -> float:
    """Milliseconds of processor time, in all threads, that `act` takes."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def judging(folder: Path, goals: Goals) -> None:
    """Milliseconds to judge one course for its row on the board, and to write its handover sheet."""
    print("\nOne course, ms of CPU: the first time, and as each minute goes on")
    row("days", "row first", "row again", "handover first", "handover again")
    for days in (5, 400):
        path = folder / f"{days}-days.json"
        ward(path, 12, 0, days)
        now = datetime.now(UTC)
        with Ledger.open(path, read_only=True) as opened:
            times: dict[str, list[list[float]]] = {"row": [], "sheet": []}
            for patient in opened.patients():
                record, minutes = opened.record(patient), [now + timedelta(minutes=n) for n in range(6)]
                times["row"].append([cpu(lambda at=at, of=record: rows_of(of, at, ZONE)) for at in minutes])
                times["sheet"].append(
                    [cpu(lambda at=at, of=patient: _sheet(opened, at, of)) for at in minutes]
                )
        found = [f(each) for each in times.values() for f in (_first, _again)]
        row(str(days), *(f"{ms:.2f}" for ms in found))
        goals.at_most(f"judging a course of {days} days again", found[1], 0.3, " ms")
        goals.at_most(f"handover sheet of a course of {days} days", found[3], 2, " ms")


def _sheet(opened: Ledger, at: datetime, patient: str) -> object:
    return sheet_lines(sheet_now(opened, at, patient), [], 80)


def _first(times: Sequence[Sequence[float]]) -> float:
    return median(each[0] for each in times[1:])  # the first one also imports


def _again(times: Sequence[Sequence[float]]) -> float:
    return median(ms for each in times[1:] for ms in each[1:])


def curve(name: str, sizes: Sequence[int], costs: Sequence[float]) -> None:
    """One line: a cost at each size; named where it grows by more than the size does."""
    powers = [
        log(second / first) / log(larger / smaller)
        for (smaller, first), (larger, second) in itertools.pairwise(zip(sizes, costs, strict=True))
        if first > 0 and second > 0
    ]
    worst = max(powers, default=0.0)
    verdict = f"power {worst:.2f}{' MORE THAN LINEAR' if worst > LINEAR else ''}"
    row(name, *(f"{cost:.1f}" for cost in costs), f" {verdict}")


def wards(folder: Path, sizes: Sequence[int]) -> None:
    """Scale with the patients: opening, going through everybody, and one minute later."""
    print("\nA ward by its patients, ms of CPU")
    row("patients", *(f"{size:,}" for size in sizes), "growth")
    opening, through, minute, told = list[float](), list[float](), list[float](), list[float]()
    judged = list[int]()
    for size in sizes:
        path = folder / f"{size}.json"
        ward(path, size)
        now, kept = datetime.now(UTC), list[Ledger]()
        opening.append(cpu(lambda at=path, to=kept: to.append(Ledger.open(at, read_only=True))))
        with kept[0] as opened:
            rows = Ward(opened)
            gc.disable()  # as a session does until its ward has been read, which stays
            through.append(cpu(lambda of=rows, at=now: of.renew(at, 1e9)))
            gc.freeze()
            gc.enable()
            before, later = rows.judged, now + timedelta(minutes=1)
            minute.append(cpu(lambda of=rows, at=later: of.renew(at, 1e9)))
            judged.append(rows.judged - before)
            with Ledger.open(path) as other:
                _note(other, opened.patients()[0], NIGHT_NURSE)
            told.append(cpu(lambda of=rows, by=opened, at=later: (by.refresh(), of.renew(at, 1e9))))
    curve("open, 68 entries a patient", sizes, opening)
    curve("go through everybody once", sizes, through)
    curve("the next minute", sizes, minute)
    curve("an entry of another", sizes, told)
    row("patients judged in that minute", *judged)


def openings(folder: Path, sizes: Sequence[int], goals: Goals) -> None:
    """Scale with the entries: opening beside json.loads, and one record beside raw append and fsync."""
    print("\nA ledger by its entries, ms")
    row("entries", *(f"{size:,}" for size in sizes), "growth")
    took: dict[str, list[float]] = {}
    for size in sizes:
        path = folder / f"{size}-entries.json"
        build(path, size)
        (seen := folder / f"seen-{size}").mkdir()
        opened = [cpu(lambda at=path, by=seen: _opened(at, by)) for _ in range(4)]
        read = [cpu(lambda at=path: json.loads(at.read_bytes())) for _ in range(3 if size < 1_000_000 else 1)]
        records = _record(path)
        for name, ms in (
            ("open the first time, CPU", opened[0]),
            ("open, CPU", min(opened[1:])),
            ("json.loads, CPU", min(read)),
            *records.items(),
        ):
            took.setdefault(name, []).append(ms)
        goals.at_most(f"a record to raw at {size:,} entries", records[RECORD] / records[RAW], 1.3)
        goals.at_most(f"a record at {size:,} entries, CPU", records[f"{RECORD}, CPU"], 0.25, " ms")
        if size == 100_000:
            goals.at_most("opening 100,000 entries, CPU", min(opened[1:]), 60, " ms")
        path.unlink()
    for name in ("open the first time, CPU", "open, CPU", "json.loads, CPU"):
        curve(name, sizes, took.pop(name))
    for name, costs in took.items():
        row(name, *(f"{cost:.3f}" for cost in costs))


def _opened(path: Path, seen: Path) -> None:
    """Open it as a session does, which keeps in the folder `seen` what it has read."""
    Ledger.open(path, witness=Witness(seen)).close()


RECORD, RAW, DISK = "a record", "raw append + fsync", "raw overwrite + fdatasync"


def _record(path: Path) -> dict[str, float]:
    """Median milliseconds of a record, of raw append and fsync, and of what a record asks of the disk, each
    in turn; and the CPU of each.
    """
    ways = {RECORD: ledger(path), RAW: append_fsync(path), DISK: overwrite_fdatasync(path)}
    took: dict[str, list[float]] = {}
    for _ in range(200):
        for name, keep in ways.items():
            begun = time.perf_counter()
            took.setdefault(f"{name}, CPU", []).append(cpu(keep))
            took.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
    return {name: median(took[name]) for name in (*ways, *(f"{name}, CPU" for name in ways))}


def added_up(path: Path) -> tuple[int, float]:
    """How many entries the ledger at `path` has, and the megabytes that all of them take, added up."""
    with Ledger.open(path, read_only=True) as opened:
        gc.collect()
        before = memory_of(os.getpid())
        for patient in opened.patients():
            opened.record(patient)
        gc.collect()
        return opened.position, memory_of(os.getpid()) - before


def memory(path: Path, goals: Goals) -> None:
    """Memory of an entry of a ward of which every record is added up, in a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        entries, megabytes = apart.submit(added_up, path).result()
    print(f"\n{entries:,} entries added up: {megabytes:.1f} MB, {megabytes * 1024 / entries:.2f} KB an entry")
    goals.at_most("memory of an entry that is added up", megabytes * 1024 / entries, 0.8, " KB")


def followers(folder: Path, goals: Goals, readers: int = 10, writers: int = 50) -> None:
    """Processor time of one reader for each entry of many others, about patients it does not look at."""
    path = folder / "followed.json"
    build(path, 10_000)
    with Ledger.open(path) as writing:
        following = [Ledger.open(path, read_only=True) for _ in range(readers)]
        patients, spent, kept = writing.patients()[:writers], 0.0, 0
        for reader in following:
            for patient in reader.patients():
                reader.record(patient)
        for turn in range(200):
            patient = patients[turn % len(patients)]
            _note(writing, patient)
            kept += 1
            spent += cpu(lambda: [reader.refresh() for reader in following])
        for reader in following:
            reader.close()
    each = spent / kept / readers
    print(f"\nAn entry of {writers} others, ms of CPU in each session that follows: {each:.3f}")
    goals.at_most("an entry of another, CPU a reader", each, 0.2, " ms")


def _note(opened: Ledger, patient: str, by: e.Person = WRITER) -> None:
    note = e.NoteAdded("Ate breakfast, no complaints; looked at by two people.")
    made = e.Entry(id=uuid.uuid4().hex, patient=patient, at=datetime.now(UTC), zone=ZONE, by=by, what=note)
    opened.append(made, opened.record(patient).version)


@contextmanager
def _counted_waits() -> Iterator[list[int]]:
    """How often an answer of a database is waited for."""
    from store.postgres.connection import Timed

    count, usual = [0], Timed.wait

    def wait(self: Timed, *args: object, **options: object) -> object:
        count[0] += 1
        return usual(self, *args, **options)  # type: ignore[arg-type]

    Timed.wait = wait  # type: ignore[method-assign, assignment]
    try:
        yield count
    finally:
        Timed.wait = usual  # type: ignore[method-assign]


def round_trips(goals: Goals) -> None:
    """Questions and answers of one record in PostgreSQL, on a server of our own."""
    try:
        from benchmarks.engines import engines, fill
        from tests.store.helpers.cluster import why_not
    except ImportError as error:
        print(f"\nPostgreSQL: not measured: {error}")
        return
    if why_not():
        print(f"\nPostgreSQL: not measured: {why_not()}")
        return
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        with engines(Path(name)) as server, Ledger.open(fill(server, 1_000), patience=60) as opened:
            patient = opened.patients()[0]
            _note(opened, patient)
            with _counted_waits() as count:
                for _ in range(10):
                    _note(opened, patient)
            each = count[0] / 10
    print(f"\nPostgreSQL, round trips a record: {each:.1f}")
    goals.at_most("PostgreSQL, round trips a record", each, 2)
