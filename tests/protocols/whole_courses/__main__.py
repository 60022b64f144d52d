"""Drives whole courses: `python -m tests.protocols.whole_courses FOLDER...`, or a number of drawn ones."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from protocols.values.refusal import Refused
from tests.protocols.whole_courses.compared import compare
from tests.protocols.whole_courses.drawn import drawn


def main(folders: list[str]) -> int:
    """One line a file; 1 where one strays from its sums."""
    wrong = 0
    if folders and folders[0].isdecimal():
        return _drawn(int(folders[0]))
    for path in sorted(file for folder in folders for file in Path(folder).rglob("*.toml")):
        try:
            print(f"{path.name}: {len(compare(path))} doses")
        except (AssertionError, ValueError, Refused) as error:
            wrong += 1
            print(f"{path.name}: {type(error).__name__} {' '.join(str(error).split())[:200]}")
    return int(bool(wrong))


def _drawn(count: int) -> int:
    """So many drawn files; each that strays is shown with its seed."""
    wrong = 0
    with TemporaryDirectory() as folder:
        for seed in range(count):
            path = drawn(Random(seed), Path(folder))
            try:
                compare(path)
            except (AssertionError, ValueError, Refused) as error:
                wrong += 1
                print(f"seed {seed}: {str(error).splitlines()[:1]}\n{path.read_text(encoding='utf-8')[600:]}")
    print(f"{count} drawn, {wrong} strayed")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
