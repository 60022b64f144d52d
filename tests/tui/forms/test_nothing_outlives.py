"""Nothing of a form is kept once it is closed: neither what was drawn of it nor what was typed."""

from __future__ import annotations

import gc
import weakref

from textual._styles_cache import StylesCache

from tests.tui.helpers.bedside_app import Ward, bedside


def drawn() -> int:
    """How many widgets have lines that are kept."""
    gc.collect()
    return sum(isinstance(one, StylesCache) for one in gc.get_objects())


async def test_forms_that_were_closed_are_gone_with_all_that_was_drawn_of_them(ward: Ward) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        closed: list[weakref.ref[object]] = []
        counts = []
        for _ in range(4):
            await here.press("d")
            closed.append(weakref.ref(here.app.screen))
            await here.press("escape")
            counts.append(drawn())
        assert [form() for form in closed[:-1]] == [None, None, None]
        assert len(set(counts)) == 1
