"""Every protocol file here, driven from enrolment to its end, gives what its TOML alone adds up to.

More files: `python -m tests.protocols.whole_courses FOLDER`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocols.whole_courses.compared import compare

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("schedules/*.toml"), *HERE.glob("wanted/*.toml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_whole_course_gives_what_the_file_adds_up_to(path: Path) -> None:
    compare(path)
