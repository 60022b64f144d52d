"""Tell many things and look at what is kept: `python -m tests.tui.tellings [COUNT] [SEED] [FORMS]`.

COUNT tellings by the code behind the forms (20,000), and FORMS through the forms themselves (0). Prints what
became of them; ends with 1 where something else was kept than what was meant.
"""

from __future__ import annotations

import sys

from tests.tui.tellings.spoken import tell


def main() -> int:
    """Both kinds."""
    count, seed = (int(word) for word in [*sys.argv[1:3], "20000", "15"][:2])
    outcomes, wrong = tell(count, seed)
    for name in sorted(outcomes):
        print(f"{name}: {outcomes[name]:,}")
    print(*wrong, f"{outcomes.total():,} tellings, {len(wrong)} wrong", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
