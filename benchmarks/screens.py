"""What a person at the terminal waits for, beside bare Textual apps. `python -m benchmarks.screens [--quick]`

Each program runs in a pseudo-terminal of 80 x 24; everything in one table comes from the same run, in turns.
Linux only: processor time and memory are read from /proc.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from benchmarks.session import Drawn, Session, python
from benchmarks.telling import Goals, machine, row
from benchmarks.wards import ward
from tui.demo.people import PIN

DOWN, UP, END, ESC, ENTER = b"\x1b[B", b"\x1b[A", b"\x1b[F", b"\x1b", b"\r"
WARDS = {"empty": (0, 0), "30 patients": (30, 0), "500 patients": (500, 0), "100,000 entries": (500, 100_000)}
BARE_DOOR, BARE_BOARD, BARE_TABLE = "bare sign-on", "bare board, 500 rows", "bare DataTable, 500 rows"
SIGN_ON = b"Type your initials"
Environ = Mapping[str, str]


def environment(folder: Path) -> dict[str, str]:
    """A terminal of 256 colours and nothing remembered but in `folder`; modules are compiled once."""
    others = ("TEXTUAL", "STEPWARD", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    folders = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("CONFIG", "DATA", "STATE")}
    return {**kept, **folders, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "", "NO_COLOR": ""}


def stepward(ledger: Path) -> list[str]:
    """The command that starts the app on `ledger`."""
    return python("-m", "tui", "--lock-after", "3600", "--data", str(ledger))


def bare(kind: str) -> list[str]:
    """The command that starts a bare app."""
    return python("-m", "benchmarks.bare", kind, "500")


def sign_on(session: Session) -> None:
    """To the board, with all of the ward gone through."""
    session.until(SIGN_ON)
    session.settle(1.0)
    session.press(f"AD{PIN}".encode())
    session.press(END + ENTER, quiet=1.0)
    session.settle(1.0)


def starts(ledgers: Mapping[str, Path], environ: Environ, times: int, goals: Goals) -> None:
    """Milliseconds from the command to the first screen that takes keys, and megabytes then."""
    ways = {BARE_DOOR: (bare("door"), b"READY"), BARE_BOARD: (bare("board"), b"READY")}
    ways |= {name: (stepward(path), SIGN_ON) for name, path in ledgers.items()}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, (command, marker) in ways.items():
            with Session(command, environ) as session:
                taken[name].append(session.until(marker))
    print("\nStart to the first screen that takes keys, median ms (best)")
    row("", "ms", "best", "times bare")
    for name, found in taken.items():
        ratio = median(found) / median(taken[BARE_DOOR])
        row(name, f"{median(found):.0f}", f"{min(found):.0f}", f"{ratio:.2f}")
        if name in ledgers:
            goals.at_most(f"start, {name}: times the bare sign-on", ratio, 1.3)


def commands(environ: Environ, times: int, goals: Goals) -> None:
    """Milliseconds of what is asked without a screen, beside a Python that does nothing."""
    ways = {"python -c pass": python("-c", "pass")}
    ways |= {f"stepward {option}": python("-m", "tui", option) for option in ("--version", "--help")}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, command in ways.items():
            begun = time.perf_counter()
            subprocess.run(command, env=dict(environ), stdout=subprocess.DEVNULL, check=True)
            taken[name].append((time.perf_counter() - begun) * 1000)
    print("\nWithout a screen, median ms")
    row("", "ms", "times pass")
    for name, found in taken.items():
        ratio = median(found) / median(taken["python -c pass"])
        row(name, f"{median(found):.1f}", f"{ratio:.2f}")
        if name != "python -c pass":
            goals.at_most(f"{name}: times python -c pass", ratio, 3)


def told(name: str, found: list[Drawn]) -> float:
    """One line about what keys drew; p95 of the milliseconds to the first byte."""
    first = [drawn.first for drawn in found]
    p95 = quantiles(first, n=20)[-1] if len(first) > 1 else first[0]
    whole, size = median(drawn.whole for drawn in found), median(drawn.size for drawn in found)
    row(name, f"{median(first):.1f}", f"{p95:.1f}", f"{max(first):.1f}", f"{whole:.1f}", f"{size:.0f}")
    return p95


def keys(board: Session, table: Session, form: Session, times: int, goals: Goals) -> None:
    """Milliseconds and bytes from a key to what it draws, in turns with the bare apps."""
    moved: list[Drawn] = []
    peer: list[Drawn] = []
    for number in range(times):
        key = DOWN if number % 30 < 15 else UP  # within the screen: no scrolling
        moved.append(board.press(key))
        peer.append(table.press(key))
    pairs = [("a letter of a search", b"/", b"ok", ESC), ("open a chart", b"", ENTER, ESC)]
    pairs += [("open the dose form", b"", b"d", ESC), ("a line of a choice", b"d", b"r", ESC)]
    pairs += [("a letter in a note", b"n", b"x", ESC), ("help", b"", b"?", ESC)]
    some = max(times // 8, 5)
    opened: dict[str, list[Drawn]] = {name: [] for name, *_ in pairs}
    bare_form: list[Drawn] = []
    bare_letter: list[Drawn] = []
    for _ in range(some):
        for name, before, key, after in pairs:
            if before:
                board.press(before, quiet=0.4)
            opened[name].append(board.press(key[:1], quiet=0.3))
            board.press(after, quiet=0.4)
        bare_form.append(form.press(b"f", quiet=0.3))
        bare_letter.append(form.press(b"x"))
        form.press(ESC, quiet=0.4)
    print("\nA key at 500 patients, ms to the first byte drawn, to the last one, and bytes")
    row("", "median", "p95", "worst", "whole", "bytes")
    ours, theirs = told("board: one line down or up", moved), told(BARE_TABLE, peer)
    p95 = {name: told(name, found) for name, found in opened.items()}
    told("bare form: open", bare_form)
    told("bare form: a letter", bare_letter)
    goals.at_most("a line down or up, p95: times the bare DataTable", ours / theirs, 1.5)
    goals.at_most("a line down or up: bytes", median(drawn.size for drawn in moved), 400)
    goals.at_most("opening a chart: bytes", median(drawn.size for drawn in opened["open a chart"]), 6144)
    for name, found in p95.items():
        goals.at_most(f"{name}, p95", found, 50, " ms")


def recording(board: Session, times: int) -> None:
    """A note from its key to the word that it is recorded, end to end, with its sync."""
    taken = []
    for _ in range(times):
        board.press(b"n", quiet=0.4)
        board.press(b"Slept well", quiet=0.3)
        board.press(ENTER, quiet=0.3)
        taken.append(board.press(ENTER, quiet=0.4))
        board.settle(4.5)
    print("\nRecording: Enter on Record to the first byte that tells of it, ms, and bytes of all it draws")
    row("", "median", "p95", "worst", "whole", "bytes")
    told("a note at 500 patients", taken)


def idle(ledgers: Mapping[str, Path], environ: Environ, sessions: int, seconds: float, goals: Goals) -> None:
    """Processor time and bytes of sessions nobody touches."""
    print(f"\n{sessions} sessions, {seconds:.0f} s without a key")
    row("", "% of a core", "bytes each")
    ways = {BARE_BOARD: bare("board")} | {name: stepward(path) for name, path in ledgers.items()}
    for name, command in ways.items():
        with ExitStack() as stack:
            running = [stack.enter_context(Session(command, environ)) for _ in range(sessions)]
            for session in running:
                sign_on(session) if name in ledgers else session.until(b"READY")
            for session in running:
                session.settle()
            before, begun = sum(session.cpu for session in running), time.perf_counter()
            time.sleep(seconds)
            core = (sum(session.cpu for session in running) - before) / (time.perf_counter() - begun) * 100
            size = sum(session.settle(0.0) for session in running)
        row(name, f"{core:.2f}", f"{size / sessions:.0f}")
        if name in ledgers:
            goals.at_most(f"{sessions} idle sessions, {name}: % of a core", core, 1, " %")


def memory(ledgers: Mapping[str, Path], environ: Environ, goals: Goals) -> None:
    """Megabytes of a session on the board."""
    with Session(bare("board"), environ) as session:
        session.until(b"READY")
        session.settle(1.0)
        peer = session.memory
    print("\nMemory on the board, MB (share of what several use)")
    row("", "MB", "times bare")
    row(BARE_BOARD, f"{peer:.0f}", "1.00")
    for name, ledger in ledgers.items():
        with Session(stepward(ledger), environ) as session:
            sign_on(session)
            found = session.memory
        row(name, f"{found:.0f}", f"{found / peer:.2f}")
        if name == "500 patients":
            goals.at_most("memory, 500 patients: times bare", found / peer, 1.5)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, and five idle sessions")
    quick = parser.parse_args().quick
    if not sys.platform.startswith("linux"):
        sys.exit("These benchmarks read /proc, which only Linux has.")
    goals = Goals()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(machine(folder))
        ledgers = {name: folder / f"{name}.json" for name in WARDS}
        for name, (patients, entries) in WARDS.items():
            ward(ledgers[name], patients, entries)
        environ = environment(folder)
        commands(environ, 10 if quick else 40, goals)
        starts(ledgers, environ, 3 if quick else 15, goals)
        with (
            Session(stepward(ledgers["500 patients"]), environ) as board,
            Session(bare("table"), environ) as table,
            Session(bare("board"), environ) as form,
        ):
            sign_on(board)
            table.until(b"READY")
            form.until(b"READY")
            table.settle()
            form.settle()
            keys(board, table, form, 40 if quick else 160, goals)
            recording(board, 3 if quick else 10)
        memory(ledgers, environ, goals)
        wards = {name: ledgers[name] for name in ("30 patients", "500 patients")}
        idle(wards, environ, 5 if quick else 20, 20 if quick else 60, goals)
    goals.tell()
    print(f"At the end: {machine(Path(tempfile.gettempdir()))}")


if __name__ == "__main__":
    main()
