"""Every state a disk can be left in by a crash while one entry is recorded, and what must hold in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from store.ledger.ledger import Ledger
from tests.store.helpers.sim import LEDGER, SECTOR, SimDisk, SimFile, after_power_cut
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, add, admission, note

CLOCK = Clock()


@dataclass
class Moment:
    """The ledger's file as a crash finds it, and the ids that were acknowledged before."""

    file: SimFile
    acknowledged: list[str]
    writing: tuple[int, bytes] | None = None


@dataclass
class Tally:
    """What was looked at, and what did not hold."""

    states: set[tuple[bytes, int]] = field(default_factory=set)
    repaired: int = 0
    violations: list[str] = field(default_factory=list)


def base(filler: int) -> tuple[bytes, list[str]]:
    """A ledger of three or more entries whose end lies `filler` bytes further on, and their ids."""
    disk = SimDisk()
    del disk.files[LEDGER]
    with Ledger.create(LEDGER, "Ward 3", ZONE, NURSE, now=CLOCK, disk=disk) as ledger:
        ledger.append(admission(CLOCK(), id="admission"), 0)
        for start in range(0, filler + 1, 1500):
            add(ledger, "x" * (1 + min(filler - start, 1499)), CLOCK())
        ids = [entry.id for entry in ledger.entries()]
    return disk.ledger.durable, ids


def moments(content: bytes, kept: list[str], text: str, *, sync: bool = True) -> list[Moment]:
    """Record one entry on `content`; the file before each call of the disk, and after the last."""
    disk, found, acknowledged = SimDisk(content), list[Moment](), list(kept)

    def note_moment(call: str, path: Path, data: bytes, offset: int) -> None:
        if path == LEDGER and call in ("write", "sync"):
            writing = (offset, data) if call == "write" else None
            found.append(Moment(disk.ledger.copy(), list(acknowledged), writing))

    if not sync:
        disk.sync = lambda file: None  # type: ignore[method-assign]
    with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
        disk.before = note_moment
        acknowledged.append(ledger.append(note(text, CLOCK(), id="in flight"), len(kept)).id)
    found.append(Moment(disk.ledger.copy(), list(acknowledged)))
    return found


def telling(moment: Moment) -> set[int]:
    """The lengths at which a cut write could tell something: near its ends and each sector's edge."""
    assert moment.writing is not None
    offset, data = moment.writing
    ends = {*range(9), 20, *range(len(data) - 8, len(data) + 1)}
    edges = {edge + by for edge in range(-offset % SECTOR, len(data), SECTOR) for by in (-1, 0, 1)}
    return {length for length in ends | edges if 0 <= length <= len(data)}


def cut(moment: Moment, length: int) -> SimFile:
    """The file when the process was killed after `length` bytes of the write."""
    assert moment.writing is not None
    offset, data = moment.writing
    file = moment.file.copy()
    if length:
        file.write(offset, data[:length])
    return file


def look_at(found: list[Moment], tally: Tally, *, every_length: bool = False, again: bool = False) -> None:
    """Check every state the moments can leave.

    A kill within a write: after each byte with `every_length`, else after the telling ones. Power lost: at
    each of the telling lengths. With `again`, the same once more for each repair.
    """
    for moment in found:
        if moment.writing is None:
            lost = [moment.file]
        else:
            lost = [cut(moment, length) for length in sorted(telling(moment))]
            for length in range(len(moment.writing[1])) if every_length else ():
                check(cut(moment, length).content, moment.acknowledged, tally, again)
        for file in lost:
            check(file.content, moment.acknowledged, tally, again)
            for content in after_power_cut(file):
                check(content, moment.acknowledged, tally, again)


def check(content: bytes, acknowledged: list[str], tally: Tally, again: bool) -> None:
    """Open the ledger in this state, record another entry, and look at all that must hold."""
    state = (content, len(acknowledged))
    if state in tally.states:
        return
    tally.states.add(state)
    disk, repairs = SimDisk(content), list[Moment]()

    def note_repair(call: str, path: Path, data: bytes, offset: int) -> None:
        if path == LEDGER and call == "write":
            repairs.append(Moment(disk.ledger.copy(), acknowledged, (offset, data)))

    disk.before = note_repair
    try:
        with Ledger.open(LEDGER, now=CLOCK, disk=disk, share_ok=True) as ledger:
            disk.before = lambda *_: None
            assert not ledger.problem, ledger.problem
            stored = [entry.id for entry in ledger.entries()]
            assert stored[: len(acknowledged)] == acknowledged, f"lost: {stored}"
            assert stored[len(acknowledged) :] in ([], ["in flight"]), f"turned up: {stored}"
            assert list(json.loads(disk.ledger.content)["entries"]) == [
                str(n + 1) for n in range(len(stored))
            ]
            add(ledger, "next", CLOCK(), MRN)
            assert len(json.loads(disk.ledger.content)["entries"]) == len(stored) + 1
            assert disk.ledger.pending == []
    except Exception as error:
        tally.violations.append(f"{error} in {content.rstrip(b' ')[-900:]!r}")
    tally.repaired += bool(repairs)
    if again:
        look_at(repairs, tally)
