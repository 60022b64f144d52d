"""The entry that brings in a patient's record from another ledger."""

from __future__ import annotations

from msgspec import Raw, Struct

from protocols.entries.base import Move


class Origin(Struct, frozen=True, forbid_unknown_fields=True):
    """A ledger in which entries were recorded. `id` is the hash of its first entry."""

    id: str
    ward: str
    zone: str


class SealedEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry as the ledger `origin` keeps it, byte for byte.

    `digest` is the SHA-256 of `before`, the hash of the entry before it there, and the bytes of `entry`.
    `origin` is its place among the origins of the import.
    """

    origin: int
    before: str
    digest: str
    entry: Raw


class RecordImported(Move, frozen=True, tag="record imported"):
    """All of one patient's record elsewhere, or what it has grown by since it was last imported.

    It is a move: on the moves within it the course goes on here. `ward` and `head` (number and hash of the
    last entry) say which file was read; `follows` is the id of the entry of this record behind which the
    entries come, "" for a patient who was not here. `accepted` are the ids of the decisions in it by people
    whom this ward does not know, to each of which whoever imports said yes; None before that was asked.
    """

    ward: str
    head: str
    origins: tuple[Origin, ...]
    follows: str
    entries: tuple[SealedEntry, ...]
    accepted: tuple[str, ...] | None = None
