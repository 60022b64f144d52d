"""The bytes of a ledger file whose every entry was checked, as one hash that tells if they changed.

To check the chain of a large file takes a tenth of a second and more; to hash its bytes a tenth of that. So
one process checks the chain, and those it forks compare the bytes. Nothing of it outlives the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from store.errors import Damaged, LedgerError
from store.files.log_file import LogFile
from store.log import layout
from store.log.segment_chain import SegmentChain


def log_file(chain: SegmentChain) -> LogFile:
    """The newest file of `chain`; LedgerError where it is no file."""
    if not isinstance(chain.file, LogFile):
        raise LedgerError("Only a ledger in a file can be handed on to another process.")
    return chain.file


def sha256_of(parts: Iterable[bytes]) -> bytes:
    """The hash of all `parts` together."""
    found = sha256()
    for part in parts:
        found.update(part)
    return found.digest()


class Prefix:
    """The newest file of `chain`, as far as its bytes were checked here."""

    def __init__(self, chain: SegmentChain) -> None:
        self.chain = chain
        self._file = log_file(chain)
        self._hash, self._end = sha256(), 0
        self._count, self._head = self._file.base, b""
        continues = chain.begun.continues
        if continues is not None:
            self._head = continues.digest.encode()

    def extended(self) -> bytes:
        """Go on to the last entry that was read; the hash of all bytes. Damaged where one is wrong."""
        for line in self._lines():
            self._check(line)
        if (self._count, self._head) != (self._file.count, self._file.head):
            raise Damaged(self._file.path, self._count + 1)
        return self._hash.digest()

    def _lines(self) -> Iterator[bytes]:
        """The lines behind what was checked, whose bytes are hashed in passing."""
        if self._end == self._file.end:
            return
        first: bytes | None = layout.HEAD if self._end == 0 else b""
        parts, rest = self._file.parts(self._end), b""
        self._end = self._file.end
        for part in parts:
            self._hash.update(part)
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                if first is not None:
                    if line != first:
                        raise Damaged(self._file.path, self._count + 1)
                    first = None
                else:
                    yield line
        if first is None:
            yield rest

    def _check(self, line: bytes) -> None:
        good, self._head = layout.check_lines([line], self._count, self._head, self._file.base)
        self._count += good
        if not good:
            raise Damaged(self._file.path, self._count + 1)
