"""Facts and their corrections as chains of versions, each a resource of its own; only the last can stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from protocols.entries import Entry, EntryCorrected, What


@dataclass(frozen=True)
class Version:
    """What one entry says of a fact: `entry` is the first record of it, or the correction that says this.

    `origin` is the first record, `before` the id of the entry whose version this one takes the place of,
    `wrong` the correction after which it no longer counts.
    """

    entry: Entry
    what: What
    at: datetime
    origin: Entry
    before: str = ""
    wrong: Entry | None = None

    @property
    def id(self) -> str:
        """The id of the entry that says it."""
        return self.entry.id

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.wrong is None

    @property
    def corrects(self) -> bool:
        """Whether it takes the place of an earlier one."""
        return bool(self.before)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person who reads it alone should know of its corrections."""
        said = []
        if self.corrects:
            said.append(f"Corrects entry {self.origin.number}: {_reason(self.entry)}")
        if self.wrong is not None:
            said.append(f"Entered in error, see entry {self.wrong.number}: {_reason(self.wrong)}")
        return tuple(said)


def versions(entries: Iterable[Entry]) -> dict[str, list[Version]]:
    """The versions of every entry but corrections, by the id of the first record, the newest last."""
    chains: dict[str, list[Version]] = {}
    for entry in entries:
        what = entry.what
        if not isinstance(what, EntryCorrected):
            chains[entry.id] = [Version(entry, what, entry.at, entry)]
            continue
        chain = chains[what.entry]
        last = chain[-1]
        if last.stands:
            chain[-1] = replace(last, wrong=entry)
        if what.right is not None:
            at = what.right_at or last.at
            chain.append(Version(entry, what.right, at, last.origin, before=last.id))
    return chains


def _reason(correction: Entry) -> str:
    return correction.what.reason if isinstance(correction.what, EntryCorrected) else ""
