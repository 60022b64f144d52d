"""Random escape sequences, mouse reports and bytes, into the whole app in a pseudo-terminal.

The screen is locked, so whatever the bytes say, nothing but a wrong PIN may be recorded, and nothing ends it.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from protocols.entries import SignOnFailed
from store.ledger.ledger import Ledger
from tests.red_team.commands import Broken
from tests.tui.helpers.terminal import Terminal, environment, type_pin
from tui.demo.people import PIN
from tui.demo.ward import build

SIZE = 30_000
"""Bytes of one attack."""

ATTACKS = 10
"""Attacks that a session takes before it is ended and another begun."""

MEMORY = 300_000
"""Kilobytes that the process may ever have."""

PATIENCE = 300.0
"""Seconds of its own processor time in which it answers, however little of that it is given."""

AT_REST = 0.3
"""Seconds of it, since it was last looked at, below which it is not working on the noise any more."""

_INTRODUCERS = (
    b"\x1b[",
    b"\x1b[?",
    b"\x1b[<",
    b"\x1b[>",
    b"\x1b[=",
    b"\x1bO",
    b"\x1bP",
    b"\x1b]",
    b"\x1b_",
    b"\x1b",
)
_NUMBERS = (
    0,
    1,
    7,
    13,
    27,
    48,
    97,
    127,
    200,
    201,
    255,
    9_000,
    57_350,
    65_535,
    1_114_111,
    1_114_112,
    2**31,
    10**30,
)


def _numbers(dice: random.Random) -> bytes:
    chosen = [str(dice.choice(_NUMBERS)) for _ in range(dice.randrange(5))]
    return dice.choice((";", ":")).join(chosen).encode()


def _sequence(dice: random.Random) -> bytes:
    end = dice.choice(b"@ABCDEFGHPQRSTZcfhlmnptuvxyz~$\\")
    return dice.choice(_INTRODUCERS) + _numbers(dice) + bytes([end])


def _mouse(dice: random.Random) -> bytes:
    column, row = dice.choice(_NUMBERS), dice.choice(_NUMBERS)
    if dice.random() < 0.3:
        return b"\x1b[M" + dice.randbytes(3)
    return f"\x1b[<{dice.randrange(256)};{column};{row}{dice.choice('Mm')}".encode()


def _size(dice: random.Random) -> bytes:
    return b"\x1b[48;%d;%d;%d;%dt" % tuple(dice.choice(_NUMBERS) for _ in range(4))


def _key(dice: random.Random) -> bytes:
    return b"\x1b[%d;%du" % (dice.choice(_NUMBERS), dice.randrange(20))


def _paste(dice: random.Random) -> bytes:
    return b"\x1b[200~" + dice.randbytes(dice.randrange(200)) + b"\x1b[201~"


def _bytes(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(1, 20))


_KINDS: tuple[tuple[Callable[[random.Random], bytes], int], ...] = (
    (_sequence, 40),
    (_mouse, 30),
    (_bytes, 15),
    (_key, 10),
    (_paste, 1),
    (_size, 1),
)


def noise(dice: random.Random, size: int) -> Iterator[bytes]:
    """Parts of together `size` bytes or a few more, some of them cut short."""
    kinds, weights = zip(*_KINDS, strict=True)
    while size > 0:
        part = dice.choices(kinds, weights)[0](dice)
        if dice.random() < 0.05:
            part = part[: dice.randrange(len(part) + 1)]
        size -= len(part)
        yield part


class Locked:
    """The app in a pseudo-terminal, signed on to an invented ward and locked. It takes attack on attack."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._ledger = folder, folder / "ward.json"
        build(self._ledger)
        self._before = _recorded(self._ledger)
        state = environment(XDG_STATE_HOME=str(folder / "state"))
        self._terminal = Terminal([sys.executable, "-m", "tui", "--data", str(self._ledger)], state)
        self.stood = 0
        """How many attacks it has stood."""

    def __enter__(self) -> Self:
        self._terminal.wait_for("Initials")
        type_pin(self._terminal, "AD", PIN)
        self._terminal.wait_for("STOP AND CALL")
        self._terminal.send(".")
        self._terminal.wait_for("LOCKED")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        """It is hung up, and ends as it should, unless it has failed already."""
        try:
            if kind is None and (code := self._terminal.end(signal.SIGHUP)) != 129:
                raise Broken(f"it ended with {code}")
        finally:
            self._terminal.__exit__(None, None, None)

    def take(self, seed: int, size: int = SIZE) -> int:
        """One attack; the most kilobytes that the app has ever had. Broken when it did not stand it."""
        told = f"seed {seed}" + (f", behind the {self.stood} before it" if self.stood else "")
        self._terminal.send_slowly(b"".join(noise(random.Random(seed), size)) + b"\x1b\\\x07\x1b[201~\x18")
        _answers(self._terminal, told)
        memory = _memory(self._terminal.process.pid)
        if _recorded(self._ledger) != self._before:
            raise Broken(f"{told}: something was recorded")
        if memory > MEMORY:
            raise Broken(f"{told}: it took {memory} kB of memory")
        if notes := list((self._folder / "state").rglob("fault-*.txt")):
            raise Broken(f"{told}: {notes[0].read_text(encoding='utf-8')}")
        self._terminal.raw = b""
        self.stood += 1
        return memory


@contextmanager
def sessions() -> Iterator[Callable[[int, Path], str]]:
    """What attacks, one session after the other, each for so many attacks."""
    with ExitStack() as open_now:
        session: Locked | None = None

        def attack(seed: int, folder: Path) -> str:
            nonlocal session
            if session is None or session.stood == ATTACKS:
                open_now.close()
                home = open_now.enter_context(TemporaryDirectory(prefix="stepward-noise-"))
                session = open_now.enter_context(Locked(Path(home)))
            session.take(seed)
            return "there still, nothing recorded"

        yield attack


def _answers(terminal: Terminal, told: str) -> None:
    """The lock answers two keys, each with words of its own."""
    for keys, words in (("\x1b[20~", "RED FLAG: give no more"), ("\x1b\x1b", "Sign on to go on")):
        terminal.send(keys)
        begun = used = _processor(terminal.process.pid)
        while True:  # It has taken all of it in, and works on it yet.
            try:
                terminal.wait_for(words)
                break
            except AssertionError as error:
                before, used = used, _processor(terminal.process.pid)
                if used - before < AT_REST or used - begun > PATIENCE:
                    raise Broken(f"{told}: no answer any more. {error}") from error


def _recorded(ledger: Path) -> list[str]:
    """The ids of everything but wrong PINs."""
    with Ledger.open(ledger, read_only=True) as opened:
        return [entry.id for entry in opened.entries() if not isinstance(entry.what, SignOnFailed)]


def _processor(pid: int) -> float:
    """Seconds of processor time that the process has had; 0 where nobody says."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """The most memory the process ever had, in kilobytes; 0 where nobody says."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
