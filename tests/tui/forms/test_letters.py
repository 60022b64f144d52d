"""A letter that is typed lays nothing out again: a line stays as wide as it is."""

from __future__ import annotations

import pytest
from textual.screen import Screen
from textual.widgets import Input

from tests.tui.helpers.bedside_app import Ward, bedside
from tui.forms.patient.admit import AdmitForm


async def test_a_letter_lays_nothing_out_and_a_long_line_goes_along(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.open(AdmitForm(""))
        line = here.app.focused
        assert isinstance(line, Input)
        await here.press("S")
        counted, usual = list[object](), Screen._refresh_layout

        def counting(screen: Screen[object], *args: object, **options: object) -> None:
            counted.append(screen)
            usual(screen, *args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Screen, "_refresh_layout", counting)
        await here.press(*"lept well")
        assert line.value == "Slept well"
        assert not counted
        await here.press(*"x" * 100)
        assert line.scroll_offset.x == len(line.value) + 1 - line.content_size.width
        assert line.render_line(0).text.rstrip().endswith("xxx")
