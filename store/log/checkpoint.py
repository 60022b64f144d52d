"""What was read of a file of the ledger, kept to open it sooner: where its lines begin and whose they are.

It is worth something only with the bytes it was read from: whoever uses it compares all of them. It holds
numbers and places, and no word of any patient.
"""

from __future__ import annotations

import sys
from array import array
from hashlib import blake2b
from typing import NamedTuple

import msgspec

_SHAPE = 1
"""Of the form below, and of how a line's patient is found."""
_SUM = 64


class Checkpoint(NamedTuple):
    """The lines behind entry `base` up to entry `last`, which ends at offset `end` and has hash `head`."""

    base: int
    last: int
    end: int
    head: bytes
    digest: bytes
    """BLAKE2b of all bytes of the file up to `end`."""
    starts: array[int]
    """Where each line begins."""
    owners: list[array[int]]
    """The numbers of each patient's entries, in the order of their first ones."""


class _Head(msgspec.Struct, frozen=True, array_like=True):
    made_with: str
    base: int
    count: int
    end: int
    head: bytes
    digest: bytes
    owners: list[int]


def encode(found: Checkpoint, known: str) -> bytes:
    """The bytes to keep; `known` says which kinds of entry the version knew that has read it."""
    head = _Head(
        _made_with(known),
        found.base,
        found.last,
        found.end,
        found.head,
        found.digest,
        [len(numbers) for numbers in found.owners],
    )
    parts = [msgspec.json.encode(head), b"\n", found.starts.tobytes()]
    content = b"".join([*parts, *(numbers.tobytes() for numbers in found.owners)])
    return blake2b(content).digest() + content


def decode(data: bytes, known: str) -> Checkpoint | None:
    """What was kept; None where it is damaged, or of a version that reads otherwise."""
    content = memoryview(data)[_SUM:]
    if blake2b(content).digest() != data[:_SUM]:
        return None
    end = data.index(b"\n", _SUM)
    head = msgspec.json.decode(data[_SUM:end], type=_Head)
    if head.made_with != _made_with(known):
        return None
    starts, numbers = array("Q"), array("I")
    split = end + 1 + (head.count - head.base) * starts.itemsize
    starts.frombytes(data[end + 1 : split])
    numbers.frombytes(data[split:])
    owners: list[array[int]] = []
    at = 0
    for length in head.owners:
        owners.append(numbers[at : at + length])
        at += length
    return Checkpoint(head.base, head.count, head.end, head.head, head.digest, starts, owners)


def _made_with(known: str) -> str:
    return f"{_SHAPE} {sys.byteorder} {array('I').itemsize} {known}"
