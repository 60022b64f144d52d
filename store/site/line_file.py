"""A file of JSON lines beside the ledger that only grows: who looked at what, what a server answered.

Each line is one write at the file's end, so that many sessions share it and a crash takes nothing away that
was written before. Owner, group and rights are the ledger's.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import suppress

from store.files.platform import this_disk
from store.location.regular_file import open_regular
from store.location.where import Where
from store.site.local_files import local_file, local_folder


class LineFile:
    """The file `ward.NAME.jsonl` of the ledger at `place`; of one in a database, this account's part."""

    def __init__(self, place: Where, name: str) -> None:
        self.ledger = ledger = local_file(place)
        self._place = place
        self.path = ledger.with_name(f"{ledger.stem}.{name}.jsonl")

    def add(self, line: bytes, *, sync: bool = False) -> None:
        """Put a line at the end. OSError when it could not be kept whole."""
        local_folder(self._place)
        file = self._open()
        try:
            # The line feed comes first, so that a line which a full disk cut off spoils no other.
            data = b"\n" + line
            if os.write(file, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if sync:
                this_disk().sync(file)
        finally:
            os.close(file)

    def touch(self) -> None:
        """Make the file where there is none. OSError when that fails."""
        local_folder(self._place)
        os.close(self._open())

    def lines(self) -> Iterator[bytes]:
        """Every line, the oldest first. OSError when the file cannot be read; nothing where there is none."""
        try:
            lines = os.fdopen(open_regular(self.path, os.O_RDONLY), "rb")
        except FileNotFoundError:
            return
        with lines:
            yield from (line for line in lines if line.strip())

    def _open(self) -> int:
        try:
            return open_regular(self.path, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            file = open_regular(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            with suppress(OSError):  # Somebody else made it a moment ago, and gave it these rights.
                this_disk().share_like(file, self.ledger)
            return file
