"""A forged export that comes in: everything works with it. `python -m tests.tui.forged` tries 500."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.forged.exports import try_all

IMPORTS = 1


async def test_every_command_and_screen_works_with_what_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    outcomes, wrong = await try_all(60, 15, tmp_path, IMPORTS)
    assert wrong == []
    assert outcomes["imported"] == IMPORTS
    assert outcomes["refused"] > 0
