"""The program at the terminal where a host runs the session: it hands its terminal over, and waits.

Signals go to the session as they come; its exit code is this program's. Whatever goes wrong before the
session has the terminal, there is none, and whoever asked starts one as if there were no host.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.location.config import find, state_folder
from tui.exit_codes import Exit
from tui.hosting.address import identity, is_served, name_of, reached
from tui.hosting.wire import CODE, GO, READY, STREAMS, send

PATIENCE = 15.0
"""Seconds to wait for a host that is busy; then the session starts without it.

Where a hundred start together it takes its turn among them, and each that gives up makes them slower: it does
five times the work.
"""

PASSED_ON = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGWINCH) if os.name == "posix" else ()
_ENDS = {signal.SIGINT: Exit.INTERRUPT, signal.SIGTERM: Exit.TERMINATED}

_LEAVE = "\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?25h\x1b[?1049l\x1b[0m\r\n"
"""Keys and pasting as usual, the cursor shown, back from the other screen: what a session does at its end."""

BROKEN = (
    "The session ended without a word. What it said was recorded is safe, and nothing is half recorded. "
    "Type stepward again."
)


def hosted(args: argparse.Namespace) -> int | None:
    """Let the host of the ledger, where there is one, run the session; its exit code, None without a host.

    LocationFault where no ledger can be meant.
    """
    place = find(args.data).ledger
    if not isinstance(place, Path) or not is_served(place.resolve()):
        return None
    return _run(place.resolve(), args)


def _run(ledger: Path, args: argparse.Namespace) -> int | None:
    with suppress(OSError), _connected(state_folder(), name_of(ledger)) as connection:
        folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            send(connection, _request(str(ledger), args), folder)
        finally:
            os.close(folder)
        if connection.recv(len(READY)) != READY:
            return None
        with _terminal_kept(), _passing_on(connection) as passed:
            return _awaited(connection, passed)
    return None


@contextmanager
def _connected(folder: Path, name: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.settimeout(PATIENCE)
        with reached(folder, name) as path:
            connection.connect(path)
        yield connection


def _request(ledger: str, args: argparse.Namespace) -> dict[str, object]:
    """As `Request` says it."""
    umask = os.umask(0o077)
    os.umask(umask)
    standard = (sys.stdin, sys.stdout, sys.stderr)
    return {
        "identity": identity(),
        "ledger": ledger,
        "only": args.only,
        "lock_after": args.lock_after,
        "mouse": args.mouse,
        "environ": dict(os.environ),
        "umask": umask,
        "streams": [{"encoding": one.encoding, "errors": one.errors or "strict"} for one in standard],
    }


@contextmanager
def _passing_on(connection: socket.socket) -> Iterator[list[int]]:
    """Give the session the terminal, and tell it of signals from then on; which ones came.

    Also of those the parent had ignored. OSError where the session is not there any more to be given it.
    """
    passed: list[int] = []

    def pass_on(number: int, frame: object) -> None:
        passed.append(number)
        with suppress(OSError):
            connection.send(bytes([number]))

    mask = signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    before = {number: signal.signal(number, pass_on) for number in PASSED_ON}
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # the screen is not ours to stop
    try:
        try:
            connection.send(GO)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        connection.settimeout(None)
        yield passed
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _terminal_kept() -> Iterator[None]:
    """Put the settings of the terminal back, where a session that was killed has not."""
    import termios

    handles = range(STREAMS)
    settings = [termios.tcgetattr(handle) for handle in handles]
    try:
        yield
    finally:
        for handle, kept in zip(handles, settings, strict=True):
            with suppress(termios.error, OSError):  # it has gone
                if termios.tcgetattr(handle) != kept:
                    termios.tcsetattr(handle, termios.TCSANOW, kept)


def _awaited(connection: socket.socket, passed: list[int]) -> int:
    """The exit code of the session, once it has ended."""
    told = b""
    with suppress(OSError):
        told = connection.recv(64)
    if told.startswith(CODE):
        return int(told.removeprefix(CODE))
    ended = next((number for number in passed if number != signal.SIGWINCH), None)
    if ended is not None:  # it was told to end, and had no time to say that it has
        return _ENDS.get(signal.Signals(ended), Exit.HANGUP)
    with suppress(OSError):
        sys.stdout.write(_LEAVE)
        sys.stdout.flush()
        print(BROKEN, file=sys.stderr)
    return Exit.FAULT
