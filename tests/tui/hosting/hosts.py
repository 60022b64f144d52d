"""A host of one small ledger, as a process of its own, and terminals that find it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.wards import ward
from tests.tui.helpers.terminal import DEADLINE, ROOT, Terminal, environment
from tui.hosting.address import name_of


class HostProcess:
    """`stepward host` on a ledger of two patients in `folder`, with its socket in a state folder there."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / "ward.json"
        ward(self.ledger, 2)
        self.environ = environment(XDG_STATE_HOME=str(folder / "state"))
        self.socket = folder / "state" / "stepward" / name_of(self.ledger.resolve())
        self.command = [sys.executable, "-m", "tui", "host", "--data", str(self.ledger)]
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self.process = subprocess.Popen(
            self.command, env=self.environ, cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        assert "start from here" in self.process.stderr.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """As a fault or the kernel ends it: its socket stays."""
        self.process.kill()
        self.process.wait(DEADLINE)
        assert self.process.stderr is not None
        self.process.stderr.close()

    @property
    def sessions(self) -> list[int]:
        """The processes it has forked that live."""
        pid = self.process.pid
        words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(word) for word in words if _lives(int(word))]

    def terminal(self, *words: str, **changes: str) -> Terminal:
        """Stepward in a terminal, as anybody starts it who knows of no host."""
        command = [sys.executable, "-m", "tui", "--data", str(self.ledger), *words]
        return Terminal(command, {**self.environ, **changes})

    def end(self) -> int:
        """End it as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(DEADLINE)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
