"""`python -m tests.tui.one_fact [COMPARISONS [FIRST_SEED]]`: a million comparisons, or so many.

Ctrl+C says how far it has come.
"""

from __future__ import annotations

import signal
import sys
from time import process_time

from tests.tui.one_fact.comparison import Compared, compare_course

MOST_SHOWN = 20


def main() -> int:
    """Compare, and say what agreed."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found = Compared()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it runs in the background
    try:
        while found.total < wanted and len(found.disagreements) < MOST_SHOWN:
            compare_course(seed, found, as_pdf=seed % 25 == 0)
            seed += 1
    except KeyboardInterrupt:
        print("Stopped.")
    print(f"{found.total:,} comparisons over {found.courses:,} random courses in {found.outputs:,} outputs,")
    print(
        f"{len(found.disagreements)} disagreements, {process_time():.0f} s of CPU; the next seed is {seed}."
    )
    for output, number in found.facts.most_common():
        print(f"  {output}: {number:,}")
    print("courses with " + ", ".join(f"{kind}: {number:,}" for kind, number in found.kinds.items()))
    print("\n".join(found.disagreements[:MOST_SHOWN]))
    return 1 if found.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
