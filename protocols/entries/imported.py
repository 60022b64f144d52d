"""Entries of a record that goes from one ledger to another: sent, brought in, taken back."""

from __future__ import annotations

from typing import Literal

from msgspec import Raw, Struct

from protocols.entries.base import Fact, Move


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


class Learned(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a ledger learned of others at one moment: an import in it, by its `number` there.

    `entries` are the ids of those that came in; the rest is as in the import.
    """

    number: int
    entries: tuple[str, ...]
    beside: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    takes: Literal["", "here", "there"] = ""
    clock_off: int = 0
    aside: tuple[str, ...] = ()


class Heard(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the ledger `ledger`, named by the hash of its first entry, ever learned of one patient from
    others, in order: what it has not learned by a moment it did not know then.
    """

    ledger: str
    learned: tuple[Learned, ...]


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """The key by which the file was signed, as its SHA-256, and the ledger whose key that is."""

    ledger: str
    key: str


class RecordImported(Move, frozen=True, tag="record imported", omit_defaults=True):
    """All of one patient's record elsewhere, or what it has grown by since it was last imported.

    It is a move: on the moves within it the course goes on here. `ward` and `head` (number and hash of the
    last entry) say which file was read; `follows` is the id of the entry of this record behind which the
    entries come, "" for a patient who was not here. `accepted` are the ids of the steps and decisions in
    it by people whom this ward does not know, to each of which whoever imports said yes; None before that was
    asked. `asked` says of which kinds it was: before "moves", of decisions and waivers alone.

    Where both sides went on: `beside` are the ids of the entries that only this ledger has, `order` those of
    the file from where the two part. Did both make moves, a prescriber `takes` the course of one side on, for
    a `reason`; the facts of the other stay. `numbers` are the hospital numbers that the patient has there,
    where they are others. `clock_off` is by how many minutes the clock there was wrong, as whoever imports
    found it: more is ahead; rash-free checks made by it meet no precondition. `heard` says when each ledger
    that had a hand in the record learned of the others; of one that is not named nobody knows. `aside` are
    the ids of the moves that count no longer there, because a prescriber took another course on.
    `signature` is that of the file, None where it had none. `others` are the numbers of patients here who are
    like this one, and of whom whoever imports said that each is somebody else.
    """

    ward: str
    head: str
    origins: tuple[Origin, ...]
    follows: str
    entries: tuple[SealedEntry, ...]
    accepted: tuple[str, ...] | None = None
    asked: Literal["decisions", "moves"] = "decisions"
    beside: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    takes: Literal["", "here", "there"] = ""
    reason: str = ""
    numbers: tuple[str, ...] = ()
    clock_off: int = 0
    heard: tuple[Heard, ...] = ()
    aside: tuple[str, ...] = ()
    signature: Signature | None = None
    others: tuple[str, ...] = ()


class PatientSent(Fact, frozen=True, tag="patient sent", omit_defaults=True):
    """The patient went to another site, `to`, with this record: moves are made there from now on.

    `aside` are the ids of the moves that count no longer here, because a prescriber took one of two courses
    on: the choice travels, so that both sites go on with one course.
    """

    to: str
    note: str = ""
    aside: tuple[str, ...] = ()


class RecordTakenBack(Move, frozen=True, tag="record taken back"):
    """A prescriber makes moves here again although no record came back."""

    reason: str
