"""Scenario L of domain.md 4.6: a site with capsules of 150 mg only picks Anderson's schedule."""

from __future__ import annotations

from textual.widgets import Button, Input

from protocols.entries import CourseEnrolled
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.widgets.field import Field


async def test_l_a_site_with_150_mg_only_cannot_enrol_on_anderson_without_a_note(ward: Ward) -> None:
    ward.admit()
    admitted = ward.last
    async with bedside(ward) as here:
        await here.press("e", "b")
        await here.type("150")
        here.app.screen.query_one("#target").focus()
        await here.press("5")
        assert "cannot make 37.5 mg and 75 mg" in here.text("#unmakeable")
        here.app.screen.query_one("#prescriber Input", Input).value = "Cleo Marsh"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        assert "The strengths in stock cannot make 37.5 mg and 75 mg." in here.message
        assert ward.last == admitted
        here.app.screen.query_one("#made-by", Field).value = "Suspension, pharmacy note 7"
        here.app.screen.query_one("#record", Button).press()
        await here.settle()
        said = ward.said()
        assert isinstance(said, CourseEnrolled), here.message
        ward.course = ward.last.id
        assert (said.protocol.id, said.made_by) == ("alectinib-anderson", "Suspension, pharmacy note 7")
        await here.press("s", "w", "m", "enter", "u", "y", "enter")
        assert ward.chart.step_number == 1
        await here.press("escape", "enter")
        assert "made as: Suspension, pharmacy note 7" in here.text("#state")
