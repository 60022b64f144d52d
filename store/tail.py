"""What stands after the last good entry: the proper end, one unfinished entry, or damage. Pure.

An entry is written over the end `TAIL` and the blanks behind it. When that is cut short, the disk
holds for each 512-byte sector either the old bytes or the new ones, or the first k new bytes; a sector
never written reads as blanks or zeros. A body has no two blanks in a row, so a long run is a hole.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from store.layout import PAGE, TAIL, opening

SECTOR = 512
_HOLE = re.compile(rb"[ \0]{256,}")
_ZEROS = re.compile(rb"\0{256,}")
_PIECES = re.compile(rb"[\x20-\x7e]*(?:\n\}{0,2})?\n?")
"""What is left of one unfinished entry when its holes are taken out."""

State = Literal["clean", "torn", "damaged"]


class Tail(NamedTuple):
    """The state of the file's end, and the bytes of the unfinished entry a repair would take away."""

    state: State
    removed: bytes = b""


def judge(rest: bytes, end: int, count: int) -> Tail:
    """Judge `rest`, all bytes from offset `end` (behind good entry `count`) to the end of the file."""
    content = rest.rstrip(b" \0")
    if _ZEROS.sub(b"", rest[len(content) :]).strip(b" "):
        return Tail("damaged")
    if content == TAIL:
        return Tail("torn" if b"\0" in rest else "clean")
    finished = content.endswith(b"\n")
    room = (end + len(rest)) // PAGE * PAGE
    if count == 0 or (not finished and end + len(content) >= room):
        return Tail("damaged")
    if TAIL.startswith(content):
        return Tail("torn")
    return Tail("torn", content) if _unfinished(content, end, count) else Tail("damaged")


def _unfinished(content: bytes, end: int, count: int) -> bool:
    """Whether `content` can be what is left of one entry that was never wholly written."""
    first, *others = _HOLE.split(content, maxsplit=1)
    new = b"\n" + opening(count + 1)
    if content.startswith(TAIL) or first in (new[:2] + TAIL[2:], new[:3] + TAIL[3:]):
        return _pieces(content[len(TAIL) :])
    incomplete = bool(others) or b"\n" not in content[1:]
    if _same_start(first, new):
        return incomplete and _pieces(content[1:])
    for kept in (2, 3):
        if _same_start(first, TAIL[:kept] + new[kept:]):
            return (incomplete or (end + kept) % SECTOR == 0) and _pieces(content[1:])
    return False


def _pieces(content: bytes) -> bool:
    return _PIECES.fullmatch(_HOLE.sub(b"", content)) is not None


def _same_start(one: bytes, other: bytes) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]
