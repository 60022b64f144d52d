"""A program in a terminal of its own: what it draws, when, how many bytes, and what it costs."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.telling import memory_of

QUIET = 0.12
"""Seconds without a byte after which a picture is taken to be whole."""
LONGEST = 300.0
"""Seconds after which what should have been drawn is given up."""


NOTHING: Mapping[bytes, bytes] = {}
"""No answers."""


class Drawn(NamedTuple):
    """What one key, or the start, has drawn."""

    first: float
    """Milliseconds to the first byte."""
    whole: float
    """Milliseconds to the last byte before it was quiet."""
    size: int
    """Bytes."""


class Session:
    """A program in a pseudo-terminal of `columns` x `rows`."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], columns: int = 80, rows: int = 24
    ) -> None:
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ), start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _read(self, timeout: float) -> bytes:
        ready, _, _ = select.select([self._master], [], [], timeout)
        return os.read(self._master, 65536) if ready else b""

    def _more(self, timeout: float) -> bytes:
        """What comes within `timeout` seconds; nothing only where the program is not at work on more."""
        while not (data := self._read(timeout)) and timeout and self._at_work:
            pass
        return data

    @property
    def _at_work(self) -> bool:
        """Whether it runs, or waits for its turn on a busy machine, or for a disk (Linux)."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] in "RD"

    def until(
        self, marker: bytes, since: float | None = None, answers: Mapping[bytes, bytes] = NOTHING
    ) -> float:
        """Milliseconds from `since`, or from the start of the program, until `marker` was drawn.

        What `answers` names is answered with its keys, once, where it is drawn before.
        """
        seen, end, left = b"", time.perf_counter() + LONGEST, dict(answers)
        while marker not in seen:
            assert time.perf_counter() < end, f"{marker!r} was not drawn: {seen[-200:]!r}"
            seen += self._read(1.0)
            for question in [one for one in left if one in seen]:
                self.send(left.pop(question))
        return (time.perf_counter() - (self.begun if since is None else since)) * 1000

    def send(self, keys: bytes) -> None:
        """Press `keys` and go on."""
        os.write(self._master, keys)

    def settle(self, quiet: float = 0.4) -> int:
        """Wait until nothing is drawn any more; the bytes that came."""
        size = 0
        while data := self._more(quiet):
            size += len(data)
        return size

    def press(self, keys: bytes, quiet: float = QUIET) -> Drawn:
        """Press `keys` at once and take in what they draw."""
        begun = time.perf_counter()
        os.write(self._master, keys)
        first = last = 0.0
        size, wait = 0, 2.0
        while data := self._more(wait):
            last = (time.perf_counter() - begun) * 1000
            first = first or last
            size, wait = size + len(data), quiet
        return Drawn(first, last, size)

    @property
    def cpu(self) -> float:
        """Seconds of processor time used so far, by all its threads (Linux, to the microsecond)."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    @property
    def memory(self) -> float:
        """Megabytes that are this process's own or its share of what several use (Linux)."""
        return memory_of(self.process.pid)


def python(*words: str) -> list[str]:
    """The command that starts `words` with this Python."""
    return [sys.executable, *words]
