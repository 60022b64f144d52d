"""A restore that has not come to its end: a folder beside the ledger, with what goes in its place.

Once the plan lies in it all copies are there and right. From then on the restore can only be gone on with.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from store.location.regular_file import read_regular

PLAN = "plan"
"""The name of the plan in the folder."""


class Plan(msgspec.Struct, frozen=True):
    """What goes where, by name: `old` files of the ledger, to be kept `aside`, and `new` ones.

    `aside` is a file, or a folder where there are several; `new` are in order, the first one last.
    """

    head: str
    entries: int
    old: tuple[str, ...]
    aside: str
    new: tuple[str, ...]


def folder_of(ledger: Path) -> Path:
    """Where a restore of `ledger` gets its copies ready."""
    return ledger.with_name(f"{ledger.stem}.restoring")


def plan_for(ledger: Path) -> Plan | None:
    """The plan of a restore of `ledger` that broke off, None where there is none."""
    try:
        return msgspec.json.decode(read_regular(folder_of(ledger) / PLAN), type=Plan)
    except (FileNotFoundError, NotADirectoryError):
        return None


def broken_off(ledger: Path) -> str:
    """A sentence about a restore of `ledger` that broke off, "" where there is none."""
    folder = folder_of(ledger)
    if not (folder / PLAN).exists():
        return ""
    return (
        "A backup was being restored here, and that broke off. Nothing is lost: what was there is kept "
        f"aside. Begin the restore again, with the same backup or {folder}: it goes on where it stopped."
    )
