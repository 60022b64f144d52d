"""`python -m tests.protocols.sites [COUNT] [FIRST] [SITES]`: random histories of two sites, or of three."""

from __future__ import annotations

import sys

from tests.protocols.sites.histories import History


def main(count: int = 1000, first: int = 0, sites: int = 2) -> int:
    """Run them; print each that is wrong, and what was lived through."""
    wrong = received = conflicts = steps = 0
    for seed in range(first, first + count):
        history = History(seed, three=sites == 3).run()
        received, conflicts = received + history.received, conflicts + history.conflicts
        steps += history.steps
        wrong += bool(history.faults)
        for fault in history.faults[:3]:
            print(f"seed {seed}: {fault}", flush=True)
    print(f"{count} histories, {received} records received, {conflicts} conflicts, {steps} steps started,")
    print(f"{wrong} wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
