"""The rows of `benchmarks.sessions` that a person at a terminal waits for, each in a pseudo-terminal."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.hosts import host
from benchmarks.screens import DOWN, ENTER, ESC, UP, Environ, bare, stepward
from benchmarks.session import Session
from benchmarks.starts import Ledgers, all_to_the_board, to_the_board
from benchmarks.telling import Goals, row
from benchmarks.wards import ZONE, mrn
from protocols import entries as e
from store.ledger.ledger import Ledger
from tui.demo.people import NIGHT_NURSE

FLAG = b"\x1b[20~"  # F9
FLAG_DRAWN = b"RED FLAG:"
BLINK = 0.03
"""Seconds between opening a screen and the next key: as fast as fingers are."""


@contextmanager
def at_the_board(ledger: Path, environ: Environ, count: int = 1) -> Iterator[list[Session]]:
    """So many sessions that have signed on and have nothing left to do."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(stepward(ledger), environ)) for _ in range(count)]
        all_to_the_board(sessions)
        for session in sessions:
            session.settle(1.0 if session is sessions[0] else 0.0)
        yield sessions


def idle(ledgers: Ledgers, environ: Environ, count: int, goals: Goals) -> None:
    """Processor time of sessions nobody touches, over a minute with its turn in the middle of it.

    All kinds in the same minute, and beside them one of the largest ward, in which somebody presses keys.
    """
    print(f"\n{count} sessions of each that nobody touches, over 60 s and one turn of the minute")
    row("", "% of a core each", "turn, s in all")
    with ExitStack() as stack:
        kinds = dict[str, list[Session]]()
        for name, command in (("bare board", bare("board")), *_named(ledgers)):
            kinds[name] = [stack.enter_context(Session(command, environ)) for _ in range(count)]
            if command[-1] == "500":
                for session in kinds[name]:
                    session.until(b"READY")
            else:
                all_to_the_board(kinds[name])
        used = stack.enter_context(Session(_named(ledgers)[-1][1], environ))
        to_the_board(used)
        for session in (used, *(session for each in kinds.values() for session in each)):
            session.settle(1.0 if session is used else 0.1)
        costs, keys = _minute(kinds, used)
    for name, (whole, turn) in costs.items():
        row(name, f"{whole / count / 60 * 100:.2f}", f"{turn:.2f}")
        if name != "bare board":
            goals.at_most(f"idle, {name}: % of a core", whole / count / 60 * 100, 0.15, " %")
            goals.at_most(f"the turn of the minute, {count} x {name}", turn, 0.025 * count, " s")
    usual, then = (median(ms for turned, ms in keys if turned is when) for when in (False, True))
    print(f"A key meanwhile: {usual:.1f} ms, in the ten seconds after the minute {then:.1f} ms")
    goals.at_most("keys at the turn of the minute, times as slow", then / usual, 1.2)


def _minute(
    kinds: Mapping[str, Sequence[Session]], used: Session
) -> tuple[dict[str, tuple[float, float]], list[tuple[bool, float]]]:
    """For each kind seconds of processor time in 60 s, and beyond the usual in the ten after a minute began.

    And of each key in `used` whether it was in those ten, and milliseconds to what it drew first.
    """
    while datetime.now(UTC).second not in range(10, 50):
        time.sleep(0.5)
    begun, end = time.time(), time.time() + 60
    turn_at = begun - begun % 60 + 60
    spent, keys = [_each(kinds)], list[tuple[bool, float]]()
    for instant in (turn_at, turn_at + 10, end):
        while time.time() < instant:
            for session in (session for each in kinds.values() for session in each):
                session.settle(0.0)
            drawn = used.press(DOWN if len(keys) % 2 else UP, quiet=0.1)
            keys.append((instant == turn_at + 10, drawn.first))
            time.sleep(0.2)
        spent.append(_each(kinds))
    costs = dict[str, tuple[float, float]]()
    for name in kinds:
        at = [each[name] for each in spent]
        quiet = (at[1] - at[0] + at[3] - at[2]) / (60 - 10)
        costs[name] = at[3] - at[0], max(0.0, at[2] - at[1] - quiet * 10)
    return costs, keys


def _each(kinds: Mapping[str, Sequence[Session]]) -> dict[str, float]:
    return {name: _spent(sessions) for name, sessions in kinds.items()}


def _spent(sessions: Sequence[Session]) -> float:
    return sum(session.cpu for session in sessions)


