"""What is opened is laid out and drawn once, and that shows what another layout and drawing would."""

from __future__ import annotations

import pytest
from textual._compositor import Compositor, LayoutUpdate
from textual.screen import Screen

from protocols import entries as e
from tests.tui.app.test_routes import hand_over, made_with
from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tests.tui.helpers.staffed import hire
from tui.app.routes import ROUTES


def shown(here: Bedside) -> list[str]:
    """What stands on the screen, line by line, with its colours."""
    strips = here.app.screen._compositor.render_strips(here.app.size)
    return [repr([(part.text, part.style) for part in strip]) for strip in strips]


async def drawn_again(here: Bedside) -> list[str]:
    """The same after everything was laid out and drawn anew."""
    for part in here.app.screen.walk_children(with_self=True):
        part.refresh(layout=True)
    await here.settle()
    return shown(here)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_nothing_is_left_as_it_was_before_it_was_complete(ward: Ward, size: tuple[int, int]) -> None:
    hire(ward).begin()
    hand_over(ward)
    async with bedside(ward, size=size) as here:
        for name in ROUTES:
            here.app.open(name, *made_with(name, here))
            await here.settle()
            assert shown(here) == await drawn_again(here), name
            here.app.pop_screen()
            await here.settle()


WRITTEN_ONCE = ("receive", "from_paper", "correct", "write_out")
"""Where a paragraph stays in the lines in which it was written."""


async def test_a_window_of_another_size_shows_what_one_opened_in_it_does(ward: Ward) -> None:
    before, after = (80, 24), (120, 40)
    hire(ward).begin()
    hand_over(ward)
    async with bedside(ward, size=before) as here:
        for name in (name for name in ROUTES if name not in WRITTEN_ONCE):
            here.app.open(name, *made_with(name, here))
            await here.settle()
            await here.pilot.resize_terminal(*after)
            await here.settle()
            resized = shown(here)
            here.app.pop_screen()
            await here.settle()
            here.app.open(name, *made_with(name, here))
            await here.settle()
            assert resized == shown(here), name
            here.app.pop_screen()
            await here.pilot.resize_terminal(*before)
            await here.settle()


@pytest.mark.parametrize("name", ["dose", "skin", "red_flag", "note", "hold", "vomited"])
async def test_one_layout_and_one_drawing_of_the_whole(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ward.begin()
    counted = {"layouts": 0, "drawings": 0}
    layout, draw = Screen._refresh_layout, Compositor.render_update

    def laying_out(screen: Screen[object], *args: object, **options: object) -> None:
        counted["layouts"] += screen is here.app.screen
        layout(screen, *args, **options)  # type: ignore[arg-type]

    def drawing(compositor: Compositor, *args: object, **options: object) -> object:
        made = draw(compositor, *args, **options)  # type: ignore[arg-type]
        counted["drawings"] += isinstance(made, LayoutUpdate)
        return made

    async with bedside(ward) as here:
        monkeypatch.setattr(Screen, "_refresh_layout", laying_out)
        monkeypatch.setattr(Compositor, "render_update", drawing)
        here.app.open(name, MRN, ward.course)
        await here.settle()
        assert counted == {"layouts": 1, "drawings": 1}


async def test_what_is_covered_is_not_drawn_and_is_right_when_it_is_seen_again(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        board, drawn = here.app.screen, list[Screen[object]]()
        await here.press("n")
        layout = Screen._refresh_layout

        def laying_out(screen: Screen[object], *args: object, **options: object) -> None:
            drawn.append(screen)
            layout(screen, *args, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(Screen, "_refresh_layout", laying_out)
        ward.record(e.RedFlagSeen(("skin pain",)))
        here.app.follow()
        await here.pilot.resize_terminal(100, 30)
        await here.settle()
        assert here.app.screen in drawn
        assert board not in drawn
        await here.press("escape")
        assert here.app.screen is board
        assert "RED FLAG" in "".join(shown(here))
        assert shown(here) == await drawn_again(here)
