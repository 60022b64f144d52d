"""How the entries lie in the file: pure functions on bytes.

    {"entries":{
     "1":{"h":"<sha256>",<rest of the body>}
    ,"2":{"h":"<sha256>",<rest of the body>}
    }}
    <blanks up to the size set aside>

A body is one JSON object on one line of ASCII, without two blanks in a row. The comma leads, so that
the byte that ends an entry is never written again. h is the SHA-256 of the h before and the body.
A file that goes on from an older one goes on with its numbers and its hashes: `base` is the number of
the older file's last entry, 0 in the first file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

HEAD = b'{"entries":{'
TAIL = b"\n}}\n"
END_LINE = b"}}"
PAGE = 4096
"""The size of the file is a multiple of this."""

_HASHED = 66
"""Length of the hash in hex, its quote and the comma."""


_NUMBERED = re.compile(rb'[ ,]"([1-9][0-9]{0,8})":\{"h":"')


def opening(number: int, base: int = 0) -> bytes:
    """What stands on the line of entry `number` before its hash."""
    return b'%s"%d":{"h":"' % (b"," if number > base + 1 else b" ", number)


def number_on(line: bytes) -> int:
    """The number that a line gives its entry, 0 when it is no line of an entry."""
    found = _NUMBERED.match(line)
    return int(found[1]) if found else 0


def hash_of(before: bytes, body: bytes) -> bytes:
    """The hash, in hex, of an entry's body that follows the hash `before`."""
    return sha256(before + body).hexdigest().encode()


def line_of(number: int, digest: bytes, body: bytes, base: int = 0) -> bytes:
    """The whole line of an entry, without its line feed."""
    return opening(number, base) + digest + b'",' + body[1:]


def body_of(number: int, line: bytes) -> bytes:
    """The body as it was when it was hashed."""
    return b"{" + line[len(opening(number)) + _HASHED :]


def document_of(number: int, line: bytes) -> bytes:
    """The JSON object that TinyDB finds under the entry's number, hash included."""
    return b'{"h":"' + line[len(opening(number)) :]


def digest_of(number: int, line: bytes) -> bytes:
    """The hash, in hex, that stands on the line."""
    start = len(opening(number))
    return line[start : start + _HASHED - 2]


def check_lines(lines: list[bytes], count: int, head: bytes, base: int = 0) -> tuple[int, bytes]:
    """How many of `lines`, which follow entry `count` with hash `head`, are good; and the last good hash."""
    good = 0
    for number, line in enumerate(lines, count + 1):
        start = opening(number, base)
        cut = len(start) + _HASHED
        digest = sha256(head + b"{" + line[cut:]).hexdigest().encode()
        if line[:cut] != start + digest + b'",':
            break
        head = digest
        good += 1
    return good, head


def padded(used: int, least: int) -> int:
    """The size, in whole pages, of a file with `used` bytes and at least `least` blanks behind them."""
    return -(-(used + least) // PAGE) * PAGE


AHEAD = 64 * 1024
"""Blanks set aside at a time, so that a commit need not make the file longer."""


LONGEST = 4 * 1024 * 1024
"""Bytes one entry may have: room for a patient's record of some 8,000 entries, which is imported as one."""


def parts(bodies: Iterable[bytes], base: int = 0, head: bytes = b"") -> Iterator[bytes]:
    """The parts of a ledger file whose first entry follows entry `base` of hash `head`."""
    yield HEAD
    length = len(HEAD)
    for number, body in enumerate(bodies, base + 1):
        head = hash_of(head, body)
        part = b"\n" + line_of(number, head, body, base)
        length += len(part)
        yield part
    yield TAIL.ljust(padded(length, AHEAD) - length)


def too_long(length: int) -> str:
    """What is said of an entry that is longer than any may be."""
    return f"It is too long: {length:,} bytes, at most {LONGEST:,} can be kept. Shorten it."
