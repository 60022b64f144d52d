"""What lies beside a ledger goes with its backup: the site's own protocols, its settings, the access record.

A folder beside the copy, named as it is with `.site`. Brought back to another account or computer, what is
there already stays: nothing is written over. What differs is put beside it under another name, and said.
Whoever can write where backups lie can put anything into such a folder: links in it lead nowhere, and of the
settings only those come back that run no program and name no place.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from store.access.account import is_system_administrator
from store.errors import NotCopied, cause, disk_errors
from store.files.folders import make_like
from store.files.overwriting import write_over
from store.files.platform import this_disk
from store.location.config import LocationFault, configuration_files, private_folder
from store.location.regular_file import read_regular
from store.location.where import Where
from store.maintenance.backup import NotRemoved
from store.maintenance.site_settings import harmless
from store.site.access_log import AccessRecord
from store.site.exports import write_parts
from store.site.library import site_folder
from store.site.local_files import local_folder

ENDING = ".site"
PROTOCOLS, SETTINGS, ACCESS = "protocols", "config.toml", "access.jsonl"
BESIDE = ".from-backup"
"""Ends the name of what came from a backup and is otherwise here: no protocol file is called so."""


def folder_of(copy: Path, number: int = 1) -> Path:
    """The folder that goes with the backup `copy`; with a number where others were made since."""
    name = copy.name.removesuffix(".json") + ("" if number == 1 else f"-{number}")
    return copy.with_name(name + ENDING)


def newest_for(copy: Path) -> Path | None:
    """The newest folder that goes with the backup, None where there is none."""
    found = None
    for number in count(1):
        if not folder_of(copy, number).is_dir():
            return found
        found = folder_of(copy, number)
    return found


def carry(ledger: Where, copy: Path) -> Path | None:
    """Put what lies beside `ledger` into a folder beside its backup `copy`: that folder, None where there is
    nothing. Where the newest one there is the same, no other is made; nor where only the access record has
    grown, which grows in it. NotCopied, in words.
    """
    with disk_errors(lambda why: NotCopied(copy, why)):
        files = {name: path.read_bytes() for name, path in _files(ledger)}
        if not files:
            return None
        last = newest_for(copy)
        if last is not None and _holds(last, files):
            return last
        folder = next(folder_of(copy, number) for number in count(1) if not folder_of(copy, number).exists())
        _write(folder, files)
    return folder


def _holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether the folder has these files, its access record brought up to date where that went on."""
    there = _read(folder)
    before, now = there.pop(ACCESS, b""), files.get(ACCESS, b"")
    if there != {name: content for name, content in files.items() if name != ACCESS}:
        return False
    if now != before and now.startswith(before):
        write_over(folder / ACCESS, now, 0o600)
        this_disk().sync_folder(folder)
    return now.startswith(before)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into a new folder, down to the disk: all of them, or there is no such folder."""
    part = Path(mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        for name, content in files.items():
            place = part / name
            place.parent.mkdir(mode=0o700, exist_ok=True)
            write_parts(place, [content])
            place.chmod(0o600)
        for written in (part / PROTOCOLS, part):
            if written.is_dir():
                this_disk().sync_folder(written)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    this_disk().sync_folder(folder.parent)


def bring(copy: Path, ledger: Where) -> list[str]:
    """Put what goes with the backup `copy` beside `ledger`, and say of each what became of it.

    Of a backup of several files `copy` is one of them: what goes with it lies beside their folder. One that
    cannot be put there keeps none of the others away. NotCopied where they cannot be read.
    """
    copy = copy.absolute()
    folder = newest_for(copy) or (newest_for(copy.parent) if copy.parent.name else None)
    if folder is None:
        return []
    with disk_errors(lambda why: NotCopied(folder, why)):
        files = sorted(_read(folder).items())
    said = []
    for name, content in files:
        try:
            said.append(_settings(content, folder) if name == SETTINGS else _put(name, content, ledger))
        except (OSError, LocationFault) as error:
            why = cause(error) if isinstance(error, OSError) else str(error)
            said.append(f"{_place(name, ledger)}: not brought back. {why} It lies in {folder}.")
    return said


def _files(ledger: Where) -> Iterator[tuple[str, Path]]:
    """What there is beside the ledger, by its name in the folder."""
    protocols = site_folder(ledger)
    for path in sorted(protocols.glob("*.toml")) if protocols.is_dir() else ():
        if path.is_file():
            yield f"{PROTOCOLS}/{path.name}", path
    own = next((path for path in configuration_files() if path.is_file()), None)
    if own is not None:
        yield SETTINGS, own
    access = AccessRecord(ledger).path
    if access.is_file():
        yield ACCESS, access


def _read(folder: Path) -> dict[str, bytes]:
    """The files of such a folder; anything else in it, links too, is not there."""
    protocols = folder / PROTOCOLS
    found = [] if protocols.is_symlink() else sorted(protocols.glob("*.toml"))
    return {
        path.relative_to(folder).as_posix(): read_regular(path)
        for path in (folder / ACCESS, folder / SETTINGS, *found)
        if path.is_file() and not path.is_symlink()
    }


def _place(name: str, ledger: Where) -> Path:
    if name == SETTINGS:
        return _settings_place()
    if name == ACCESS:
        return AccessRecord(ledger).path
    return site_folder(ledger) / Path(name).name


def _settings_place() -> Path:
    """The configuration file of the computer for who administers it, for others that of their account."""
    return [*configuration_files()][-1 if is_system_administrator() else 0]


def _settings(content: bytes, folder: Path) -> str:
    """Write the settings that do no harm where this account has none yet; what was done, in words."""
    for place in configuration_files():
        with suppress(OSError):
            if read_regular(place) == content:
                return _SAME.format(place)
    place = _settings_place()
    kept, left_out = harmless(content)
    said = "" if left_out else f"{place}: nothing is set in that of the backup."
    if kept:
        private_folder(place.parent)
        new = not place.exists()
        said = _written(place, kept.encode(), place.parent)
        if new:
            place.chmod(0o644)  # Of the whole computer, for every account: there is nothing to hide in them.
    if not left_out:
        return said
    names, why = ", ".join(left_out), "they run a program, name a place, or hide something"
    return (
        f"{said or f'{place}: not brought back.'} Left out: {names}: {why}. "
        f"Read {folder / SETTINGS}, and write into the configuration what is right."
    )


def _put(name: str, content: bytes, ledger: Where) -> str:
    """Write one of them where it belongs, unless something else is there; what was done, in words."""
    place = _place(name, ledger)
    if not place.parent.is_dir():
        make_like(place.parent, local_folder(ledger))
    return _written(place, content, place.parent)


_SAME = "{}: it is here already, the same."


def _written(place: Path, content: bytes, like: Path) -> str:
    if not place.exists():
        write_parts(place, [content], like=like)
        return f"{place}: brought back."
    if place.read_bytes() == content:
        return _SAME.format(place)
    beside = _beside(place, content)
    if not beside.exists():
        write_parts(beside, [content], like=like)
    return f"{place}: another one is here and stays. The backup's is {beside.name}: compare the two."


def _beside(place: Path, content: bytes) -> Path:
    """A name beside `place` that is free, or that has the same content already."""
    for number in count(1):
        path = place.with_name(f"{place.name}{BESIDE}{'' if number == 1 else f'-{number}'}")
        if not path.exists() or path.read_bytes() == content:
            return path
    raise AssertionError("there is always another number")


def leave(copy: Path) -> None:
    """Take away what goes with a backup that was taken away. NotRemoved, in words."""
    while (folder := newest_for(copy)) is not None:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise NotRemoved(f"{folder}, of an older backup, is still there. {cause(error)}") from error
