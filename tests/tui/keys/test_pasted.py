"""Nothing that is pasted falls away; `python -m tests.tui.keys` tries every form."""

from __future__ import annotations

import pytest

from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.keys.pasted import lost
from tests.tui.keys.presses import opened, ward_of_all
from tui.widgets.field import Line


async def test_of_what_is_pasted_into_a_field_every_word_is_seen(ward: Ward) -> None:
    async with bedside(ward_of_all(ward)) as here:
        assert await lost(here, await opened(here, "details")) == []


async def test_a_line_that_falls_away_is_found(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Line, "_on_paste", lambda self, event: self.replace("eins zwei", *self.selection))
    async with bedside(ward_of_all(ward)) as here:
        assert await lost(here, await opened(here, "details"))
