"""What a session asks of the host: one packet of JSON, and with it the terminal and the folder it stands in.

The packet says what a program gets at its start and a fork does not: environment, umask, how its streams are
encoded. Descriptors are the three streams and the folder, handed over by the kernel (SCM_RIGHTS).
"""

from __future__ import annotations

import os
import socket

import msgspec

from tui.hosting.wire import LARGEST, STREAMS


class Stream(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a standard stream is encoded."""

    encoding: str
    errors: str


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent."""

    identity: str
    ledger: str
    only: str | None
    """The initials of the one person the session is for; None for everybody. See --as."""
    lock_after: str | None
    mouse: bool
    """Whether --mouse was given."""
    environ: dict[str, str]
    umask: int
    streams: tuple[Stream, Stream, Stream]


class Unfit(Exception):
    """What was asked is nothing that a host does."""


def receive(connection: socket.socket) -> tuple[Request, list[int]]:
    """One request and its descriptors. Unfit where it is none, OSError where nothing comes in time."""
    data, handles, flags, _ = socket.recv_fds(connection, LARGEST, STREAMS + 1)
    try:
        if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            raise Unfit("It is too large.")
        if len(handles) != STREAMS + 1 or not all(os.isatty(handle) for handle in handles[:STREAMS]):
            raise Unfit("There is no terminal with it.")
        return msgspec.json.decode(data, type=Request), handles
    except (Unfit, ValueError, RecursionError) as error:
        for handle in handles:
            os.close(handle)
        raise error if isinstance(error, Unfit) else Unfit(str(error)) from error
