"""A text is worked out beside the keys: they go on working, and what comes is of the record as it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import HoldPlaced
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tui.forms.skin.red_flag import RedFlagForm
from tui.screens.base.working import WORKING
from tui.screens.patient import picture as screen
from tui.screens.ward import handover
from tui.views.handover.sheets import sheet_now
from tui.views.picture.picture import picture


class Slow:
    """A picture that takes as long as the test likes, and where it was drawn."""

    def __init__(self) -> None:
        self.go, self.threads, self.made = threading.Event(), list[threading.Thread](), threading.Event()

    def __call__(self, *args: Any) -> Any:
        self.threads.append(threading.current_thread())
        assert self.go.wait(120)
        made = picture(*args)
        self.made.set()
        return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    found = Slow()
    monkeypatch.setattr(screen, "picture", found)
    return found


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    made = Ward(tmp_path)
    made.begin()
    return made


async def until(here: Bedside, true: Callable[[], object]) -> None:
    """Wait for what comes by itself while the work goes on."""
    for _ in range(2_000):
        if true():
            return
        await here.pilot.pause(0.005)
    raise AssertionError("it never came")


async def opened(here: Bedside, slow: Slow) -> None:
    here.app.open("picture", MRN, here.ward.course)
    await until(here, lambda: slow.threads and here.app.screen.query("#text"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_while_a_forecast_is_worked_out_a_line_says_so_and_the_red_flag_is_one_key(
    ward: Ward, slow: Slow, size: tuple[int, int]
) -> None:
    async with bedside(ward, size=size) as here:
        await opened(here, slow)
        assert here.text("#text") == WORKING
        assert slow.threads[0] is not threading.main_thread()
        await here.pilot.press("f9")
        await until(here, lambda: isinstance(here.app.screen, RedFlagForm))
        slow.go.set()
        await here.press("escape")
        assert "Still needed from the shelf" in here.text("#text")


async def test_leaving_before_it_is_done_leaves_nothing_behind(ward: Ward, slow: Slow) -> None:
    async with bedside(ward) as here:
        await opened(here, slow)
        await here.pilot.press("escape")
        await until(here, lambda: not here.app.screen.query("#reading"))
        slow.go.set()
        await here.settle()
        assert here.app.is_running


async def test_an_old_forecast_is_not_shown_as_the_one_of_a_changed_record(ward: Ward, slow: Slow) -> None:
    async with bedside(ward) as here:
        slow.go.set()
        await opened(here, slow)
        await here.settle()
        assert "Still needed from the shelf" in here.text("#text")
        slow.go.clear()
        here.app.redraw()
        await until(here, lambda: len(slow.threads) == 2)
        assert "Still needed from the shelf" in here.text("#text"), "nothing has changed but the minute"
        ward.record(HoldPlaced("surgery"))
        here.app.follow()
        await until(here, lambda: len(slow.threads) == 3)
        assert here.text("#text") == WORKING
        slow.go.set()
        await here.settle()
        assert "The course is HELD" in here.text("#text")


async def test_the_sheet_of_a_ward_is_made_once_for_all_that_draw_it_and_beside_the_keys(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads, go = list[threading.Thread](), threading.Event()

    def slowly(*args: Any) -> Any:
        threads.append(threading.current_thread())
        assert go.wait(120)
        return sheet_now(*args)

    monkeypatch.setattr(handover, "sheet_now", slowly)
    async with bedside(ward) as here:
        await here.pilot.press("o")
        await until(here, lambda: threads)
        here.app.redraw()
        assert here.text("#text") == WORKING
        await here.pilot.press("f9")
        await until(here, lambda: not isinstance(here.app.screen, handover.HandoverScreen))
        go.set()
        await here.press("escape")
        assert "Handover of Ward 3" in here.text("#text")
        assert len(threads) == 1
        assert threads[0] is not threading.main_thread()
        ward.record(HoldPlaced("surgery"))
        here.app.follow()
        await here.settle()
        assert "surgery" in here.text("#text")
        assert len(threads) == 2


async def test_what_comes_after_the_screen_was_left_is_drawn_nowhere(ward: Ward, slow: Slow) -> None:
    async with bedside(ward) as here:
        await opened(here, slow)
        left = here.app.screen
        drawn: list[object] = []
        left.show = lambda selector, content: drawn.append(selector)  # type: ignore[attr-defined]
        here.app.pop_screen()
        slow.go.set()
        assert slow.made.wait(60), "before the screen that was left has ended what it began"
        await here.settle()
        assert left not in here.app.screen_stack
        assert not drawn
