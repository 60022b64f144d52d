"""Attack for as long as you want: `python -m tests.red_team [KIND ...] [--seconds 600] [--seed 0]`.

The kinds are noise, ledger, bodies, keyboard, exports and protocols; without any all of them in turn. With
`--attacks N` there are so many of each kind, however long they take. Each has a number from which it can be
made again; the first that is not stood ends those of its kind, and the exit code is 1. At the end, also with
Ctrl+C or SIGTERM, it says how many there were of each kind, how long they took, what became of them, and the
most memory that was taken: more than 300 MB is not stood either.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from store.site.journal import silence
from tests.red_team import (
    exports,
    hostile_bodies,
    keyboard,
    ledger_bytes,
    protocol_files,
    terminal_noise,
)
from tests.red_team.commands import Broken

MEMORY = 300
"""Megabytes that an attack may take, with all that it starts."""

Attack = Callable[[int, Path], str]

KINDS: dict[str, AbstractContextManager[Attack]] = {
    "noise": terminal_noise.sessions(),
    "ledger": nullcontext(ledger_bytes.attack),
    "bodies": nullcontext(hostile_bodies.attack),
    "keyboard": nullcontext(keyboard.attack),
    "exports": nullcontext(exports.attack),
    "protocols": nullcontext(protocol_files.attack),
}


def main() -> int:
    """Attack, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.red_team", description=__doc__)
    parser.add_argument("kinds", metavar="KIND", nargs="*", choices=[*KINDS, []], help=", ".join(KINDS))
    parser.add_argument("--seconds", type=float, default=600.0, help="how long, all kinds together (600)")
    parser.add_argument("--attacks", type=int, help="how many of each kind, however long they take")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first attack of each kind")
    args = parser.parse_args()
    silence()
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # also in the background, where Ctrl+C is taken for nothing
        signal.signal(number, signal.default_int_handler)
    kinds = args.kinds or [*KINDS]
    code = 0
    for kind in kinds:
        code = max(code, _of(kind, args.seed, args.attacks, args.seconds / len(kinds)))
    return code


def _of(kind: str, first: int, count: int | None, seconds: float) -> int:
    """Attacks of one kind, so many or until the time is over; the exit code."""
    begun, outcomes, code = time.monotonic(), Counter[str](), 0
    seeds = range(first, first + count) if count is not None else itertools.count(first)
    try:
        with KINDS[kind] as attack:
            for seed in seeds:
                outcomes[_stood(attack, seed)] += 1
                if count is None and time.monotonic() - begun > seconds:
                    break
    except Broken as broken:
        print(f"{kind}: NOT STOOD. {broken}", flush=True)
        code = 1
    except KeyboardInterrupt:
        code = 130
    took = f"in {(time.monotonic() - begun) / 60:.1f} min"
    told = "; ".join(f"{number:,} {outcome}" for outcome, number in sorted(outcomes.items()))
    print(f"{kind}: {outcomes.total():,} stood {took}. {told}. At most {_memory()} MB", flush=True)
    return code


def _stood(attack: Attack, seed: int) -> str:
    """What became of one attack, in a folder that is thrown away. Broken where it was not stood."""
    with tempfile.TemporaryDirectory(prefix="stepward-red-") as folder:
        outcome = attack(seed, Path(folder))
    if _memory() > MEMORY:
        raise Broken(f"seed {seed}: {_memory()} MB of memory")
    return outcome


def _memory() -> int:
    """The most megabytes that this process, or one that it started, ever had."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most // (1024 if sys.platform == "linux" else 1024**2)


if __name__ == "__main__":
    sys.exit(main())
