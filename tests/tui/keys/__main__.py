"""Press every letter and digit at every focus of every form: `python -m tests.tui.keys [TIMES] [FORM ...]`.

TIMES (3) is how often each form is tried: as it opens, then with choices made at random. Prints what a key
changed that was neither in focus nor plainly asked for, and what of several lines pasted into a field is not
seen there; ends with 1 if there was any.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.keys.pasted import lost
from tests.tui.keys.presses import all_wrong, every_form, ward_of_all


async def press(times: int, names: list[str]) -> int:
    """How many keys went elsewhere."""
    presses = wrong = 0
    with TemporaryDirectory() as folder:
        async with bedside(ward_of_all(Ward(Path(folder)))) as here:
            async for name, form in every_form(here, names):
                count, found = await all_wrong(here, form, Random(name), times)
                found += await lost(here, form)
                presses, wrong = presses + count, wrong + len(found)
                print(f"{name}: {count} presses", *found, sep="\n  ", flush=True)
    print(f"{presses:,} presses, {wrong} that went elsewhere")
    return wrong


if __name__ == "__main__":
    said = sys.argv[1:]
    often = int(said.pop(0)) if said and said[0].isdecimal() else 3
    sys.exit(1 if asyncio.run(press(often, said)) else 0)
