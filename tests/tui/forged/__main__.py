"""Forge exports, bring them in, try every command and screen: `python -m tests.tui.forged [COUNT] [SEED]`.

Prints how many were refused in words and how many came in, and what did not work then, which ends it with 1.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.forged.exports import try_all


def main() -> int:
    """All of it, with what the commands print swallowed."""
    count, seed = (int(word) for word in (sys.argv[1:] + ["500", "15"][len(sys.argv) - 1 :])[:2])
    nowhere = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    quiet = contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere)
    with TemporaryDirectory() as folder, quiet[0], quiet[1]:
        outcomes, wrong = asyncio.run(try_all(count, seed, Path(folder)))
    print(*wrong, f"{dict(outcomes)}, {len(wrong)} that did not work", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
