"""`python -m tests.tui.fortnight [--look]`: the fortnight row by row, each with yes or what was otherwise.

With --look the last screen of each row is shown, and Enter goes on to the next.
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.fortnight.diary import DIARY
from tests.tui.fortnight.places import Fortnight


async def tour(folder: Path, *, look: bool) -> bool:
    """Live it; whether every row is so. It ends with the first that is not, for the others rest on it."""
    here = Fortnight(folder)
    for row in DIARY:
        here.at(row.day, row.wall)
        try:
            await row.live(here)
        except Exception:  # whatever it is, the row is not so
            print(f"Day {row.day:>2} {row.wall} {row.site:<8}  NO   {row.words}")
            traceback.print_exc()
            return False
        print(f"Day {row.day:>2} {row.wall} {row.site:<8}  yes  {row.words}")
        if look:
            print("\n".join(here.shown))
            await asyncio.to_thread(input, "Enter goes on. ")
    return True


def main() -> int:
    """Take the tour in a folder of its own."""
    with TemporaryDirectory() as folder:
        return 0 if asyncio.run(tour(Path(folder), look="--look" in sys.argv[1:])) else 1


if __name__ == "__main__":
    sys.exit(main())
