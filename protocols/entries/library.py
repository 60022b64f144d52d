"""Entries of the site's own protocol library."""

from __future__ import annotations

from protocols.definition.protocol import Protocol
from protocols.entries.base import Move


class ProtocolApproved(Move, frozen=True, tag="protocol approved"):
    """A prescriber lets patients be enrolled on a protocol of the site's own, as it was that day.

    A later approval under the same id takes its place; courses keep the version they began with.
    """

    protocol: Protocol
    note: str = ""
