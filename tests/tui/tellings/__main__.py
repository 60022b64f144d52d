"""Tell many things and look at what is kept: `python -m tests.tui.tellings [COUNT] [SEED] [FORMS]`.

COUNT tellings by the code behind the forms (20,000), and FORMS through the forms themselves (0). Prints what
became of them; ends with 1 where something else was kept than what was meant.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.tui.tellings.people import ZONES
from tests.tui.tellings.spoken import tell
from tests.tui.tellings.told_in_forms import tell_in_forms, ward_before_a_change

A_WARD = 24
"""Tellings at one ward, before another one begins in the next zone."""


def through_forms(count: int, seed: int) -> list[str]:
    """What is wrong with what was kept of `count` tellings through forms."""
    wrong = list[str]()
    for number in range(-(-count // A_WARD)):
        with TemporaryDirectory() as folder:
            random = Random(seed + number)
            ward = ward_before_a_change(Path(folder), ZONES[number % len(ZONES)], random)
            told = asyncio.run(
                tell_in_forms(ward, random, min(A_WARD, count - number * A_WARD), number * A_WARD)
            )
            print(f"forms, {ward.zone}: {len(told)} wrong", flush=True)
            wrong += told
    return wrong


def main() -> int:
    """Both kinds."""
    said = [int(word) for word in sys.argv[1:4]]
    count, seed, forms = [*said, *(20000, 15, 0)[len(said) :]]
    outcomes, wrong = tell(count, seed)
    for name in sorted(outcomes):
        print(f"{name}: {outcomes[name]:,}")
    wrong += through_forms(forms, seed)
    print(*wrong, f"{forms:,} through forms and {outcomes.total():,} others, {len(wrong)} wrong", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
