"""What stands after the last good entry: the proper end, one unfinished entry, or damage. Pure.

An entry is written over the end `TAIL` and the blanks behind it. When that is cut short, the disk
holds for each 512-byte sector either the old bytes or the new ones, or the first k new bytes; a sector
never written reads as blanks or zeros. A body has no two blanks in a row, so a long run is a hole.
At least one blank always follows within whole pages: a file that ends without it was cut.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from store.log.layout import PAGE, TAIL, opening

SECTOR = 512
_HOLE = re.compile(rb"[ \0]{256,}")
_ZEROS = re.compile(rb"\0{256,}|\0+\Z")
_PIECES = re.compile(rb"[\x20-\x7e]*(?:\n\}{0,2})?\n?")
"""What is left of one unfinished entry when its holes are taken out."""

State = Literal["clean", "torn", "damaged"]


class Tail(NamedTuple):
    """The state of the file's end."""

    state: State
    length: int = 0
    """How many bytes a repair writes again."""
    removed: bytes = b""
    """What a repair takes away of an unfinished entry."""


def judge(rest: bytes, end: int, count: int) -> Tail:
    """Judge `rest`, all bytes from offset `end` (behind good entry `count`) to the end of the file."""
    content = rest.rstrip(b" \0")
    if _ZEROS.sub(b"", rest[len(content) :]).strip(b" "):
        return Tail("damaged")
    length = len(rest) if b"\0" in rest else max(len(content), len(TAIL))
    if content == TAIL:
        return Tail("torn", length) if b"\0" in rest else Tail("clean")
    room = (end + len(rest)) // PAGE * PAGE
    if count == 0 or end + len(content) >= room:
        return Tail("damaged")
    if TAIL.startswith(content):
        return Tail("torn", length)
    return Tail("torn", length, content) if _unfinished(content, end, count) else Tail("damaged")


def _unfinished(content: bytes, end: int, count: int) -> bool:
    """Whether `content` can be what is left of one entry that was never wholly written."""
    if content.startswith(TAIL):
        return _pieces(content[len(TAIL) :])
    new = b"\n" + opening(count + 1)
    if any(byte not in either for byte, *either in zip(content, TAIL, new, strict=False)):
        return False
    rest = content[len(TAIL) :]
    first, *others = _HOLE.split(rest, maxsplit=1)
    if not (first.startswith(new[len(TAIL) :]) or new[len(TAIL) :].startswith(first)):
        return False
    if others or b"\n" not in rest:
        return _pieces(rest)
    edge = any((end + kept) % SECTOR == 0 for kept in range(1, len(TAIL)))
    return edge and not content.startswith(new) and _pieces(rest)


def _pieces(content: bytes) -> bool:
    return _PIECES.fullmatch(_HOLE.sub(b"", content)) is not None
