"""The terminal's cursor stands where the highlight is, for a braille display or a magnifier."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import OptionList

from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tui.forms.skin.skin import SkinForm
from tui.terminal.eye import eye


def shown_at(here: Bedside) -> str:
    """The text of the screen from the eye on."""
    focused = here.app.focused
    assert isinstance(focused, Widget)
    place = eye(focused)
    strips = here.app.screen._compositor.render_strips()
    return "".join(segment.text for segment in strips[place.y])[place.x :]


async def test_on_the_board_it_is_the_highlighted_line(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        rows = here.app.screen.query_one(OptionList)
        assert eye(rows) == Offset(rows.region.x, rows.region.y)
        assert "NG, Li Wei" in shown_at(here)


async def test_in_a_form_it_is_the_chosen_line_and_the_next_letter(ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        await here.open(SkinForm(MRN, ward.course))
        lines = [shown_at(here)]
        for _ in range(3):
            await here.press("down")
            lines.append(shown_at(here))
        assert len(set(lines)) > 1
        assert any("(x)" in line for line in lines), lines
