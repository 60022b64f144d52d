"""The ledger file: opened with one pass, followed, and written at its end with one write and one sync.

It knows lines and hashes, not what the entries mean.
"""

from __future__ import annotations

import contextlib
import errno
import os
from array import array
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from store.errors import NotSaved, Unreadable, cause
from store.files.disk import Disk, write_all, write_new
from store.files.read_before import ReadBefore
from store.log import layout
from store.log.interface import Listener
from store.log.tail import Tail, judge

_CHUNK = 1024 * 1024


class LogFile:
    """An open ledger file, read up to entry `count`, which ends at offset `end` and has hash `head`.

    Whoever calls anything that writes holds the lock.
    """

    def __init__(
        self, disk: Disk, path: Path, write: bool, listener: Listener, before: ReadBefore | None = None
    ) -> None:
        self.path, self.count, self.head, self.end = path, 0, b"", len(layout.HEAD)
        self.base = 0
        self._disk, self._tell = disk, listener
        self._file = disk.open(path, write)
        self._starts = array("Q")
        self._room = 0
        self._unsure = False
        self._before, self._first = before, before
        """What was read of it before, and the same as long as it is read for the first time."""

    def _read(self, count: int, offset: int) -> bytes:
        try:
            return self._disk.read(self._file, count, offset)
        except OSError as error:
            raise Unreadable(self.path, cause(error)) from error

    @property
    def sure(self) -> bool:
        """Whether every write that failed was undone."""
        return not self._unsure

    def is_ledger(self) -> bool:
        """Whether the file begins as every ledger does."""
        return self._read(len(layout.HEAD), 0) == layout.HEAD

    def first_line(self) -> bytes:
        """The line of the first entry, b"" when there is none."""
        size = layout.PAGE
        while True:
            part = self._read(size, len(layout.HEAD))
            before, _, rest = part.partition(b"\n")
            line, found, _ = rest.partition(b"\n")
            if found or len(part) < size:
                return line if found and not before else b""
            size *= 4

    def go_on_from(self, number: int, digest: bytes) -> None:
        """Before anything is read: the first entry follows entry `number` with that hash in an older file."""
        self.base = self.count = number
        self.head = digest

    def close(self) -> None:
        """Close the descriptor."""
        self._disk.close(self._file)

    def reopen(self) -> None:
        """In a process that was forked from the one that opened it: get a descriptor of its own. OSError."""
        inherited, self._file = self._file, self._disk.open(self.path, write=True)
        self._disk.close(inherited)
        self._room, self._unsure = 0, False

    def moved_on(self) -> bool:
        """Whether the file no longer ends where it was last read: four bytes tell."""
        return self._read(len(layout.TAIL), self.end) != layout.TAIL

    def is_unchanged(self) -> bool:
        """Whether it is in place and ends where it was last read: one look at its name, one at its end."""
        if not self._disk.is_named(self._file, self.path):
            return False
        start = self._starts[-1]
        end = self._read(self.end + len(layout.TAIL) - start, start)
        return layout.digest_of(self.count, end) == self.head and end[self.end - start :] == layout.TAIL

    def is_in_place(self) -> bool:
        """Whether this is still the file under its name, and no other was copied over it."""
        return self._disk.is_named(self._file, self.path) and self.remembers()

    def remembers(self) -> bool:
        """Whether the last entry still stands where it was read."""
        return layout.digest_of(self.count, self.line(self.count)) == self.head

    def settle(self) -> None:
        """Make what was read safe to build on: bring it to the medium, and learn how much room there is."""
        self._disk.sync(self._file)
        self._room = self._disk.size(self._file)

    def recall(self) -> list[array[int]]:
        """Before anything is read: take as read what was read before and is the same to the last byte.

        Gives the numbers of each patient's entries in it, nothing where there is none.
        """
        if self._first is None:
            return []
        found = self._first.recalled(self.base)
        if found is None or not self._first.is_same(found, self._bytes(0, found.end)):
            self._first.begin(layout.HEAD)
            return []
        self.count, self.head, self.end, self._starts = found.last, found.head, found.end, found.starts
        return found.owners

    def remember(self, owners: list[array[int]]) -> None:
        """Keep what was read first, with the numbers of each patient's entries, for `recall`."""
        if self._before is not None:
            self._before.keep(self._starts, owners)

    def follow(self) -> None:
        """Read the good lines behind `end` and tell the listener."""
        self._follow()
        if self._first is not None:
            self._first.reached(self.base, self.count, self.end, self.head)
            self._first = None

    def _follow(self) -> None:
        size = layout.PAGE if self.count else _CHUNK
        while True:
            part = self._read(size, self.end)
            lines = part.split(b"\n")[1:-1]
            ended = layout.END_LINE in lines
            if ended:
                del lines[lines.index(layout.END_LINE) :]
            before = self.end
            good = self._take(lines)
            if self._first is not None:
                self._first.go_on(part[: self.end - before])
            if ended or good < len(lines) or len(part) < size:
                return
            size = min(size * 4, _CHUNK) if good else size * 4

    def _take(self, lines: list[bytes]) -> int:
        good, head = layout.check_lines(lines, self.count, self.head, self.base)
        if good:
            self._tell(self.count + 1, lines[:good])
            self._advance(lines[:good], head)
        return good

    def _advance(self, lines: list[bytes], head: bytes) -> None:
        for line in lines:
            self._starts.append(self.end + 1)
            self.end += 1 + len(line)
        self.count += len(lines)
        self.head = head

    def tail(self) -> Tail:
        """Judge what stands behind the last good line, taking in a line that only lacks its line feed."""
        rest = self._rest()
        if rest is None or self.count == self.base:
            return Tail("damaged")
        line = rest[1:].split(b"\n")[0].rstrip(b" \0")
        if rest[:1] != b"\n":
            return Tail("damaged")
        if line != layout.END_LINE and self._take([line]):
            rest = rest[1 + len(line) :]
        return judge(rest, self.end, self.count)

    def _rest(self) -> bytes | None:
        """All bytes behind `end`; None when there are more than one entry and its blanks could be."""
        most = layout.LONGEST + 2 * layout.AHEAD + 2 * layout.PAGE
        rest = self._read(most + 1, self.end)
        return rest if len(rest) <= most else None

    def repair(self, tail: Tail) -> Path | None:
        """Put the end right behind the last good line. Gives the file beside it with what was taken away."""
        beside = None
        if tail.removed:
            name = sha256(self.head + tail.removed).hexdigest()[:8]
            beside = self.path.with_name(f"{self.path.name}.unfinished-{self.count + 1}-{name}")
            with contextlib.suppress(FileExistsError):
                write_new(self._disk, beside, [tail.removed], self.path)
        write_all(self._disk, self._file, layout.TAIL.ljust(tail.length), self.end)
        self.settle()
        return beside

    def write(self, body: bytes) -> bytes:
        """Put one entry on the medium: one write, one sync. Gives its line, for `accept`.

        NotSaved when it is not there; then the file's end was put back as it was.
        """
        digest = layout.hash_of(self.head, body)
        line = layout.line_of(self.count + 1, digest, body)
        data = b"\n" + line + layout.TAIL
        if len(data) > layout.LONGEST:
            raise NotSaved(layout.too_long(len(data)))
        try:
            if self._unsure:
                self._put_back(layout.LONGEST)
            if self.end + len(data) >= self._room:
                self._make_room(len(data))
        except OSError as error:
            raise NotSaved(cause(error)) from error
        try:
            if self._disk.write(self._file, data, self.end) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._disk.sync(self._file)
        except OSError as error:
            self._undo(len(data), error)
        return line

    def accept(self, line: bytes) -> None:
        """Take a line that was written into memory."""
        self._advance([line], layout.digest_of(self.count + 1, line))

    def _undo(self, length: int, error: OSError) -> None:
        self._unsure = True
        try:
            self._put_back(length)
        except OSError as second:
            raise NotSaved(cause(second), certain=False) from error
        raise NotSaved(cause(error)) from error

    def _put_back(self, length: int) -> None:
        """Write the end again as it was before a write that failed, and be sure of it."""
        length = min(length, max(self._room - self.end, len(layout.TAIL)))
        write_all(self._disk, self._file, layout.TAIL.ljust(length), self.end)
        self._disk.sync(self._file)
        self._unsure = False

    def _make_room(self, length: int) -> None:
        """Set blanks aside behind what there is, for an entry of `length` bytes and those after it."""
        size = self._disk.size(self._file)
        wanted = layout.padded(self.end + length, layout.AHEAD)
        write_all(self._disk, self._file, b" " * (wanted - size), size)
        self.settle()

    def spare(self) -> bool:
        """Set blanks aside in good time; whether that went well."""
        if self._room - self.end < layout.AHEAD // 2:
            try:
                self._make_room(0)
            except OSError:
                return False
        return True

    def copy(self) -> Iterator[bytes]:
        """The parts of a file of its own with all entries read so far, without what others add meanwhile."""
        yield from self.parts(0)
        yield layout.TAIL.ljust(layout.padded(self.end, layout.AHEAD) - self.end)

    def parts(self, begin: int) -> Iterator[bytes]:
        """The bytes from offset `begin` to the end of the last entry read so far."""
        yield from self._bytes(begin, self.end)

    def _bytes(self, begin: int, end: int) -> Iterator[bytes]:
        for start in range(begin, end, _CHUNK):
            yield self._read(min(_CHUNK, end - start), start)

    def line(self, number: int) -> bytes:
        """The line of entry `number`."""
        start = self._starts[number - self.base - 1]
        stop = self._starts[number - self.base] - 1 if number < self.count else self.end
        return self._read(stop - start, start)

    def lines(self, after: int) -> Iterator[tuple[int, bytes]]:
        """Every line of this file behind entry `after`, with its number, read in large parts."""
        number = max(after, self.base) + 1
        while number <= self.count:
            start = self._starts[number - self.base - 1]
            part = self._read(_CHUNK, start)[: self.end - start]
            whole = part.split(b"\n")
            if start + len(part) < self.end:
                whole.pop()
            if not whole:
                yield number, self.line(number)
                number += 1
            for line in whole:
                yield number, line
                number += 1
