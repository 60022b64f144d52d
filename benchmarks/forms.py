"""The rows of `benchmarks.sessions` about forms: what one costs, what many leave behind, bytes of Esc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks.hosts import Host, host
from benchmarks.screens import ENTER, ESC, UP, Environ, bare
from benchmarks.session import Session
from benchmarks.starts import Ledgers
from benchmarks.telling import Goals, row
from benchmarks.terminals import at_the_board


def _costs(session: Session, key: bytes, after: bytes, times: int) -> tuple[float, float]:
    """Median milliseconds of CPU and bytes of what `key` draws; `after` takes it away again."""
    spent, size = list[float](), list[int]()
    for _ in range(times):
        before = session.cpu
        drawn = session.press(key, quiet=0.3)
        spent.append((session.cpu - before) * 1000)
        size.append(drawn.size)
        session.press(after, quiet=0.4)
        session.settle(0.2)
    return median(spent), median(size)


HOST_TURNS = 4
"""A session of a host, of which memory alone is told, opens a form in every so manyth turn."""


@dataclass
class _Formed:
    """A session in which forms are opened: with which key, and what stands on the board behind them."""

    name: str
    session: Session
    key: bytes
    board: bytes
    host: Host | None = None

    @property
    def memory(self) -> float:
        """Megabytes, of a session of a host with its program at the terminal."""
        return self.host.costs(self.session).memory if self.host else self.session.memory


def forms(ledgers: Ledgers, environ: Environ, times: int, opened: int, goals: Goals) -> None:
    """The dose form beside a bare one, memory after many of them, Esc, and a note from key to board."""
    print(f"\nForms: CPU to open the dose form, bytes, memory (PSS) on the board and after {opened} forms")
    print(f"(of a host after {-(-opened // HOST_TURNS)})")
    row("", "CPU ms", "bytes", "MB before", "MB after", "Esc, bytes", "a note, bytes")
    with ExitStack() as stack:
        all_of_them = list(_formed(ledgers, environ, stack))
        before = [one.memory for one in all_of_them]
        costs = [(0.0, 0.0) if one.host else _costs(one.session, one.key, ESC, times) for one in all_of_them]
        for turn in range(opened):
            _open_and_close([one for one in all_of_them if not one.host or turn % HOST_TURNS == 0])
        for one, megabytes, (cost, size) in zip(all_of_them, before, costs, strict=True):
            with goals.attempt(one.name):
                cells = ["", ""] if one.host else [f"{cost:.0f}", f"{size:.0f}"]
                cells += [f"{megabytes:.1f}", f"{one.memory:.1f}"]
                told = () if one.host or one.key == b"f" else _told(one, cost, opened, goals)
                row(one.name, *cells, *told)


def _formed(ledgers: Ledgers, environ: Environ, stack: ExitStack) -> Iterator[_Formed]:
    """A bare app, a session of each ledger, and one of a host of it."""
    with_none = stack.enter_context(Session(bare("board"), environ))
    with_none.until(b"READY")
    with_none.settle(1.0)
    yield _Formed("bare form", with_none, b"f", b"READY")
    for patients, ledger in ledgers.items():
        (session,) = stack.enter_context(at_the_board(ledger, environ))
        yield _Formed(f"{patients} patients", session, b"d", b"Status ")
        running = stack.enter_context(host(ledger, environ))
        (session,) = stack.enter_context(at_the_board(ledger, environ))
        yield _Formed(f"{patients} patients, host", session, b"d", b"Status ", running)


def _open_and_close(all_of_them: Sequence[_Formed]) -> None:
    """The form of each, all at the same time."""
    for one in all_of_them:
        one.session.send(one.key)
    for one in all_of_them:
        one.session.until(b"Record a dose")
        one.session.send(ESC)
    for one in all_of_them:
        one.session.until(one.board)
        one.session.settle(0.0)


def _told(one: _Formed, cost: float, opened: int, goals: Goals) -> tuple[str, str]:
    """Bytes of Esc and of a note; the goals of a session."""
    session, small = one.session, one.name.startswith("30 ")
    goals.at_most(f"dose form, {one.name}, CPU", cost, 50, " ms")
    goals.at_most(f"PSS after {opened} forms, {one.name}", session.memory, 45 if small else 60, " MB")
    session.settle()
    session.press(ENTER, quiet=0.5)
    _, back = _costs(session, ESC, ENTER, 3)
    session.press(ESC, quiet=0.4)
    note = _note_bytes(session)
    goals.at_most(f"Esc back to the board, {one.name}", back, 1536, " bytes")
    goals.at_most(f"a whole note, {one.name}", note, 3072, " bytes")
    return f"{back:.0f}", f"{note}"


def _note_bytes(session: Session) -> int:
    """Bytes from n to the word that a note is recorded, and until that is gone again."""
    size = session.press(b"n", quiet=0.4).size
    size += session.press(b"Slept well", quiet=0.3).size
    size += session.press(ENTER, quiet=0.3).size + session.press(ENTER, quiet=0.5).size
    return size + session.press(UP, quiet=0.4).size
