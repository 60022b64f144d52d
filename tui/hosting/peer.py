"""Who is at the other end of a socket, as the kernel tells it: this account with the same rights, or not."""

from __future__ import annotations

import os
import socket
import struct
from contextlib import suppress
from pathlib import Path

_CREDENTIALS = struct.Struct("3i")  # process, user, group (struct ucred)
_SEEN = ("root", "ns/mnt", "ns/user", "ns/pid", "ns/net")
"""What of the system a process can see."""

_RIGHTS = ("Uid:", "Gid:", "Groups:", "CapEff:", "CapBnd:", "NoNewPrivs:", "Seccomp:")


def is_this_account(connection: socket.socket) -> bool:
    """Whether the process that connected is of this user and group, and may do neither more nor less.

    A session must not get what its terminal's program has not: another group, a capability, a folder that is
    hidden from it.
    """
    linux: int = getattr(socket, "SO_PEERCRED", 17)
    told = connection.getsockopt(socket.SOL_SOCKET, linux, _CREDENTIALS.size)
    process, user, group = _CREDENTIALS.unpack(told)
    if (user, group) != (os.geteuid(), os.getegid()):
        return False
    try:
        return _rights(process) == _rights(os.getpid())
    except OSError:  # it has ended, or is none that may be looked at
        return False


def _rights(process: int) -> list[str]:
    place = Path(f"/proc/{process}")
    lines = (place / "status").read_text().splitlines()
    found = [line for line in lines if line.startswith(_RIGHTS)]
    found += [os.readlink(place / name) for name in _SEEN]
    with suppress(OSError):  # there is no SELinux or AppArmor
        found.append((place / "attr/current").read_text())
    return found
