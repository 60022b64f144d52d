"""A disk in memory that can lose power: what was written since the last sync may be there in part.

Sectors of 512 bytes are written whole or not at all; the size of a file may be any it had since the sync.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

SECTOR = 512
LEDGER = Path("/sim/ward.json")


def over(data: bytes, writes: list[tuple[int, bytes]]) -> bytes:
    """`data` with the writes made over it."""
    made = bytearray(data)
    for offset, part in writes:
        made.extend(bytes(max(0, offset - len(made))))
        made[offset : offset + len(part)] = part
    return bytes(made)


@dataclass
class SimFile:
    """`durable` is on the medium, `pending` was written since the last sync, `content` is what is read."""

    durable: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    content: bytes = b""

    def __post_init__(self) -> None:
        self.content = self.content or over(self.durable, self.pending)

    def write(self, offset: int, data: bytes) -> None:
        self.pending.append((offset, data))
        self.content = over(self.content, [(offset, data)])

    def sync(self) -> None:
        self.durable, self.pending = over(self.durable, self.pending), []

    def forget(self) -> None:
        """What Linux does when a sync fails: what was pending counts as written, and is not written again."""
        self.pending = []

    def copy(self) -> SimFile:
        return SimFile(self.durable, list(self.pending), self.content)


def after_power_cut(file: SimFile) -> Iterator[bytes]:
    """Every content the file can have when the power is lost now."""
    new = over(file.durable, file.pending)
    touched = sorted(
        {
            sector
            for offset, part in file.pending
            for sector in range(offset // SECTOR, (offset + len(part) - 1) // SECTOR + 1)
        }
    )
    sizes, size = {len(file.durable)}, len(file.durable)
    for offset, part in file.pending:
        size = max(size, offset + len(part))
        sizes.add(size)
    for size in sizes:
        base = file.durable.ljust(size, b"\0")[:size]
        for chosen in product((False, True), repeat=len(touched)):
            data = bytearray(base)
            for sector, written in zip(touched, chosen, strict=True):
                if written:
                    start = sector * SECTOR
                    data[start : start + SECTOR] = new[start : start + SECTOR]
            yield bytes(data[:size])


class SimDisk:
    """The seam, in memory. `before` is called with the name of each call that changes something."""

    can_wait = False
    renames_open = True
    forgetful = False
    """Whether a failed sync drops what was pending."""

    def __init__(self, content: bytes | SimFile = b"") -> None:
        ledger = content if isinstance(content, SimFile) else SimFile(content)
        self.files: dict[Path, SimFile] = {LEDGER: ledger}
        self.before: Callable[[str, Path, bytes, int], int | None] = lambda *_: None
        self._open: dict[int, tuple[Path, SimFile]] = {}
        self._next = 3

    @property
    def ledger(self) -> SimFile:
        return self.files[LEDGER]

    def open(self, path: Path, write: bool) -> int:
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return self._opened(path)

    def open_queue(self, path: Path) -> int:
        return self._opened(path)

    def create(self, path: Path) -> int:
        self.before("create", path, b"", 0)
        if path in self.files:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self.files[path] = SimFile()
        return self._opened(path)

    def _opened(self, path: Path) -> int:
        self._next += 1
        self._open[self._next] = (path, self.files[path])
        return self._next

    def close(self, file: int) -> None:
        del self._open[file]

    def size(self, file: int) -> int:
        return len(self._open[file][1].content)

    def read(self, file: int, count: int, offset: int) -> bytes:
        path, found = self._open[file]
        self.before("read", path, b"", offset)
        return found.content[offset : offset + count]

    def write(self, file: int, data: bytes, offset: int) -> int:
        path, found = self._open[file]
        taken = self.before("write", path, data, offset)
        data = data if taken is None else data[:taken]
        if data:
            found.write(offset, data)
        return len(data)

    def sync(self, file: int) -> None:
        path, found = self._open[file]
        try:
            self.before("sync", path, b"", 0)
        except OSError:
            if self.forgetful:
                found.forget()
            raise
        found.sync()

    def sync_folder(self, folder: Path) -> None:
        self.before("sync folder", folder, b"", 0)

    def publish(self, source: Path, target: Path) -> None:
        self.before("publish", target, b"", 0)
        if target in self.files:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self.files[target] = self.files.pop(source)

    def share_like(self, file: int, model: Path) -> None:
        self.before("share", self._open[file][0], b"", 0)

    def names(self, folder: Path) -> list[str]:
        return [path.name for path in self.files if path.parent == folder]

    def remove(self, path: Path) -> None:
        self.before("remove", path, b"", 0)
        if path not in self.files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        del self.files[path]

    def try_lock(self, file: int, shared: bool) -> bool:
        self.before("lock", self._open[file][0], b"", 0)
        return True

    def wait_lock(self, file: int, shared: bool) -> None:
        raise AssertionError("this lock is always free")

    def unlock(self, file: int) -> None:
        pass

    def is_named(self, file: int, path: Path) -> bool:
        return self.files.get(path) is self._open[file][1]
