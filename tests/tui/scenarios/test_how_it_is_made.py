"""How a dose is made, and what its step says to the nurse, stand wherever the dose is shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from textual.widgets import Static

from protocols import entries as e
from protocols.reports.status import status_of
from protocols.toml.parser import read
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.site_file import GOOD
from tests.tui.helpers.bedside_app import PRESCRIBER, ZONE, Ward, bedside, said
from tests.tui.helpers.papers import assert_sound, ledger_of, words_of
from tui.commandline.reports.record import chart_data
from tui.forms.course.step_up import StepUpForm
from tui.paper.downtime import downtime_sheet
from tui.paper.mar import mar_sheet
from tui.views.course.chart import dose_lines
from tui.views.handover.course import situation
from tui.views.lines.lines import text_of

PLAN = GOOD.replace("with_food", 'divisible = "halves"\nwith_food', 1).replace(
    "20 mg once daily", "Under the tongue"
)
PROTOCOL = read(
    PLAN.replace("strengths = [20, 150]", "strengths = [40]")
    .replace("20 mg once daily", "Under the tongue")
    .replace('"capsule"', '"tablet"')
    .replace("days = 5\n", 'days = 5\ntext = "Sit down for an hour"\n'),
    "site.toml",
)
HALF, TOLD, NOTE = "half a tablet of 40 mg", "Under the tongue", "150 mg as a suspension of the pharmacy"
TIMES = {"morning": "08:00", "evening": "20:00"}


@pytest.fixture
def bed() -> Bedside:
    bed = Bedside(PROTOCOL)
    bed.admit()
    bed.enrol(strengths=PROTOCOL.strengths, target=3, made_by=NOTE)
    bed.rash_free()
    bed.start(1)
    return bed


def test_chart_show_and_handover(bed: Bedside) -> None:
    found = status_of(bed.chart, bed.now)
    chart = text_of(dose_lines(found, bed.now, 80))
    told = " ".join(one.text for one in situation(found, bed.now))
    shown = chart_data(found, bed.now)
    for words in (HALF, TOLD, f"made as: {NOTE}"):
        assert words in " ".join(chart.split()), words
        assert words in told, words
        assert words in f"{shown['next']['made_of']} {shown['next']['step_text']}", words
    assert shown["plan"][0]["text"] == TOLD


def test_medication_record_and_downtime(bed: Bedside) -> None:
    ledger = ledger_of(bed)
    for sheet in (
        mar_sheet(ledger, bed.folded, bed.chart, bed.now, "A4"),
        downtime_sheet(ledger, bed.folded, bed.chart, bed.now, "A4", 2),
    ):
        assert_sound(sheet)
        printed = words_of(sheet)
        for words in (HALF, f"says: {TOLD}", f"made as: {NOTE}"):
            assert words in printed, words


async def test_the_form_of_a_dose_and_of_a_step(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.admit()
    ward.record(e.ProtocolApproved(PROTOCOL), by=PRESCRIBER, patient="", course="")
    plan = e.CourseEnrolled(PROTOCOL, "Cleo Marsh", 3, (Decimal(40),), TIMES, ZONE, NOTE)
    ward.course = ward.record(plan, course="").id
    ward.rash_free()
    async with bedside(ward) as here:
        await here.press("enter", "u")
        form = here.app.screen
        assert isinstance(form, StepUpForm)
        change = said(form.query_one("#change", Static))
        assert HALF in change
        assert f"Step 1 says: {TOLD}" in change
        assert f"Made as: {NOTE}" in change
        await here.press("escape")
        ward.start(1)
        here.app.follow()
        await here.settle()
        await here.press("d")
        head = " ".join(said(static) for static in here.app.screen.query(Static))
        assert HALF in head
        assert TOLD in head
