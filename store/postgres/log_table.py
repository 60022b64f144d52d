"""One file of a ledger in a database: its lines are kept in memory, what is new comes by the connection.

The same bytes as in a file on a disk, and the same hashes: what is read is checked as it would be there.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator

from store.errors import NotSaved, Replaced
from store.location.database_url import Database
from store.log import layout
from store.log.interface import Listener
from store.log.tail import Tail
from store.postgres.connection import Connection, Row
from store.postgres.transaction import read_rows, write_rows


class LogTable:
    """The lines of one file, read up to entry `count`, which has hash `head`."""

    def __init__(self, connection: Connection, path: Database, listener: Listener) -> None:
        """FileNotFoundError when the ledger has no such file."""
        self.path, self.count, self.head, self.base = path, 0, b"", 0
        self._connection, self._tell = connection, listener
        self._lines: list[bytes] = []
        self._swap = threading.Lock()
        self._arrived: list[Row] | None = None
        self._wrong, self._before = False, b""
        found = connection.read("SELECT number FROM {}.entries WHERE file = %s", [path.name])
        if not found:
            raise FileNotFoundError(2, "There is no such file", str(path))
        self._first = int(found[0][0])

    @property
    def sure(self) -> bool:
        """Whether it is known what became of every entry."""
        return not self._connection.in_doubt

    def is_ledger(self) -> bool:
        """Whether there is anything; the rest is for the chain to say."""
        return True

    def first_line(self) -> bytes:
        """The line of the first entry."""
        (first,) = read_rows(self._connection, self._first, limit=1)
        return self._line(first)

    def go_on_from(self, number: int, digest: bytes) -> None:
        """Before anything is read: the first entry follows entry `number` with that hash."""
        self.base = self.count = number
        self.head = self._before = digest

    def recall(self) -> list[array[int]]:
        """Nothing: the lines are in memory and have to be read."""
        return []

    def remember(self, owners: list[array[int]]) -> None:
        """Not needed."""

    def arrive(self, rows: list[Row]) -> None:
        """Rows that were just read, from the last entry on that was known here."""
        with self._swap:
            self._arrived = rows

    def follow(self) -> None:
        """Take in what has arrived; the first time, ask for all there is."""
        if self.count == self.base:
            rows = read_rows(self._connection, self.count + 1)
        else:
            with self._swap:
                rows, self._arrived = self._new(), None
        for end, row in enumerate(rows):
            if row.file is not None and row.number > self.base + 1:
                del rows[end:]  # There the next file begins.
                break
        self._wrong = not self._take(rows)

    def _new(self) -> list[Row]:
        """What has arrived and is new. Replaced when the last entry is not where it was read."""
        if self._arrived is None:
            return []
        if (self.count, self.head) not in [(row.number, row.digest) for row in self._arrived]:
            raise Replaced(self.path)
        return [row for row in self._arrived if row.number > self.count]

    def _take(self, rows: list[Row]) -> bool:
        """Take in the good lines; whether all are good."""
        lines = [self._line(row) for row in rows]
        good, head = layout.check_lines(lines, self.count, self.head, self.base)
        if good:
            self._tell(self.count + 1, lines[:good])
            self._lines += lines[:good]
            self.count, self.head = self.count + good, head
        return good == len(rows)

    def _line(self, row: Row) -> bytes:
        whole = row.body.startswith(b"{") and b"\n" not in row.body
        return layout.line_of(row.number, row.digest, row.body, self.base) if whole else b""

    def moved_on(self) -> bool:
        """Whether there is anything new, or anything wrong."""
        with self._swap:
            new = self._new()
        return self._wrong or bool(new and new[0].file is None)

    def is_unchanged(self) -> bool:
        """Whether it is known that nothing is new and nothing wrong."""
        return not self.moved_on()

    def is_in_place(self) -> bool:
        """Whether it is still the same is seen with each look at what is new."""
        return True

    def remembers(self) -> bool:
        """Whether the last entry still stands where it was read."""
        rows = read_rows(self._connection, self.count, limit=1)
        return [row.digest for row in rows if row.number == self.count] == [self.head]

    def settle(self) -> None:
        """What can be read from a database is kept there."""

    def tail(self) -> Tail:
        """A database keeps whole entries or none: what is there and not good is damage."""
        return Tail("damaged") if self._wrong else Tail("clean")

    def repair(self, tail: Tail) -> None:
        """Nothing is ever left unfinished."""

    def write(self, body: bytes) -> bytes:
        """Insert and commit one entry. NotSaved when it is not kept, Outrun when something came first."""
        digest = layout.hash_of(self.head, body)
        line = layout.line_of(self.count + 1, digest, body)
        if len(line) > layout.LONGEST - 8:
            raise NotSaved(layout.too_long(len(line)))
        write_rows(self._connection, [Row(self.count + 1, digest, body)])
        return line

    def accept(self, line: bytes) -> None:
        """Take a line that was written into memory."""
        self._lines.append(line)
        self._arrived = None
        self.count, self.head = self.count + 1, layout.digest_of(self.count + 1, line)

    def spare(self) -> bool:
        """How much room the database has is for those to watch who look after it."""
        return True

    def line(self, number: int) -> bytes:
        """The line of entry `number`."""
        return self._lines[number - self.base - 1]

    def lines(self, after: int) -> Iterator[tuple[int, bytes]]:
        """Every line behind entry `after`, with its number."""
        first = max(after, self.base) + 1
        yield from enumerate(self._lines[first - self.base - 1 :], first)

    def copy(self) -> Iterator[bytes]:
        """The parts of a file on a disk with all entries read so far."""
        bodies = (layout.body_of(number, line) for number, line in self.lines(self.base))
        return layout.parts(bodies, self.base, self._before)

    def close(self) -> None:
        """The connection is closed by whoever opened it."""
