"""Attack for as long as you want: `python -m tests.red_team [KIND ...] [--seconds 600] [--seed 0]`.

The kinds are noise, ledger, bodies, keyboard, exports and protocols; without any all of them in turn. Each
attack has a number from which it can be made again; the first that is not stood ends those of its kind, and
the exit code is 1. At the end it says how many there were of each kind, what became of them, and the most
memory that was taken.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
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

Attack = Callable[[int, Path], str]

KINDS: dict[str, Attack] = {
    "noise": terminal_noise.attack,
    "ledger": ledger_bytes.attack,
    "bodies": hostile_bodies.attack,
    "keyboard": keyboard.attack,
    "exports": exports.attack,
    "protocols": protocol_files.attack,
}


def main() -> int:
    """Attack, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.red_team", description=__doc__)
    parser.add_argument("kinds", metavar="KIND", nargs="*", choices=[*KINDS, []], help=", ".join(KINDS))
    parser.add_argument("--seconds", type=float, default=600.0, help="how long, all kinds together (600)")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first attack of each kind")
    args = parser.parse_args()
    silence()
    kinds = args.kinds or [*KINDS]
    code = 0
    for kind in kinds:
        code = max(code, _of(kind, args.seed, args.seconds / len(kinds)))
    return code


def _of(kind: str, seed: int, seconds: float) -> int:
    """Attacks of one kind until the time is over; the exit code."""
    end, outcomes = time.monotonic() + seconds, Counter[str]()
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory(prefix="stepward-red-") as folder:
            try:
                outcomes[KINDS[kind](seed, Path(folder))] += 1
            except Broken as broken:
                print(f"{kind}: NOT STOOD. {broken}", flush=True)
                return 1
        seed += 1
    told = "; ".join(f"{count:,} {outcome}" for outcome, count in sorted(outcomes.items()))
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{kind}: {outcomes.total():,} attacks, all stood. {told}. At most {most // 1024} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
