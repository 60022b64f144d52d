"""A screen is sent whole when it is opened, and not again when somebody comes back to it."""

from __future__ import annotations

import pytest

from tests.tui.helpers.bedside_app import Ward, bedside
from tui.terminal.painter.painted import Painted


async def test_only_what_is_opened_is_sent_whole(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.begin()
    forgot, forget = list[None](), Painted.forget

    def counting(painted: Painted) -> None:
        forgot.append(None)
        forget(painted)

    monkeypatch.setattr(Painted, "forget", counting)
    async with bedside(ward) as here:
        for key, times in (("n", 1), ("f1", 1), ("escape", 0), ("escape", 0), ("f1", 1), ("escape", 0)):
            forgot.clear()
            await here.press(key)
            assert len(forgot) == times, key