def _named(ledgers: Ledgers) -> list[tuple[str, list[str]]]:
    return [(f"{patients} patients", stepward(ledger)) for patients, ledger in ledgers.items()]


def news(ledgers: Ledgers, environ: Environ, times: int, goals: Goals) -> None:
    """Processor time of a board for each entry that another session records."""
    print("\nAn entry of another session, on the board, ms of CPU beyond what an idle one takes")
    row("", "ms")
    for patients, ledger in ledgers.items():
        name = f"{patients} patients"
        with goals.attempt(name):
            spent = _news(ledger, environ, [mrn(number % patients) for number in range(times)])
            row(name, f"{spent:.1f}")
            goals.at_most(f"an entry of another, {name}, CPU", spent, 2, " ms")


def _news(ledger: Path, environ: Environ, patients: Sequence[str]) -> float:
    """Median milliseconds for an entry of each of `patients`."""
    spent = list[float]()
    with at_the_board(ledger, environ) as (session,), Ledger.open(ledger) as other:
        for patient in patients:
            idle_cost = _over(session, 1.2, lambda: None)
            spent.append(_over(session, 1.2, lambda of=patient: _elsewhere(other, of)) - idle_cost)
    return median(spent)


def _over(session: Session, seconds: float, act: Callable[[], object]) -> float:
    before, end = session.cpu, time.perf_counter() + seconds
    act()
    while time.perf_counter() < end:
        session.settle(0.1)
    return (session.cpu - before) * 1000


def _elsewhere(other: Ledger, patient: str) -> None:
    what, now = e.NoteAdded("Told by another session."), datetime.now(UTC)
    note = e.Entry(id=uuid.uuid4().hex, patient=patient, at=now, zone=ZONE, by=NIGHT_NURSE, what=what)
    other.append(note, other.record(patient).version)


SCREENS = {
    "handover": b"o",
    "a chart": ENTER,
    "dose form": b"d",
    "help": b"?",
    "a decision": b"p",
    "a note": b"n",
}


def silence(ledger: Path, environ: Environ, times: int, goals: Goals) -> None:
    """How long the red flag waits while another screen is being opened, ms from the key to its words."""
    print("\nRed flag (F9) pressed while a screen opens, ms to its words")
    row("", "median", "worst")
    slowest = 0.0
    with at_the_board(ledger, environ) as (session,):
        for name, key in SCREENS.items():
            with goals.attempt(name):
                took = [_flag_behind(session, key) for _ in range(times)]
                slowest = max(slowest, *took)
                row(name, f"{median(took):.0f}", f"{max(took):.0f}")
    goals.at_most("red flag while any screen opens, 500 patients", slowest, 100, " ms")


def _flag_behind(session: Session, key: bytes) -> float:
    session.send(key)
    time.sleep(BLINK)
    pressed = time.perf_counter()
    session.send(FLAG)
    took = session.until(FLAG_DRAWN, pressed)
    for _ in range(3):
        session.press(ESC, quiet=0.4)
    session.settle(1.0)
    return took


def people(ledger: Path, environ: Environ, count: int, seconds: float, goals: Goals) -> None:
    """So many people, one action in 30 s each: from a key to its first byte, and how many two cores bear.

    A host has forked them, as nothing else of the start is asked for here.
    """
    every = 30 / count
    with host(ledger, environ) as running, at_the_board(ledger, environ, count) as sessions:
        before, begun, number = running.spent(sessions), time.perf_counter(), 0
        took = list[float]()
        while (now := time.perf_counter()) - begun < seconds:
            due = begun + number * every
            if now < due:
                time.sleep(due - now)
            session = sessions[number % count]
            session.settle(0.0)
            took.append(session.press(DOWN if number // count % 2 else ENTER, quiet=0.02).first)
            session.send(ESC if not number // count % 2 else UP)
            number += 1
        spent, length = running.spent(sessions) - before, time.perf_counter() - begun
    p95, each = quantiles(took, n=20)[-1], spent / length / count
    print(f"\n{count} people at a human pace: p95 {p95:.0f} ms; {each * 100:.2f} % of a core each")
    print(f"Two cores at 80 % would bear {1.6 / each:.0f} (a model: the run above times that)")
    goals.at_most(f"{count} people, key to first byte, p95", p95, 300, " ms")
    goals.at_least("people on two cores (model)", 1.6 / each, 150)
