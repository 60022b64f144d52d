"""Every row of the fortnight's diary is so; `python -m tests.tui.fortnight --look` shows each screen."""

from __future__ import annotations

from pathlib import Path

from tests.tui.fortnight.diary import DIARY
from tests.tui.fortnight.places import Fortnight


async def test_every_row_of_the_diary_is_so(tmp_path: Path) -> None:
    here = Fortnight(tmp_path)
    for row in DIARY:
        here.at(row.day, row.wall)
        await row.live(here)
