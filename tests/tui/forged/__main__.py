"""Forge, and try every command and screen: `python -m tests.tui.forged [exports|ledgers] [COUNT] [SEED]`.

Exports are brought in, ledgers hold what is forged already. Prints what became of how many, and what did not
work, which ends it with 1.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.forged import exports, ledgers

KINDS = {"exports": exports.try_all, "ledgers": ledgers.try_all}


def main() -> int:
    """All of it, with what the commands print swallowed."""
    words = sys.argv[1:]
    kind = words.pop(0) if words and words[0] in KINDS else "exports"
    count, seed = (int(word) for word in (words + ["500", "15"][len(words) :])[:2])
    nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    quiet = contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere)
    with TemporaryDirectory() as folder, quiet[0], quiet[1]:
        outcomes, wrong = asyncio.run(KINDS[kind](count, seed, Path(folder)))
    print(*wrong, f"{dict(outcomes)}, {len(wrong)} that did not work", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
