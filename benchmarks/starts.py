"""From the command to the board: one start, twenty at once, with a host of sessions and without."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.hosts import Costs, Host, host
from benchmarks.screens import ENTER, SIGN_ON, Environ, bare, stepward
from benchmarks.session import Session
from benchmarks.telling import Goals, row
from tui.demo.people import PIN

BOARD = b" mg"
TAKEN_FOR_A_SCANNER = {b"Enter came together": ENTER}
"""Where a busy machine takes in PIN and Enter at once, a second Enter is wanted."""

LARGE = 500
"""Patients from which a start without a host takes so long that it is measured once, and fewer at once."""

Ledgers = Mapping[int, Path]
"""A ledger for each number of patients."""


def to_the_board(session: Session) -> float:
    """Milliseconds from the command to the sign-on and from its Enter to the board, typed at once."""
    first = session.until(SIGN_ON)
    return first + _typed(session)


def _typed(session: Session) -> float:
    """Initials and PIN, then Enter by itself: together they would be taken for a scanner's."""
    session.press(f"AD{PIN}".encode())
    entered = time.perf_counter()
    session.send(ENTER)
    return session.until(BOARD, entered, TAKEN_FOR_A_SCANNER)


def starts(ledgers: Ledgers, environ: Environ, times: int, together: int, goals: Goals) -> None:
    """Processor time and clock of one start, and of many at once until the last has its board."""
    print("\nStart to board, sign-on typed at once; many at once: the last board")
    row("", "CPU ms", "ms", "CPU to bare", "many at once, s", "MB")
    peer = _starts("bare board, 500 rows", bare("board"), environ, times, together, goals, 0.0)
    for patients, ledger in ledgers.items():
        name, command = f"{patients} patients", stepward(ledger)
        few = (1, max(together // 4, 1)) if patients >= LARGE else (times, together)
        with goals.attempt(name):
            _starts(name, command, environ, *few, goals, peer)
        with goals.attempt(f"{name}, host"), host(ledger, environ) as running:
            _starts(f"{name}, host", command, environ, times, together, goals, peer, running)


def _starts(
    name: str,
    command: list[str],
    environ: Environ,
    times: int,
    together: int,
    goals: Goals,
    peer: float,
    running: Host | None = None,
) -> float:
    """One line; `peer` are the milliseconds of CPU of a bare one, 0 where this is it."""
    arrive = to_the_board if peer else _to_a_bare_one
    spent, took, size = list[float](), list[float](), list[float]()
    for _ in range(times):
        with Session(command, environ) as session:
            took.append(arrive(session))
            costs = running.costs(session) if running else Costs(session.cpu, session.memory)
            spent.append(costs.cpu * 1000)
            size.append(costs.memory)
    last, cpu = _together(command, environ, together, arrive), median(spent)
    cells = (
        f"{cpu:.0f}",
        f"{median(took):.0f}",
        f"{cpu / (peer or cpu):.2f}",
        f"{together}: {last:.1f}",
        f"{median(size):.0f}",
    )
    row(name, *cells)
    if peer:
        goals.at_most(f"start to board, {name}, CPU", cpu / 1000, 0.3, " s")
        goals.at_most(f"{together} starts at once, {name}", last, 2, " s")
    return cpu


def all_to_the_board(sessions: Sequence[Session]) -> None:
    """The same for many that were started at once."""
    for session in sessions:
        session.until(SIGN_ON)
        session.send(f"AD{PIN}".encode())
    time.sleep(0.12)
    for session in sessions:
        session.settle(0.0)
        session.send(ENTER)
    for session in sessions:
        session.until(BOARD, answers=TAKEN_FOR_A_SCANNER)


def _to_a_bare_one(session: Session) -> float:
    return session.until(b"READY")


def _together(command: list[str], environ: Environ, count: int, arrive: Callable[[Session], float]) -> float:
    """Seconds from the first of so many commands to the last picture."""
    begun = time.perf_counter()
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(command, environ)) for _ in range(count)]
        if arrive is to_the_board:
            all_to_the_board(sessions)
        else:
            for session in sessions:
                arrive(session)
        return time.perf_counter() - begun
