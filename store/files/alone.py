"""What one process does at a time with a ledger, such as a restore. Whoever dies in it keeps nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.files.disk import Disk


@contextmanager
def alone(disk: Disk, mark: Path) -> Iterator[bool]:
    """Have the lock of the file `mark`, which is made and taken away again; False while another has it."""
    file = _locked(disk, mark)
    if file is None:
        yield False
        return
    try:
        yield True
    finally:
        with suppress(OSError):
            disk.remove(mark)  # While it is locked: whoever opened it meanwhile sees that its name is gone.
        disk.close(file)


def _locked(disk: Disk, mark: Path) -> int | None:
    while True:
        try:
            file = disk.create(mark)
            disk.share_like(file, mark.parent)
        except FileExistsError:
            try:
                file = disk.open(mark, write=False)
            except FileNotFoundError:
                continue
        if not disk.try_lock(file, False):
            disk.close(file)
            return None
        if disk.is_named(file, mark):
            return file
        disk.close(file)
