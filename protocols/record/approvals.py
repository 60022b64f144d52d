"""Which protocols patients can be enrolled on: those that come with Stepward, and a site's own once approved.

A version is its content: a changed file is another version and waits for its own approval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from protocols.definition.protocol import Protocol
from protocols.entries import Entry, ProtocolApproved
from protocols.values.refusal import Refused
from protocols.values.text import visible


@dataclass(frozen=True)
class Approvals:
    """The newest approval of each id, as of entry `number`, beside what comes with Stepward."""

    built_in: Callable[[], tuple[Protocol, ...]]
    newest: Mapping[str, Entry] = field(default_factory=dict)
    number: int = 0

    def of(self, protocol: Protocol) -> Entry | None:
        """The approval of exactly this content, None when it has none."""
        entry = self.newest.get(protocol.id)
        approved = entry.what if entry else None
        return entry if isinstance(approved, ProtocolApproved) and approved.protocol == protocol else None

    @property
    def known(self) -> tuple[Protocol, ...]:
        """The protocols of this site as they stand: those that come along, and the newest approved ones."""
        approved = (entry.what for entry in self.newest.values())
        return (*self.built_in(), *(what.protocol for what in approved if isinstance(what, ProtocolApproved)))

    def has(self, protocol: Protocol) -> bool:
        """Whether a patient can be enrolled on it."""
        return protocol in self.built_in() or self.of(protocol) is not None

    def after(self, entry: Entry) -> Approvals:
        """The approvals once `entry` is recorded."""
        newest = self.newest
        if isinstance(entry.what, ProtocolApproved):
            newest = {**newest, entry.what.protocol.id: entry}
        return replace(self, newest=newest, number=entry.number)


def approvable(approvals: Approvals, protocol: Protocol) -> None:
    """Refused, in words, unless an approval of `protocol` would change anything."""
    title = visible(protocol.title)
    if not protocol.startable:
        raise Refused(f"{title} has no schedule: it can be read, not started, and needs no approval.")
    if any(protocol.id == own.id for own in approvals.built_in()):
        raise Refused(
            f"{visible(protocol.id)} is the id of a protocol that comes with Stepward. Rename the file."
        )
    if approvals.of(protocol) is not None:
        raise Refused(f"This version of {title} is approved already.")
