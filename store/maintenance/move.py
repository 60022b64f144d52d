"""Moving a ledger from a file to a database and back, with its numbers and its hashes.

At no moment can it be recorded in both places: the source is closed, while nobody else may write,
before the target opens. A move that broke off is gone on with by beginning it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.errors import NotMoved, disk_errors
from store.files.disk import Disk
from store.files.platform import this_disk
from store.ledger.engine import needs_driver
from store.location.where import Where
from store.maintenance.verify import verify


@dataclass(frozen=True)
class Moved:
    """A ledger that was moved."""

    target: Where
    entries: int
    head: str
    """Number of the last entry and the first eight digits of its hash."""
    aside: Path | None = None
    """The folder with the files it was moved from; None where that was a database."""


def move(source: Where, target: Where, *, disk: Disk | None = None) -> Moved:
    """Move the ledger `source` to `target`, which is empty or holds what an earlier try has brought.

    NotMoved, or what else keeps it from being read, in words. Who has it open is told to start again.
    """
    disk, source, target = disk or this_disk(), source.resolve(), target.resolve()
    with disk_errors(lambda why: NotMoved(f"{why} Begin the move again: it goes on where it broke off.")):
        if isinstance(source, Path) and not isinstance(target, Path):
            with needs_driver():
                from store.maintenance.into_database import move_in

            entries, head, aside = move_in(disk, source, target)
        elif not isinstance(source, Path) and isinstance(target, Path):
            with needs_driver():
                from store.maintenance.out_of_database import move_out

            (entries, head), aside = move_out(disk, source, target), None
        else:
            raise NotMoved(
                "A ledger is moved between a file and a database. From file to file: stepward backup, then "
                "stepward restore."
            )
    report = verify(target, disk=disk)
    if not report.ok or report.head != head:
        raise NotMoved(f"What arrived is not what left. Record nothing in {target}: stepward verify.")
    return Moved(target, entries, head, aside)
