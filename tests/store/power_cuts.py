"""Real power cuts: `sudo python -m tests.store.power_cuts [--rounds 20]`, for root on Linux.

A file system in an image is forced down while sessions record, with nothing of its log written any more;
it is mounted again, and every entry acknowledged before the cut must be there. What the drive itself keeps
in its cache is not tested by this. With `--without-sync` the ledger never syncs: entries must be lost.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from store.errors import LedgerError
from store.files.posix import LinuxDisk
from store.ledger.ledger import Ledger
from store.ledger.reader import utc_now
from tests.store.helpers.ward import NURSE, ZONE, add, admission, note
from tests.store.helpers.workers import start

SHUTDOWN, NO_LOG = 0x8004587D, b"\2\0\0\0"
"""_IOR('X', 125, __u32), the same for ext4 and XFS, and its order to leave the log unwritten."""

MAKE = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"]}
SIZE = 400 << 20
SESSIONS = 4


class Syncless(LinuxDisk):
    """A disk that only says it has synced."""

    def sync(self, file: int) -> None:
        pass


@dataclass
class Result:
    """What was found after the cuts of one file system."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    unplain: int = 0
    """Files that plain JSON could not read before they were opened; after that is a fault."""
    faults: int = 0


def record(path: Path, name: str, told: Path, sync: bool) -> None:
    """Record without end; each acknowledged id goes, with the time, to a file on another disk."""
    out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with suppress(LedgerError, OSError), Ledger.open(path, disk=None if sync else Syncless()) as ledger:
        number = 0
        while True:
            made = note("x" * random.randrange(1, 600), utc_now(), name, id=f"{name}/{os.getpid()}/{number}")
            ledger.append(made, ledger.record(name).version)
            os.write(out, f"{time.monotonic_ns()} {made.id}\n".encode())
            number += 1


@contextmanager
def mounted(image: Path, where: Path) -> Iterator[None]:
    """The file system of `image`, mounted at `where`, its log replayed."""
    subprocess.run(["mount", "-o", "loop", image, where], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", where], check=True)


def cut(where: Path, image: Path, scratch: Path, sync: bool) -> list[str]:
    """Let sessions record and force the file system down. Gives the ids acknowledged before that."""
    with mounted(image, where):
        folder, sessions = os.open(where, os.O_RDONLY), list[BaseProcess]()
        tolds = [scratch / f"told-{n}" for n in range(SESSIONS)]
        for n, told in enumerate(tolds):
            told.write_bytes(b"")
            sessions.append(start(record, where / "ward.json", f"patient {n}", told, sync))
        until = time.monotonic() + 60
        while min(told.stat().st_size for told in tolds) < 40 and time.monotonic() < until:
            threading.Event().wait(0.005)
        threading.Event().wait(random.uniform(0, 0.15))
        instant = time.monotonic_ns()
        fcntl.ioctl(folder, SHUTDOWN, NO_LOG)
        for session in sessions:
            session.kill()
            session.join()
        os.close(folder)
    lines = [line.split(" ", 1) for told in tolds for line in told.read_text().splitlines()]
    return [id for moment, id in lines if int(moment) < instant]


def check(path: Path, known: list[str], result: Result) -> None:
    """Look at the file as the cut left it, open it, and record the next entry."""
    try:
        json.loads(path.read_bytes())
    except ValueError:
        result.unplain += 1
    try:
        with Ledger.open(path) as ledger:
            ids = [entry.id for entry in ledger.entries()]
            result.faults += bool(ledger.problem)
            add(ledger, "after the cut", utc_now(), "patient 0")
        result.lost += len(set(known) - set(ids))
        result.doubled += len(ids) - len(set(ids))
        result.faults += len(json.loads(path.read_bytes())["entries"]) != len(ids) + 1
    except (LedgerError, ValueError, OSError) as error:
        print(f"  {error}", file=sys.stderr)
        result.faults += 1
        result.lost += len(known)


def rounds(kind: str, count: int, sync: bool) -> Result:
    """Cut the power of a new file system `count` times."""
    result, known = Result(), list[str]()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        image, where = scratch / "image", scratch / "disk"
        where.mkdir()
        with image.open("wb") as file:
            file.truncate(SIZE)
        subprocess.run([*MAKE[kind], image], check=True)
        path = where / "ward.json"
        for _ in range(count):
            with mounted(image, where):
                if not path.exists() or not sync:
                    path.unlink(missing_ok=True)
                    known = begin(path)
            fresh = cut(where, image, scratch, sync)
            known += fresh
            result.cuts += 1
            result.acknowledged += len(fresh)
            with mounted(image, where):
                check(path, known, result)
    return result


def begin(path: Path) -> list[str]:
    """A new ledger with a patient for each session."""
    with Ledger.create(path, "Ward 3", ZONE, NURSE) as ledger:
        for n in range(SESSIONS):
            ledger.append(admission(utc_now(), f"patient {n}"), 0)
        return [entry.id for entry in ledger.entries()]


def main() -> int:
    """Run what is asked for and print a table; 1 when something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.power_cuts", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="cuts of each file system")
    parser.add_argument("--without-sync", action="store_true")
    chosen = parser.parse_args()
    if sys.platform != "linux" or os.geteuid() != 0:
        sys.exit("This mounts file systems: it needs Linux and root.")
    print("file system   cuts  acknowledged  lost  doubled  plain JSON broken  faults")
    wrong = False
    for kind, make in MAKE.items():
        if not shutil.which(make[0]):
            print(f"{kind:<12} skipped: there is no {make[0]} here")
            continue
        found = rounds(kind, chosen.rounds, not chosen.without_sync)
        wrong |= bool(found.lost or found.doubled or found.faults)
        print(
            f"{kind:<12}{found.cuts:>6}{found.acknowledged:>14}{found.lost:>6}{found.doubled:>9}"
            f"{found.unplain:>19}{found.faults:>8}",
            flush=True,
        )
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
