"""A course by the clock and by day, of liquids alone, in two sessions: every plain command shows it.

More: `python -m tests.tui.whole_courses FOLDER`.
"""

from __future__ import annotations

from pathlib import Path

from tests.protocols import whole_courses
from tests.tui.whole_courses import drive


def test_a_course_is_what_its_file_adds_up_to_and_every_command_shows_it() -> None:
    assert drive(Path(whole_courses.__file__).parent / "wanted" / "dilutions-named.toml") == 10
