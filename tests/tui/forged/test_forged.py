"""A forged export that comes in: everything works with it. `python -m tests.tui.forged` tries 500."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.forged.exports import try_each


async def test_every_command_and_screen_works_with_what_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    outcomes = list[str]()
    async for _, outcome, wrong in try_each(range(15, 75), tmp_path):
        assert wrong == []
        outcomes.append(outcome)
        if outcome == "imported":
            break
    assert {*outcomes} == {"refused", "imported"}
