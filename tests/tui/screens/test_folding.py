"""What is long is folded with -: entries of the history to a line each, what is met of the gate to one."""

from __future__ import annotations

from textual.widgets import OptionList

from protocols import entries as e
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.views.lines.lines import width

LONG = (
    "The skin of both forearms was red for an hour after the shower and pale again by noon, as on other days."
)


def lines_of(here: Bedside) -> list[str]:
    rows = here.app.screen.query_one(OptionList)
    return [str(rows.get_option_at_index(at).prompt) for at in range(rows.option_count)]


async def test_the_history_folds_to_a_line_an_entry_and_unfolds_again(ward: Ward) -> None:
    ward.step_one()
    ward.record(e.NoteAdded(LONG))
    async with bedside(ward) as here:
        await here.press("t")
        whole = lines_of(here)
        assert any("\n" in line for line in whole)
        await here.press("minus")
        folded = lines_of(here)
        assert not any("\n" in line for line in folded)
        assert all(width(line) <= 78 for line in folded)
        (note,) = (line for line in folded if "The skin of both" in line)
        assert note.rstrip().endswith("...")
        assert LONG[-20:] in here.text("#detail"), "the highlighted entry is whole below"
        await here.press("minus")
        assert lines_of(here) == whole


async def test_the_chart_folds_what_is_met_of_the_gate_and_keeps_what_is_missing(ward: Ward) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        await here.press("enter")
        assert "[x] 1 Doses given" in here.text("#gate")
        await here.press("minus")
        told = here.text("#gate")
        assert "[x] Doses given; Days passed" in told
        assert "[ ] 3 Rash-free check: " in told
        assert "SHUT, 5 of 6" in told
        await here.press("minus")
        assert "[x] 1 Doses given" in here.text("#gate")
