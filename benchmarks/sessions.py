"""Many at once on one server, row by row of the goals. `python -m benchmarks.sessions [--only ROW ...]`

Each row comes from one run with bare Textual (or raw append and fsync, or json.loads) in turns beside it.
Processor time does not depend on the load of the machine as the clock does. Linux only; some ten minutes
on two cores that have nothing else to do. A row that fails says so, and the others go on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import forms, inside, starts, terminals
from benchmarks.screens import environment
from benchmarks.telling import Goals, machine
from benchmarks.wards import ward

PATIENTS = (30, 500)


def rows(
    folder: Path, chosen: argparse.Namespace, goals: Goals, patients: tuple[int, ...] = PATIENTS
) -> dict[str, Callable[[], None]]:
    """What can be measured, by the word that asks for it."""
    environ = environment(folder)
    ledgers = {size: folder / f"ward-{size}.json" for size in patients}
    for size, path in ledgers.items():
        ward(path, size)
    large, small = ledgers[patients[-1]], ledgers[patients[0]]
    times, people = chosen.times, chosen.people
    idle = max(chosen.sessions // 4, 1)
    return {
        "starts": lambda: starts.starts(ledgers, environ, times, chosen.sessions, goals),
        "forms": lambda: forms.forms(ledgers, environ, times, chosen.forms, goals),
        "news": lambda: terminals.news(ledgers, environ, times, goals),
        "flag": lambda: terminals.silence(large, environ, 1, goals),
        "idle": lambda: terminals.idle(ledgers, environ, idle, goals),
        "people": lambda: terminals.people(small, environ, people, 30, goals),
        "judging": lambda: inside.judging(folder, goals),
        "wards": lambda: inside.wards(folder, chosen.wards),
        "openings": lambda: inside.openings(folder, chosen.entries, goals),
        "memory": lambda: inside.memory(large, goals),
        "followers": lambda: inside.followers(folder, goals),
        "database": lambda: inside.round_trips(goals),
    }


def _numbers(words: str) -> list[int]:
    return [int(word) for word in words.split(",")]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions", description=__doc__)
    parser.add_argument(
        "--only", nargs="*", metavar="ROW", default=[], help="some rows: starts forms news flag idle ..."
    )
    parser.add_argument("--times", type=int, default=3, help="repetitions of what is repeated")
    parser.add_argument("--sessions", type=int, default=20, help="sessions at once")
    parser.add_argument("--people", type=int, default=150, help="people at a human pace")
    parser.add_argument("--forms", type=int, default=160, help="forms before memory is asked for")
    parser.add_argument("--wards", type=_numbers, default=[30, 100, 500, 2_000], help="patients, with commas")
    parser.add_argument(
        "--entries", type=_numbers, default=[100, 10_000, 100_000, 1_000_000], help="entries, with commas"
    )
    chosen = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("These benchmarks read /proc, which only Linux has.")
    goals, begun = Goals(), time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        print(machine(Path(name)))
        measures = rows(Path(name), chosen, goals)
        if unknown := set(chosen.only) - measures.keys():
            parser.error(f"no row {' '.join(sorted(unknown))}; there are {' '.join(measures)}")
        for word, measure in measures.items():
            if not chosen.only or word in chosen.only:
                with goals.attempt(word):
                    measure()
                print(f"({word}: at {time.perf_counter() - begun:.0f} s)", flush=True)
    goals.tell()
    print(f"At the end: {machine(Path(tempfile.gettempdir()))}")
    sys.exit(1 if goals.failed else 0)


if __name__ == "__main__":
    main()
