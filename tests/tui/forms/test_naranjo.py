"""The ten items keyed in by letters; the published sum kept apart; put right through the history."""

from __future__ import annotations

from textual.widgets import Button

from protocols.entries import EntryCorrected, NaranjoAssessed
from tests.protocols.scales.test_naranjo import AS_PUBLISHED, REPORT
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.forms.correction.correct import CorrectForm
from tui.screens.patient.chart import ChartScreen
from tui.widgets.field import Field

KEYS = [answer[0] for answer in REPORT]


async def record(here: Bedside) -> None:
    here.app.screen.query_one("#record", Button).press()
    await here.settle()


async def test_the_reports_case_is_7_probable_beside_the_published_9(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("enter", "r")
        await here.type("rash")
        await here.press("enter", *KEYS[:9])
        assert here.text("#sum") == "Sum so far 6: 1 item to answer."
        assert "objective evidence" in here.text("#question")
        await record(here)
        assert here.message == "Answer every item: Y yes, N no, U unknown. 1 item to answer."
        await here.press(KEYS[9])
        assert here.text("#sum").startswith("Sum 7: probable.")
        fields = here.app.screen.query_one("#fields")
        assert fields.virtual_size.height <= fields.size.height
        for name, text in (("published", "nine"), ("source", "case report 2020")):
            here.app.screen.query_one(f"#{name}", Field).value = text
        await record(here)
        assert "Published sum: write a whole number" in here.message
        here.app.screen.query_one("#published Input").value = "9"  # type: ignore[attr-defined]
        await record(here)
        assert ward.said() == AS_PUBLISHED
        assert isinstance(here.app.screen, ChartScreen)
        assert "7, probable, computed from the items; published: 9 (case report 2020)" in here.text("#gate")


async def test_an_assessment_is_put_right_item_by_item(ward: Ward) -> None:
    ward.begin()
    wrong = ward.record(AS_PUBLISHED)
    ward.at(1, "07:30")
    async with bedside(ward) as here:
        form = CorrectForm(wrong.patient, wrong.course, wrong.id)
        await here.open(form)
        await here.press("c")
        form.set_focus(form.query_one("#item-4"))
        await here.press("n")
        assert here.text("#sum").startswith("Sum 6: probable.")
        form.set_focus(form.query_one("#reason", Field).line)
        await here.type("item 4")
        await record(here)
        what = ward.said()
        assert isinstance(what, EntryCorrected)
        assert isinstance(what.right, NaranjoAssessed)
        assert what.right.answers[3] == "no"
