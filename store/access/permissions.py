"""Whether the ledger's folder lets those read and write who should: said in words, changed by nobody."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def sharing_faults(ledger: Path) -> list[str]:
    """What is wrong with the rights of `ledger` and its folder, each with the command that puts it right."""
    if sys.platform == "win32":
        return []
    folder = ledger.parent
    try:
        around, here = folder.stat(), ledger.stat()
    except OSError:
        return []
    return [*_to_others(ledger, around, here), *_in_group(ledger, around, here)]


def _to_others(ledger: Path, around: os.stat_result, here: os.stat_result) -> list[str]:
    """Everybody with an account on this computer reaches what a folder on the way does not close off."""
    reachable = all(_mode(parent) & stat.S_IXOTH for parent in ledger.parent.parents)
    if not reachable or not around.st_mode & stat.S_IXOTH:
        return []
    told = []
    if here.st_mode & (stat.S_IROTH | stat.S_IWOTH):
        told.append(
            f"Everybody on this computer can read the patients' records in {ledger}. "
            f"Whoever looks after it types: chmod o-rwx {ledger}"
        )
    if around.st_mode & stat.S_IWOTH and not around.st_mode & stat.S_ISVTX:
        told.append(
            f"Everybody on this computer can take {ledger} away. "
            f"Whoever looks after it types: chmod o-rwx {ledger.parent}"
        )
    return told


def _in_group(ledger: Path, around: os.stat_result, here: os.stat_result) -> list[str]:
    """A folder that a group may write is shared: then the group has to be able to write all that is in it."""
    if not around.st_mode & stat.S_IWGRP:
        return []
    told = []
    if not around.st_mode & stat.S_ISGID:
        told.append(
            f"New files in {ledger.parent} would not belong to the group that shares it. "
            f"Whoever looks after it types: chmod g+s {ledger.parent}"
        )
    writable = here.st_mode & stat.S_IRGRP and here.st_mode & stat.S_IWGRP
    if not writable or here.st_gid != around.st_gid:
        told.append(
            f"Colleagues who share {ledger.parent} cannot record in {ledger.name}. "
            f"Whoever looks after it types: chgrp --reference={ledger.parent} {ledger} && chmod g+rw {ledger}"
        )
    return told


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0
