"""A real terminal for tests: a pseudo-terminal with a program in it and a screen that can be read."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyte

ROOT = Path(__file__).resolve().parents[3]
_HOME = ROOT / ".pytest_cache" / "home"  # never the home of whoever runs the tests
END = "\x1b[F"
"""The key End, which no scanner sends: what is pressed behind it is no part of a code."""
DEADLINE = 120.0
"""Seconds a test waits for what must come; only a failing test ever waits so long."""

# Makes the pseudo-terminal the program's own, as a login does, so that closing it sends SIGHUP. Python
# itself may have set LC_CTYPE at its start, which the program is not to see.
_LOGIN = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.environ.pop('LC_CTYPE', None); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
# Replies and modes of newer terminals, which pyte would print.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\][^\x07\x1b]*\x07")
_WHERE = b"\x1b[6n"
# The other screen, where full-screen programs draw; pyte has only one, so it is wiped.
_LEAVE_OR_ENTER = re.compile(rb"(\x1b\[\?1049[hl])")


def environment(**changes: str) -> dict[str, str]:
    """The environment of a nurse's shell: this one, without what would change the colours, with `changes`."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "STEPWARD_"))
    }
    for name in ("NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "SSH_CONNECTION"):
        kept.pop(name, None)
    folders = {f"XDG_{kind}_HOME": str(_HOME / kind) for kind in ("CONFIG", "DATA", "STATE")}
    shell = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    return {**kept, **folders, **shell, **changes}


class Terminal:
    """A program in a pseudo-terminal, 80 x 24 unless told; without `login` closing it sends no SIGHUP.

    `answers` is what it says when it is asked where its cursor is.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        *,
        columns: int = 80,
        rows: int = 24,
        login: bool = True,
        answers: bytes = b"\x1b[1;2R",
    ) -> None:
        self.raw = b""
        self.answers = answers
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            [sys.executable, "-ISc", _LOGIN, *command] if login else command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ if environ is not None else environment()),
            cwd=ROOT,
            start_new_session=not login,
        )
        self._slave = slave

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait(DEADLINE)
        for descriptor in (self._master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)

    def send(self, keys: str | bytes) -> None:
        """Press `keys`."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def send_slowly(self, data: bytes) -> None:
        """Press keys as fast as the program takes them, reading what it draws meanwhile."""
        os.set_blocking(self._master, False)
        end = time.monotonic() + DEADLINE
        while data:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.text()}"
            assert time.monotonic() < end, "the program takes no keys any more"
            try:
                data = data[os.write(self._master, data) :]
                end = time.monotonic() + DEADLINE
            except BlockingIOError:
                self.read(0.05)
            self.read()
        os.set_blocking(self._master, True)

    def read(self, timeout: float = 0.0) -> bool:
        """Take in what the program wrote within `timeout` seconds; whether there was anything."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        for _ in range(data.count(_WHERE)):
            os.write(self._master, self.answers)
        for part in _LEAVE_OR_ENTER.split(_UNKNOWN_TO_PYTE.sub(b"", data)):
            if _LEAVE_OR_ENTER.fullmatch(part):
                self.screen.reset()
            self._stream.feed(part)
        return bool(data)

    def text(self) -> str:
        """The screen as it is, line by line."""
        while self.read():
            pass
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """The screen as soon as it shows `wanted`; fails with the screen when that never comes."""
        found = wanted if callable(wanted) else lambda text: wanted in text
        end = time.monotonic() + DEADLINE
        while not found(text := self.text()):
            left = end - time.monotonic()
            assert left > 0, f"{wanted!r} did not come. The screen:\n{text}"
            self.read(min(left, 0.2))
        return text

    def wait_until_quiet(self) -> str:
        """The screen once nothing was drawn for a while and the program waits for no processor."""
        end = time.monotonic() + DEADLINE
        while self.read(0.4) or self._is_at_work():
            assert time.monotonic() < end, f"it never comes to rest. The screen:\n{self.text()}"
        return self.text()

    def _is_at_work(self) -> bool:
        """Whether a thread of the program has something to do; where that cannot be asked, none has."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        with suppress(OSError):
            return any(b") R " in (task / "stat").read_bytes() for task in tasks.iterdir())
        return False

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the screen that can be read keeps its own."""
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def close(self) -> None:
        """Close the terminal's window, as a lost SSH connection does."""
        for descriptor in (self._slave, self._master):
            os.close(descriptor)
        self._slave = self._master = -1

    def end(self, number: signal.Signals | None = None) -> int:
        """The program's exit code, after sending it signal `number` if there is one."""
        if number is not None:
            self.process.send_signal(number)
        if self._master < 0:
            return self.process.wait(DEADLINE)
        end = time.monotonic() + DEADLINE
        while (code := self.process.poll()) is None:
            assert time.monotonic() < end, f"the program did not end. The screen:\n{self.text()}"
            self.read(0.05)
        self.text()
        return code

    def settings(self) -> list[object]:
        """The terminal's line settings, to be compared with `before`."""
        return list(termios.tcgetattr(self._slave))


class Typed(Protocol):
    """A terminal to type into, whatever is behind it."""

    def send(self, keys: str) -> None: ...

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str: ...


def type_pin(terminal: Typed, initials: str, pin: str) -> None:
    """Type initials and PIN; End and Enter once they are seen: Enter alone might be a scanner's."""
    terminal.send(initials + pin)
    terminal.wait_for(lambda text: re.search(rf"PIN +(\S)\1{{{len(pin) - 1}}}", text) is not None)
    terminal.send(END + "\r")


def find(terminal: Typed, sought: str) -> None:
    """Look for one patient on the board, typed as by a person, and keep what was found."""
    terminal.send("/")
    terminal.wait_for("Find by name")
    terminal.send(sought)
    terminal.wait_for("Found 1")
    terminal.send(END + "\r")


def stand_in_command(folder: Path, *args: str) -> list[str]:
    """The command that starts the stand-in app with its ledger in `folder`."""
    return [sys.executable, "-m", "tests.tui.helpers.standin", "--data", str(folder / "ward.json"), *args]


def stand_in(
    folder: Path,
    *args: str,
    environ: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    login: bool = True,
) -> Terminal:
    """The stand-in app in a terminal, with its ledger in `folder` and its notes in `folder`/state."""
    changes = {"XDG_STATE_HOME": str(folder / "state"), **(environ or {})}
    return Terminal([*prefix, *stand_in_command(folder, *args)], environment(**changes), login=login)
