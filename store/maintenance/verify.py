"""Verifying a ledger: chain, order, clock and gate of every entry, replayed as if it were recorded now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from store.errors import Damaged, FileMissing, LedgerError, NoSuchLedger, NotLinked, disk_errors
from store.files.disk import Disk
from store.ledger.engine import Engine, engine_for
from store.location.where import Where
from store.log.segment_chain import SegmentChain
from store.maintenance.replay import Finding, Replay

__all__ = ["Finding", "Report", "verify"]


@dataclass(frozen=True)
class Report:
    """What a verification found. The first `good` entries are as they were recorded, in an unbroken chain."""

    path: Where
    good: int
    head: str
    """Number of the last good entry and the first eight digits of its hash."""
    unfinished: bool
    """Whether a session broke off in writing; the next entry puts that right."""
    findings: tuple[Finding, ...]
    files: tuple[Where, ...] = ()
    """The files that were gone through, the oldest first."""
    left_over: tuple[Path, ...] = ()
    """New files that were begun and never came into force. Nothing is only in them."""

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(path: Where, *, disk: Disk | None = None) -> Report:
    """Read and replay every entry of the ledger at `path`, changing nothing.

    Where the ledger has several files, `path` may be any of them: they are gone through from the oldest to
    the newest, with the link between each two. NoSuchLedger, NotALedger or NewerFormat when `path` cannot be
    read at all.
    """
    path, engine = path.resolve(), engine_for(path, disk, share_ok=True)
    try:
        return _verified(path, engine)
    finally:
        engine.close()


def _verified(path: Where, engine: Engine) -> Report:
    with disk_errors(lambda why: NoSuchLedger(path, why)):
        chain = SegmentChain(engine.open_log, path, write=False)
    replay, findings = Replay(), list[Finding]()
    try:
        chain.read_first()
        chain = _oldest(chain, findings)
        while True:
            found, unfinished = _file(chain, replay)
            findings += found
            if not chain.next:
                break
            chain = chain.newer()
    except (FileMissing, NotLinked) as error:
        findings.append(Finding(chain.file.count, str(error)))
        unfinished = False
    finally:
        chain.close()
    left = engine.left_over(chain.files)
    return Report(path, chain.file.count, chain.head, unfinished, tuple(findings), chain.files, tuple(left))


def _oldest(chain: SegmentChain, findings: list[Finding]) -> SegmentChain:
    """The first file of the ledger; where one is missing, that is found, and the one after it begins."""
    while chain.file.base:
        try:
            newer, chain = chain, chain.older
            newer.file.close()
        except LedgerError as error:
            findings.append(Finding(chain.file.base, str(error)))
            break
    return chain


def _file(chain: SegmentChain, replay: Replay) -> tuple[list[Finding], bool]:
    """What is wrong with one file, and whether a session broke off in writing to it."""
    try:
        unfinished, damage = chain.tail().state == "torn", list[Finding]()
    except Damaged as error:
        unfinished, damage = False, [Finding(error.number, str(error))]
    return [*replay.all(chain), *damage], unfinished
