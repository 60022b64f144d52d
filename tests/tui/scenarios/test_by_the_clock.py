"""A course with a dose every hour, through the screens: enrolled, checked, stepped up, seen everywhere."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from protocols.entries import CourseEnrolled, DoseGiven, ProtocolApproved, StepStarted
from protocols.toml.parser import read
from store.site.library import site_folder
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, Ward, bedside
from tui.__main__ import main
from tui.exit_codes import Exit
from tui.forms.course.enrol import EnrolForm
from tui.screens.patient.chart import ChartScreen

FILE = Path(__file__).parents[3] / "protocols" / "library" / "literature" / "cotrimoxazole-rapid.toml"


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.admit()
    site_folder(ward.path).mkdir()
    text = FILE.read_text(encoding="utf-8")
    (site_folder(ward.path) / FILE.name).write_text(text, encoding="utf-8")
    ward.record(ProtocolApproved(read(text, FILE.name)), patient="", course="", by=PRESCRIBER)
    return ward


async def test_an_hourly_course_from_enrolment_to_the_second_step(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    async with bedside(ward) as here:
        await here.press("e", "e")
        assert isinstance(here.app.screen, EnrolForm)
        for text in ("160", "6", "Ingrid Berg", "dilutions"):
            await here.key_in(text)
            await here.press("enter")
        await here.press("enter")
        enrolled = ward.last
        assert isinstance(enrolled.what, CourseEnrolled)
        assert enrolled.what.times == {}
        ward.course = enrolled.id
        await here.press("enter")
        assert isinstance(here.app.screen, ChartScreen)
        await here.press("s", "w", "m", "enter")
        await here.press("u", "y", "enter")
        assert isinstance(ward.said(), StepStarted)
        await here.press("d", "g", "enter")
        await here.press("n")
        await here.press("enter")
        given = ward.said()
        assert isinstance(given, DoseGiven)
        assert given.amount == Decimal("0.004")
        ward.now += timedelta(minutes=40)
        await here.press("s", "w", "m", "enter")
        await here.press("u", "y", "enter")
        assert ward.chart.step_number == 2
        assert "DOSE 0.04 mg (40 microgram) next today 08:00" in here.text("#state")
        for key in ("x", "t", "g"):
            await here.press(key)
            await here.press("escape")
        assert isinstance(here.app.screen, ChartScreen)
    for words in (["show", MRN], ["list"], ["needs"], ["show", MRN, "--json"], ["verify"]):
        assert main([*words, "--data", str(ward.path)]) == Exit.OK, words
    assert "0.004 mg (4 microgram) given" in capsys.readouterr().out
