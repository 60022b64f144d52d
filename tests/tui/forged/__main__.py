"""Forge, and try every command and screen: `python -m tests.tui.forged [exports|ledgers] [COUNT] [FIRST]`.

Exports are brought in, ledgers hold what is forged already. The number of each makes it what it is, so that
many can be tried in pieces. Prints what became of each and what did not work, which ends it with 1.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.forged import exports, ledgers

KINDS = {"exports": exports.try_each, "ledgers": ledgers.try_each}


async def tell(kind: str, numbers: range, folder: Path) -> int:
    """Say what became of each; how many things did not work."""
    said, outcomes, broken = sys.stdout, Counter[str](), 0
    nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        async for number, outcome, wrong in KINDS[kind](numbers, folder):
            outcomes[outcome] += 1
            broken += len(wrong)
            print(f"{number}: {outcome}", *wrong, sep="\n  ", file=said, flush=True)
    print(f"{dict(outcomes)}, {broken} that did not work")
    return broken


def main() -> int:
    """All of it, with what the commands print swallowed."""
    words = sys.argv[1:]
    kind = words.pop(0) if words and words[0] in KINDS else "exports"
    count, first = (int(word) for word in (words + ["500", "15"][len(words) :])[:2])
    with TemporaryDirectory() as folder:
        return 1 if asyncio.run(tell(kind, range(first, first + count), Path(folder))) else 0


if __name__ == "__main__":
    sys.exit(main())
