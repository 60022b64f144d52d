"""A host of sessions for the benchmarks, and what a session costs that it has forked."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.screens import Environ
from benchmarks.session import Session, python
from benchmarks.telling import memory_of


class Costs(NamedTuple):
    """Of one session: seconds of processor time, and megabytes (PSS)."""

    cpu: float
    memory: float


class Host:
    """A host that runs, by its process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def spent(self, sessions: Sequence[Session]) -> float:
        """Seconds of processor time of all sessions that run, and of their programs at the terminals."""
        forked = sum(time.clock_gettime((~int(child) << 3) | 2) for child in self._children())
        return forked + sum(session.cpu for session in sessions)

    def _children(self) -> list[str]:
        return Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()

    def costs(self, session: Session) -> Costs:
        """Of the newest session, its program at the terminal included."""
        children = self._children()
        memory = memory_of(int(children[-1]))
        spent = time.clock_gettime((~int(children[-1]) << 3) | 2)
        return Costs(spent + session.cpu, memory + session.memory)


@contextmanager
def host(ledger: Path, environ: Environ) -> Iterator[Host]:
    """A host of `ledger`, once it listens."""
    command = python("-m", "tui", "host", "--data", str(ledger))
    with subprocess.Popen(command, env=dict(environ), stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        assert running.stderr.readline()
        try:
            yield Host(running.pid)
        finally:
            running.kill()
