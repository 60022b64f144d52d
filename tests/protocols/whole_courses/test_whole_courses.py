"""Every protocol file here, driven from enrolment to its end, gives what its TOML alone adds up to.

More: `python -m tests.protocols.whole_courses FOLDER` for files, or a number for so many drawn ones.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.protocols.whole_courses.compared import compare
from tests.protocols.whole_courses.drawn import drawn

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("schedules/*.toml"), *HERE.glob("wanted/*.toml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_whole_course_gives_what_the_file_adds_up_to(path: Path) -> None:
    compare(path)


@pytest.mark.parametrize("seed", range(8))
def test_a_whole_course_of_a_drawn_file_gives_what_it_adds_up_to(seed: int, tmp_path: Path) -> None:
    compare(drawn(Random(seed), tmp_path))
