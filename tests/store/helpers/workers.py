"""Sessions in processes of their own, for the tests with many at once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from tinydb import TinyDB

from protocols.entries import Person
from store.errors import Changed, LedgerError
from store.files.lock import FileLock
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tests.store.helpers.ward import NURSE, admission, note


def processes() -> BaseContext:
    """Processes that do not inherit the threads of the test runner."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def start(target: Callable[..., None], *arguments: object) -> BaseProcess:
    process = processes().Process(target=target, args=arguments, daemon=True)  # type: ignore[attr-defined]
    process.start()
    assert isinstance(process, BaseProcess)
    return process


def write(path: Path, name: str, count: int) -> None:
    """Admit a patient called `name` and record `count` notes; each acknowledged id goes to a file beside."""
    with suppress(LedgerError), Ledger.open(path, patience=60) as ledger:
        acknowledged = os.open(path.with_name(f"{name}.acknowledged"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        version = ledger.append(admission(utc_now(), name), ledger.record(name).version).number
        for n in range(count):
            entry = note(f"note {n}", utc_now(), name, id=f"{name}/{n}")
            version = ledger.append(entry, version).number
            os.write(acknowledged, f"{entry.id}\n".encode())


def follow(path: Path, until: int) -> None:
    """Read until entry `until`; exits with 1 when the numbers ever skip or go back."""
    with Ledger.open(path, read_only=True) as ledger:
        seen = ledger.position
        while seen < until:
            ledger.wait(30)
            for entry in ledger.refresh():
                if entry.number != seen + 1:
                    sys.exit(1)
                seen = entry.number


def read_stock(path: Path, until: int) -> None:
    """Stock TinyDB reads the file again and again, without a lock; never fewer entries than before."""
    seen = failed = 0
    while seen < until:
        try:
            with TinyDB(path, access_mode="r") as stock:
                found = len(stock.table("entries"))
        except ValueError:
            failed += 1
            if failed > 20:
                sys.exit(1)
            continue
        if found < seen:
            sys.exit(2)
        seen, failed = found, 0


def race(path: Path, patient: str, name: str, rounds: int) -> None:
    """In each round give the round's dose, or be told who did and when; what became of it goes to a file."""
    person = Person(name, name[:2].upper(), "nurse", name)
    with Ledger.open(path, patience=60) as ledger, path.with_name(f"{name}.race").open("w") as told:
        for n in range(rounds):
            while ledger.record(patient).version < 2 + n:
                ledger.wait(60)
                ledger.refresh()
            try:
                dose = note(f"dose {n}", utc_now(), patient, by=person, id=f"{name}/{n}")
                kept, outcome = ledger.append(dose, 2 + n), "stored"
            except Changed as changed:
                kept, outcome = changed.entries[0], "changed"
            told.write(f"{outcome} {kept.by.name} {kept.id} {kept.recorded}\n")


def hammer(path: Path, patient: str, acknowledged: Path) -> None:
    """Record entries without end, each acknowledged id appended to a file.

    SIGHUP ends it also where the tests run under nohup.
    """
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    file = os.open(acknowledged, os.O_WRONLY | os.O_APPEND)
    with Ledger.open(path, patience=60) as ledger:
        while True:
            entry = note("x" * random.randrange(1, 600), utc_now(), patient, id=uuid.uuid4().hex)
            ledger.append(entry, ledger.record(patient).version)
            os.write(file, f"{entry.id}\n".encode())


def hold_lock(path: Path, held: Path) -> None:
    """Take the lock, say so by making a file, and keep it."""
    with FileLock(this_disk(), path).held(60):
        held.touch()
        threading.Event().wait()


def begin_new_file(path: Path, go: Path, told: Path) -> None:
    """Open the ledger, wait for the others, roll over; what became of it goes to a file."""
    with Ledger.open(path, patience=60) as ledger:
        told.touch()
        while not go.exists():
            threading.Event().wait(0.001)
        rolled = ledger.roll_over(NURSE)
        told.write_text(f"{rolled.made} {rolled.path.name}")


def roll_on(path: Path, done: Path) -> None:
    """Roll over again and again, as soon as there is something new."""
    with Ledger.open(path, patience=60) as ledger:
        while not done.exists():
            if ledger.roll_over(NURSE).made:
                ledger.wait(0.05)
                ledger.refresh()
