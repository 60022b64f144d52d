"""How a ledger and its computer are, in findings for a monitor: ok, a warning, critical or not known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from store.access.permissions import sharing_faults
from store.errors import LedgerError, cause
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.maintenance.verify import verify
from store.site import system_clock

FREE_WARNING, FREE_CRITICAL = 1_000_000_000, 100_000_000
"""Bytes free on the ledger's disk below which that is told."""

PATIENCE = 5.0
"""Seconds to wait for a session that is just recording."""


class Level(IntEnum):
    """How bad it is: the exit codes of Nagios and its like."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


class Finding(NamedTuple):
    """What one look found: at what, how bad it is, and a sentence without any patient's name."""

    about: str
    level: Level
    words: str


def health(
    place: Where, now: datetime, backups: Path | None = None, max_age: timedelta = timedelta(hours=26)
) -> list[Finding]:
    """Look at the chain, the age of the newest of `backups`, rights, the clock and the free space.

    Changes nothing, and needs no more than to read. `now` is the computer's aware instant.
    """
    found = [*_ledger(place, now)]
    if backups is not None:
        found.append(_backup(backups, now, max_age))
    if isinstance(place, Path):
        faults = sharing_faults(place)
        found += [Finding("rights", Level.WARNING, fault) for fault in faults]
        found += [] if faults else [Finding("rights", Level.OK, "as they should be")]
        found.append(space(place))
    found.append(synchronised())
    return found


def _ledger(place: Where, now: datetime) -> Iterator[Finding]:
    try:
        report = verify(place)
        with Ledger.open(place, read_only=True, patience=PATIENCE, share_ok=True) as ledger:
            problem, mark, since = ledger.problem, ledger.clock_mark(now), ledger.as_of
            newer = problem == str(ledger.newer_entry)  # and no damage beside it
    except LedgerError as error:
        yield Finding("chain", Level.CRITICAL, str(error))
        return
    if report.findings or problem:
        first = report.findings[0] if report.findings else None
        told = f"entry {first.number} is not as it should be: stepward verify" if first else problem
        words = problem if newer else told
        yield Finding("chain", Level.CRITICAL, words)
    else:
        yield Finding("chain", Level.OK, f"{report.good:,} entries, the last one {report.head}")
    if mark == "behind":
        yield Finding("clock", Level.CRITICAL, "it is behind the newest entry: no step can be started")
    elif mark == "ahead":
        yield Finding("clock", Level.WARNING, "it is far ahead of the newest entry, or nobody records")
    else:
        yield Finding("clock", Level.OK, "it fits the newest entry")
    if since is not None:
        yield Finding("database", Level.CRITICAL, "it does not answer")


def _backup(folder: Path, now: datetime, max_age: timedelta) -> Finding:
    """How long ago the newest copy was read back: `stepward backup` sets its time."""
    try:
        times = [path.stat().st_mtime for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        return Finding("backup", Level.CRITICAL, f"{folder}: {cause(error)}")
    if not times:
        return Finding("backup", Level.CRITICAL, f"there is none in {folder}")
    age = now.astimezone(UTC) - datetime.fromtimestamp(max(times), UTC)
    hours = age / timedelta(hours=1)
    words = f"the newest was read back {hours:.1f} hours ago"
    if age <= max_age:
        return Finding("backup", Level.OK, words)
    return Finding("backup", Level.CRITICAL if age > 3 * max_age else Level.WARNING, words)


def space(ledger: Path) -> Finding:
    """The free space on the ledger's disk."""
    try:
        free = shutil.disk_usage(ledger.parent).free
    except OSError as error:
        return Finding("space", Level.UNKNOWN, cause(error))
    words = f"{free / 1e9:.1f} GB free"
    if free < FREE_CRITICAL:
        return Finding("space", Level.CRITICAL, words)
    return Finding("space", Level.WARNING if free < FREE_WARNING else Level.OK, words)


def synchronised() -> Finding:
    """What the system says of its time: nothing known is no fault."""
    known = system_clock.synchronised()
    if known is None:
        return Finding("time", Level.OK, "whether it is synchronised is not known here")
    if known:
        return Finding("time", Level.OK, "synchronised")
    return Finding("time", Level.WARNING, "the clock is not synchronised with a time server")
