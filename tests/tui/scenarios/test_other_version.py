"""A course on another version of its protocol than the site has: said wherever course or protocol is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import OptionList

from protocols.entries import CourseEnrolled, DecisionMade, ProtocolApproved
from protocols.reports.versions import in_use
from protocols.toml.parser import read
from store.site.library import site_folder
from tests.protocols.helpers.site_file import GOOD, changed
from tests.tui.helpers.bedside_app import MRN, PRESCRIBER, ZONE, Ward, bedside
from tests.tui.helpers.papers import words_of
from tui.__main__ import main
from tui.paper.downtime import downtime_sheet
from tui.paper.mar import mar_sheet
from tui.views.handover.lines import sheet_lines
from tui.views.handover.sheets import sheet_at, sheet_now
from tui.views.handover.words import Words
from tui.views.lines.lines import text_of

OLD = read(GOOD, "site.toml")
NEW_TEXT = changed("watch_days = 14", "watch_days = 21", changed("morning = 20", "morning = 40"))
NEW = read(NEW_TEXT, "site.toml")
HEAD = "OTHER VERSION: since the enrolment this site has another version of Alectinib, our ward."
STEP = "Step 1: in the course 20 mg once daily in the morning, 2 days; here 40 mg once daily in the morning"
WATCH = "Gate, days of the rash watch: 14 in the course, 21 here."


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """One patient on the old version; the site's file and its approval are of a new one."""
    ward = Ward(tmp_path)
    ward.admit()
    ward.record(ProtocolApproved(OLD), patient="", course="", by=PRESCRIBER)
    plan = CourseEnrolled(OLD, "Cleo Marsh", 3, OLD.strengths, {"morning": "08:00", "evening": "20:00"}, ZONE)
    ward.course = ward.record(plan, course="").id
    site_folder(ward.path).mkdir()
    (site_folder(ward.path) / "site.toml").write_text(NEW_TEXT, encoding="utf-8")
    return ward


def newer(ward: Ward) -> None:
    ward.record(ProtocolApproved(NEW), patient="", course="", by=PRESCRIBER)


async def test_the_board_marks_it_from_the_approval_on_and_the_chart_says_in_what(ward: Ward) -> None:
    async with bedside(ward) as here:
        assert "OTHER" not in here.text("#detail")
        newer(ward)
        here.app.follow()
        await here.settle()
        row = here.app.screen.query_one(OptionList).get_option_at_index(0).prompt
        assert "0 of 3*" in str(row)
        assert HEAD in here.text("#detail")
        await here.press("enter")
        for words in (HEAD, STEP, WATCH):
            assert words in here.text("#gate")


async def test_a_board_without_a_column_for_the_step_marks_the_name(ward: Ward) -> None:
    newer(ward)
    async with bedside(ward, size=(130, 30)) as here:
        row = here.app.screen.query_one(OptionList).get_option_at_index(0).prompt
        assert "* NG, Li Wei" in str(row)


async def test_the_library_lists_it_and_the_reader_says_in_what_it_differs(ward: Ward) -> None:
    newer(ward)
    async with bedside(ward) as here:
        await here.press("l")
        rows = here.app.screen.query_one(OptionList)
        lines = [" ".join(str(option.prompt).split()) for option in rows.options]
        place = next(at for at, line in enumerate(lines) if "not as on this shelf" in line) + 1
        assert "1 open course: Alectinib, our ward" in lines[place]
        rows.highlighted = place
        await here.press("space")
        assert "marked" not in here.text("#counts"), "two of one id do not stand side by side"
        rows.highlighted = place
        await here.press("enter")
        for words in ("In use here by 1 open course.", HEAD, STEP, WATCH):
            assert words in here.text("#text")


def test_on_paper(ward: Ward) -> None:
    newer(ward)
    chart, record = ward.chart, ward.ledger.record(MRN)
    for sheet in (
        mar_sheet(ward.ledger, record, chart, ward.now, "A4"),
        downtime_sheet(ward.ledger, record, chart, ward.now, "A4", 3),
    ):
        said = " ".join(words_of(sheet).split())
        for words in (HEAD, STEP, WATCH):
            assert words in said


def test_in_the_handover_as_of_its_moment(ward: Ward) -> None:
    ward.ledger.refresh()
    before, at = ward.ledger.position, ward.now
    old = as_text(sheet_at(ward.ledger, before, at))
    newer(ward)
    ward.ledger.refresh()
    assert as_text(sheet_at(ward.ledger, before, at)) == old
    said = as_text(sheet_now(ward.ledger, ward.now))
    for words in (HEAD, STEP, WATCH):
        assert words not in old
        assert words in said
    brief = as_text(sheet_now(ward.ledger, ward.now), brief=True)
    assert "0 of 3*" in brief
    assert "* at a step: another version of the protocol" in brief


def as_text(words: Words, *, brief: bool = False) -> str:
    lines = sheet_lines(words, [], 200, brief=brief)
    return " ".join(text_of(lines).split())


def test_plain_commands(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    newer(ward)
    ward.ledger.close()
    at = ["--data", str(ward.path)]

    def out(*words: str) -> str:
        assert main([*at, *words]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "site, other version" in out("list")
    (patient,) = json.loads(out("list", "--json"))["patients"]
    assert [HEAD in words for words in patient["course"]["version"]] == [True, False, False]
    for words in (HEAD, STEP, WATCH):
        assert words in out("show", MRN)
        assert words in out("protocols")
        assert words in out("protocols", "site")
    found = [one for one in json.loads(out("protocols", "--json"))["protocols"] if one["id"] == "site"]
    assert [(one["source"], one["approved"], one["open_courses"]) for one in found] == [
        ("site", True, 0),
        ("in use", False, 1),
    ]
    assert found[0]["version"] == []
    assert STEP in found[1]["version"][1]


def test_a_faulty_file_of_the_site_is_said_and_the_rest_listed(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    (site_folder(ward.path) / "broken.toml").write_text("id = 3", encoding="utf-8")
    ward.ledger.close()
    assert main(["--data", str(ward.path), "protocols"]) == 0
    told = capsys.readouterr()
    assert "broken.toml" in told.err
    assert "this site, not approved" in told.out
    assert "OTHER VERSION, 1 open course" in told.out


def test_an_ended_course_is_on_no_version(ward: Ward) -> None:
    assert [one.courses for one in in_use([ward.ledger.record(MRN)])] == [1]
    ward.record(DecisionMade("stop", "as agreed"), by=PRESCRIBER)
    assert in_use([ward.ledger.record(MRN)]) == []
