"""The session in a fork of the host: it becomes what a program would be that was started at that terminal.

What a fork shares with its parent and must not: signal handlers, descriptors, the session of the system,
environment, folder, umask, streams, locale, time zone; and of the ledger its locks and its open file.
(Python itself seeds `random` anew in a fork.)
"""

from __future__ import annotations

import argparse
import locale
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import NoReturn, cast

from store.errors import LedgerError
from store.ledger.reader import utc_now
from store.ledger.witness import Witness
from store.location.config import state_folder
from tui.exit_codes import Exit
from tui.hosting.address import identity
from tui.hosting.making_ready import Kept
from tui.hosting.request import Request, Stream, Unfit, receive
from tui.hosting.wire import CODE, GO, READY, STREAMS

ASKING = 2.0
"""Seconds in which whoever has connected says what is wanted."""

_START = "tui.start"


def run(connection: socket.socket, kept: Kept, handles: Iterable[int]) -> NoReturn:
    """Be one session until its end, and never come back. `handles` are descriptors of the host alone."""
    code = int(Exit.FAULT)
    try:
        _on_its_own(handles)
        request = _asked(connection, kept)
        if request is not None:
            code = _session(connection, kept, request)
            _flush()
            with suppress(OSError):
                connection.send(CODE + str(code).encode())
    except BaseException:
        code = int(Exit.FAULT)  # nobody is there to be told; whoever waits sees the end of the connection
    finally:
        os._exit(code)


def _on_its_own(handles: Iterable[int]) -> None:
    """Away from the host's signals and descriptors."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for handle in handles:
        os.close(handle)


def _asked(connection: socket.socket, kept: Kept) -> Request | None:
    """What is wanted, with the terminal taken on; None where it is not what this host is for."""
    connection.settimeout(ASKING)
    try:
        request, handles = receive(connection)
    except (Unfit, OSError):
        return None
    if request.identity != identity() or request.ledger != str(kept.place):
        return None
    _become(request, handles)
    connection.send(READY)
    return request if connection.recv(len(GO)) == GO else None


def _become(request: Request, handles: list[int]) -> None:
    """What the kernel and Python set up for a program that is started."""
    for number, handle in enumerate(handles[:STREAMS]):
        os.dup2(handle, number)
    os.fchdir(handles[STREAMS])
    for handle in handles:
        os.close(handle)
    os.umask(request.umask & 0o777)
    os.environ.clear()
    os.environ.update(request.environ)
    time.tzset()
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        stream = _stream(number, mode, request.streams[number])
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _stream(number: int, mode: str, told: Stream) -> object:
    return open(number, mode, encoding=told.encoding, errors=told.errors, closefd=False)


def _session(connection: socket.socket, kept: Kept, request: Request) -> int:
    """The session itself; its exit code."""
    connection.settimeout(None)
    args = argparse.Namespace(
        data=str(kept.place),
        demo=False,
        on_share=False,
        ascii=False,
        quiet=False,
        lock_after=request.lock_after,
        mouse=request.mouse,
        only=request.only,
        command=None,
    )
    start = import_module(_START)
    try:
        ready = _taken_over(kept)
        threading.Thread(target=_listen, args=(connection,), daemon=True).start()
        return int(start.screens(args, ready))
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except Exception as error:
        return cast(int, start.report(error))


def _taken_over(kept: Kept) -> object:
    """The ledger with what is a process's own; None where it is to be opened as ever, which says why."""
    try:
        kept.ledger.take_over(kept.digest, now=utc_now, witness=Witness(state_folder()))
    except LedgerError:
        return None
    return kept.ready


def _listen(connection: socket.socket) -> None:
    """Do what the program at the terminal is told to do by signals; it is gone when the connection is."""
    allowed = {signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGWINCH}
    while True:
        try:
            told = connection.recv(1)
        except OSError:
            told = b""
        number = told[0] if told else signal.SIGHUP
        if number in allowed:
            os.kill(os.getpid(), number)
        if not told:
            return


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
