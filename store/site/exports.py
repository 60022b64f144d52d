"""What Stepward writes for people to take away: new files in one folder, never elsewhere, never over another.

The folder is `exports` beside the ledger, or the one that the configuration names. A person at a screen gives
no path, so that whoever may use Stepward alone, over a forced command for instance, reaches no other file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from store.errors import LedgerError
from store.files.folders import make_like
from store.files.platform import this_disk
from store.location.config import LocationFault
from store.location.settings import exports_folder
from store.location.where import Where
from store.site.local_files import local_file, local_folder

FOLDER = "exports"
"""The name of the folder, beside the ledger."""

LONGEST_NAME = 60
"""Characters kept of a name; what follows is left out."""


class ExportFault(LedgerError):
    """The file cannot be written; the message says why and what to do."""


def export(ledger: Where, name: str, suffix: str, content: str | bytes) -> Path:
    """Write `content` as a new file in the exports folder of `ledger`; its path, once it is on the disk.

    `name` becomes a plain file name, with a number where that is taken. Whoever may read the folder may read
    the file: it has the folder's owner, group and rights, which are those of the ledger's own folder, or of
    the one that is configured. ExportFault where that cannot be done.
    """
    try:
        named = exports_folder()
    except LocationFault as fault:
        raise ExportFault(str(fault)) from fault
    folder = named or local_file(ledger).parent / FOLDER
    if folder.is_symlink():
        raise ExportFault(f"{folder} leads elsewhere. Put a real folder in its place.")
    try:
        if not folder.is_dir():
            if named:
                raise ExportFault(f"There is no folder {folder}. Whoever looks after the computer makes it.")
            make_like(folder, local_folder(ledger))
        return _write_new(folder, plain_name(name), suffix, content)
    except OSError as error:
        raise ExportFault(f"Nothing was written to {folder}: {error.strerror}.") from error


def plain_name(name: str) -> str:
    """`name` in letters, digits and hyphens: no path, no hidden file, nothing a shell or a system minds."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name)[:LONGEST_NAME].strip("-") or "export"


def write_new(path: Path, content: str | bytes) -> None:
    """Write a new file, text as UTF-8, down to the disk. FileExistsError when it is there."""
    write_parts(path, [content.encode("utf-8") if isinstance(content, str) else content])


def write_parts(path: Path, parts: Iterable[bytes], like: Path | None = None) -> None:
    """Write a new file in parts, down to the disk, whole or not at all. FileExistsError if it is there.

    Those may read it who may use `like`, a folder; without one it is this account's.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o660)
    try:
        with os.fdopen(handle, "wb") as file:
            if like is not None:
                this_disk().share_like(file.fileno(), like)
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write_new(folder: Path, name: str, suffix: str, content: str | bytes) -> Path:
    for number in count(1):
        path = folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            write_parts(path, [content.encode("utf-8") if isinstance(content, str) else content], like=folder)
        except FileExistsError:
            continue
        return path
    raise AssertionError("there is always another number")
