"""Drives every protocol file of the folders named: `python -m tests.protocols.whole_courses FOLDER...`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.protocols.whole_courses.compared import compare


def main(folders: list[str]) -> int:
    """One line a file; 1 where one strays from its sums."""
    wrong = 0
    for path in sorted(file for folder in folders for file in Path(folder).rglob("*.toml")):
        try:
            print(f"{path.name}: {len(compare(path))} doses")
        except (AssertionError, ValueError) as error:
            wrong += 1
            print(f"{path.name}: {str(error).splitlines()[0]}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
