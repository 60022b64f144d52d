"""Accounts of the computer that exist only for one SSH server of the tests: nothing of the machine changes.

The server runs in a mount namespace in which other files lie over /etc/passwd, /etc/group and
/etc/shadow. That needs root on Linux.
"""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.tui.helpers.terminal import ROOT

GROUP, GROUP_ID = "ward3", 41000


@dataclass(frozen=True)
class Account:
    """An account with a shell; a member of the group that shares the ward's folder, or not."""

    name: str
    number: int
    member: bool = True

    def home(self, folder: Path) -> Path:
        """Its home folder."""
        return folder / f"home-{self.name}"


def obstacle() -> str:
    """Why there can be no such accounts here, "" when there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "other accounts need root on Linux"
    if not shutil.which("unshare"):
        return "there is no unshare (util-linux)"
    return "" if ROOT.stat().st_mode & stat.S_IXOTH else f"other accounts cannot look into {ROOT}"


def namespace(folder: Path, accounts: Sequence[Account]) -> list[str]:
    """The command that starts what is written behind it where `accounts` exist. Their homes are made.

    `folder`, Python and the clone can be entered there also where a folder above them is closed.
    """
    for account in accounts:
        home = account.home(folder)
        home.mkdir(mode=0o700)
        os.chown(home, account.number, account.number)
    covers = []
    for name, lines in _files(accounts, folder).items():
        over = folder / name
        over.write_text(Path("/etc", name).read_text(encoding="utf-8") + lines, encoding="utf-8")
        over.chmod(0o640 if name == "shadow" else 0o644)
        covers.append(f"mount --bind {shlex.quote(str(over))} /etc/{name}")
    wanted = [folder, ROOT, Path(sys.prefix), Path(os.path.realpath(sys.base_prefix))]
    return ["unshare", "--mount", "sh", "-ec", "\n".join([*_opened(wanted), *covers, 'exec "$@"']), "sh"]


_ASIDE = "/mnt"
"""A folder of every Linux system, used for nothing else in the namespace."""


def _files(accounts: Sequence[Account], folder: Path) -> dict[str, str]:
    """What is added to each of the system's files."""
    members = ",".join(account.name for account in accounts if account.member)
    own = "".join(f"{account.name}:x:{account.number}:\n" for account in accounts)
    return {
        "passwd": "".join(
            f"{account.name}:x:{account.number}:{account.number}::{account.home(folder)}:/bin/sh\n"
            for account in accounts
        ),
        "group": f"{own}{GROUP}:x:{GROUP_ID}:{members}\n",
        "shadow": "".join(f"{account.name}:*:20000:0:99999:7:::\n" for account in accounts),
    }


def _opened(wanted: Sequence[Path]) -> list[str]:
    """Commands that lay an open folder over each closed one above `wanted`, with what is wanted in it."""
    hidden = {path: closed for path in wanted if (closed := _closed_above(path))}
    aside = [f"{_ASIDE}/{number}" for number in range(len(hidden))]
    paths = [shlex.quote(str(path)) for path in hidden]
    return [
        f"mount -t tmpfs none {_ASIDE}",
        *(f"mkdir {at}; mount --bind {path} {at}" for path, at in zip(paths, aside, strict=True)),
        *(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(closed))}" for closed in set(hidden.values())),
        *(f"mkdir -p {path}; mount --bind {at} {path}" for path, at in zip(paths, aside, strict=True)),
    ]


def _closed_above(path: Path) -> Path | None:
    """The topmost folder above `path` that other accounts cannot enter."""
    parents = list(path.parents)[::-1]
    return next((parent for parent in parents if not parent.stat().st_mode & stat.S_IXOTH), None)
