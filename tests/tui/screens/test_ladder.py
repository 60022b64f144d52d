"""The ladder on a chart: the step that goes on is in sight, however many came before it."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from protocols import entries as e
from tests.tui.helpers.bedside_app import PRESCRIBER, Ward, bedside, key


@pytest.mark.parametrize("size", [(80, 23), (80, 24), (110, 24), (100, 30)])
async def test_the_present_step_is_in_sight_on_the_last_one_of_many(
    size: tuple[int, int], ward: Ward
) -> None:
    ward.admit()
    ward.enrol("alectinib-kimura")
    ward.rash_free()
    last = len(ward.chart.protocol.steps)
    what = e.StepStarted(last, key(1, "morning"), source="a letter", taken="as there")
    ward.record(what, by=PRESCRIBER)
    async with bedside(ward, size=size) as here:
        await here.press("enter")
        ladder = here.app.screen.query_one("#steps", Static)
        shown = str(ladder.content).splitlines()
        (place,) = (place for place, line in enumerate(shown) if line.startswith(f"> {last}"))
        assert ladder.content_region.y + place < here.app.screen.query_one("#panels").region.bottom
