"""The picture of a course: crisp at 80 columns, the same in ASCII, true to the doses."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.definition.step import PlannedDose, Step
from protocols.entries import CourseEnrolled, DoseGiven, EarlierReaction, EntryCorrected
from protocols.reports.course_picture import course_picture
from protocols.reports.timeline import earlier_reaction
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.glyphs import stand_in
from tui.paper.outputs import OUTPUTS
from tui.screens.patient.picture import PictureScreen
from tui.views.lines.lines import text_of, width
from tui.views.lines.scale import Marks, Scale, scale_for
from tui.views.picture.exposure import cell_levels, curve
from tui.views.picture.ladder import MARKS, MOST_RUNGS, label_cells, ladder
from tui.views.picture.picture import picture
from tui.widgets.field import Field


def ladder_of(bed: Bedside, cells: int = 76) -> list[str]:
    drawn = course_picture(bed.chart, bed.now)
    scale = scale_for(drawn, cells - label_cells(bed.chart, cells) - 1, bed.chart)
    return text_of(ladder(bed.chart, drawn, scale, cells)).splitlines()


def rung(lines: list[str], number: int) -> str:
    """The marks of one step."""
    return next(line for line in lines if f"#{number} " in line).split("│")[1]


def row(lines: list[str], name: str) -> str:
    return next((line for line in lines if line.startswith(name)), "")


def test_the_reports_ladder_at_80_columns() -> None:
    lines = ladder_of(on_step(3))
    assert [line.rstrip() for line in lines] == [
        ". planned, ■ given, o rash-free, ▲ today, > # step now, T target",
        " T 1,200 mg a day #5 │                                              ......",
        "   1,050 mg a day #4 │                              ................",
        ">    900 mg a day #3 │              ................",
        "     600 mg a day #2 │    ■■■■■■■■■■",
        "     300 mg a day #1 │■■■■",
        "                     └┬───┬─────────▲───────────────┬───────────────┬───┬─",
        "protocol day          1   3         8               16              24  26",
        "gate passed           G   G         G",
        "skin                  o   o         o",
    ]


def test_what_became_of_doses_holds_and_findings_stand_on_their_days() -> None:
    bed = at_bedside()
    bed.day(lambda: bed.give(amount=Decimal(100), reason="one short"))
    bed.day(lambda: bed.give(vomited=True))
    bed.day(bed.not_given)
    bed.at(bed.now.date(), "09:00")
    bed.rash()
    bed.go(hours=24)
    lines = ladder_of(bed)
    assert rung(lines, 1).split() == [*"~~vvxx"], "in a wide window there is room between doses"
    assert row(lines, "skin").split() == ["skin", "o", "R"]
    assert re.search(r"held +={2,}", row(lines, "held"))
    for word in ("~ another amount", "x not given", "v vomited", "R rash"):
        assert word in lines[0] + lines[1]


@pytest.mark.parametrize("cells", [76, 96, 116, 196])
def test_every_line_fits_and_the_steps_keep_their_whole_dose(cells: int) -> None:
    for protocol_id in ("alectinib-report-2020", "alectinib-kimura", "alectinib-anderson"):
        bed = on_step(3, protocol_id)
        lines = text_of(picture(bed.folded, bed.chart, bed.now, cells, 40)).splitlines()
        assert max(map(width, lines)) <= cells
        assert "..." not in "".join(line for line in lines if "#" in line and "│" not in line)
        for number in range(1, len(bed.protocol.steps) + 1):
            assert any(re.search(rf"(a day|daily|morning|evening) #{number} ", line) for line in lines)


def test_marks_are_told_apart_in_ascii() -> None:
    plain = [stand_in(mark) for mark, _, _ in MARKS.values()]
    assert len(set(plain)) == len(plain)
    for line in ladder_of(on_step(2)):
        assert width("".join(map(stand_in, line))) == width(line)
    assert {stand_in(char) for char in "█▄"} == {"#", "_"}


@pytest.mark.parametrize("order", ["x■.", ".■x", "■x."])
def test_of_marks_in_one_cell_the_one_that_matters_stays(order: str) -> None:
    marks = Marks(3, ".■x")
    for mark in order:
        marks.put(1, mark)
    marks.put(3, "x")
    assert text_of([marks.line()]) == " x "


def test_a_number_never_stands_before_a_dose() -> None:
    for line in ladder_of(on_step(2)) + ladder_of(on_step(2), 116):
        assert not re.search(r"\d +[\d,.]+ mg", line)


def long_protocol(steps: int) -> Bedside:
    plan = library("alectinib-report-2020")
    made = [Step((PlannedDose("morning", Decimal(150 * n)),), 2) for n in range(1, steps)]
    last = Step((PlannedDose("morning", Decimal(150 * steps)),))
    bed = Bedside(msgspec.structs.replace(plan, steps=(*made, last)))
    bed.begin()
    return bed


def test_a_protocol_of_many_steps_shows_those_round_the_current_one() -> None:
    lines = ladder_of(long_protocol(30))
    rungs = [line for line in lines if "│" in line]
    assert len(rungs) == MOST_RUNGS
    assert "#1 " in rungs[-1]
    assert "^ 18 more" in lines
    assert not any(line.startswith("v ") for line in lines)


@given(st.integers(1, 400), st.integers(20, 120), st.integers(1, 4))
@settings(max_examples=60)
def test_every_day_has_a_cell_of_its_own_or_shares_one_in_order(days: int, room: int, turns: int) -> None:
    bed = long_protocol(2)
    first = bed.now.date()
    per_day = turns if days * turns <= room else 1
    each = 1 if days * per_day <= room else -(-days // room)
    scale = Scale(first, days, per_day, each, bed.zone, first)
    cells = [scale.of_day(first + timedelta(days=day)) for day in range(days)]
    assert cells == sorted(cells)
    assert scale.cells <= room
    assert max(cells) < scale.cells


def test_a_long_course_is_drawn_with_several_days_in_a_cell_and_hides_no_missed_dose() -> None:
    bed = on_step(4, "alectinib-shirasawa")
    for number in range(12):
        bed.day(bed.not_given if number == 5 else bed.give)
    lines = ladder_of(bed, 30)
    assert max(map(width, lines[-9:])) <= 30
    assert rung(lines, 4).count("x") == 1


def test_the_model_is_labelled_and_stands_under_its_days() -> None:
    bed = on_step(5)
    for _ in range(6):
        bed.day()
    drawn = course_picture(bed.chart, bed.now)
    label = label_cells(bed.chart, 76)
    scale = scale_for(drawn, 76 - label - 1, bed.chart)
    text = text_of(curve(bed.chart, drawn, scale, label, 76))
    assert text.startswith("Model of the drug level, not a measurement:  now about 9")
    assert "100% is the average at steady state of the target, 600 mg twice daily." in " ".join(text.split())
    assert "No rule of Stepward uses it." in " ".join(text.split())
    levels = cell_levels(bed.chart, drawn, scale)
    assert levels is not None
    assert levels[0] < 10 < 85 < levels[-1] < 110
    bars = [line for line in text.splitlines() if "│" in line]
    assert [line.split("│")[0].strip() for line in bars] == ["100%", "75%", "50%", "25%"]
    assert len(bars[-1].split("│")[1].rstrip()) == len(levels)


def test_without_a_dose_or_without_its_numbers_there_is_a_word_instead_of_a_model() -> None:
    bed = at_bedside()
    assert "no dose was taken" in text_of(picture(bed.folded, bed.chart, bed.now, 76, 24))
    plan = msgspec.structs.replace(bed.protocol, peak_hours=None)
    other = Bedside(plan)
    other.begin()
    other.give()
    assert "gives no peak time and half-life" in text_of(
        picture(other.folded, other.chart, other.now, 76, 24)
    )


def test_what_is_needed_and_the_case_are_below() -> None:
    bed = on_step(2)
    text = " ".join(text_of(picture(bed.folded, bed.chart, bed.now, 116, 40)).split())
    assert "Step 2, 300 mg twice daily: 10 doses, 20 capsules of 150 mg" in text
    assert "Then each day of the target, 600 mg twice daily: 8 capsules of 150 mg" in text
    assert "Course days count from the first dose before the reaction: < records that reaction." in text
    bed.rash()
    held = " ".join(text_of(picture(bed.folded, bed.chart, bed.now, 116, 40)).split())
    assert "HELD, nothing is due" in held


def test_a_course_not_started_is_drawn_too() -> None:
    bed = Bedside(library("alectinib-anderson"))
    bed.admit()
    bed.enrol()
    text = " ".join(text_of(picture(bed.folded, bed.chart, bed.now, 76, 24)).split())
    assert "2 doses of 37.5 mg and 2 doses of 75 mg cannot be made" in text
    assert "made as: oral suspension, pharmacy note 7" in text
    assert "The course is not started" in text


async def test_the_picture_opens_the_reaction_is_recorded_and_the_figure_written(tmp_path: Path) -> None:
    place = next(number for number, output in enumerate(OUTPUTS) if output.suffix == ".svg")
    ward = Ward(tmp_path)
    ward.gate_open()
    async with bedside(ward) as here:
        await here.press("x")
        assert isinstance(here.app.screen, PictureScreen)
        assert "900 mg a day #3" in here.text("#text")
        assert "OPEN" in here.text("#state")
        await here.press("less_than_sign")
        for text in ("13-Oct-2026", "600 mg twice daily", "24-Oct-2026", "maculopapular"):
            await here.type(text)
            await here.press("enter")
        await here.press("enter", "enter", "enter")
        await here.type("1-Nov-26")
        await here.press("tab", "tab", "enter")
        assert "Resolved" in here.message
        await here.press("escape")
        assert earlier_reaction(ward.chart) is None
        await here.press("greater_than_sign", *["down"] * place, "enter")
    files = list((tmp_path / "exports").iterdir())
    assert [file.name for file in files] == ["figure-00481-7-alectinib-report-2020.svg"]
    assert "<svg" in files[0].read_text("utf-8")
    assert "Li Wei" not in files[0].read_text("utf-8")


async def test_an_earlier_reaction_is_recorded_and_corrected_by_keys(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    async with bedside(ward) as here:
        await here.press("enter", "less_than_sign")
        await here.type("13-Oct-2026")
        await here.press("enter", "enter")
        await here.type("24-Oct-2026")
        await here.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "enter")
        assert isinstance(ward.said(), EarlierReaction), here.message
        await here.press("t", "c", "c", "tab", "tab")
        assert here.is_open
        here.app.screen.query_one("#onset", Field).value = "25-Oct-2026"
        here.app.screen.query_one("#reason", Field).focus_input()
        await here.settle()
        await here.type("read wrongly")
        await here.press("tab", "tab", "enter")
        said = ward.said()
        assert isinstance(said, EntryCorrected), here.message
        assert isinstance(said.right, EarlierReaction)
        assert said.right.onset.day == 25
    assert isinstance(ward.chart.plan, CourseEnrolled)


def test_the_model_marks_holds_and_rashes_on_its_axis_and_steps_by_turns() -> None:
    bed = on_step(3)
    bed.give()
    bed.go(hours=5)
    bed.rash()
    bed.go(hours=24)
    drawn = course_picture(bed.chart, bed.now)
    scale = scale_for(drawn, 90, bed.chart)
    lines = curve(bed.chart, drawn, scale, 10, 100)
    (axis,) = [text_of([line]) for line in lines if text_of([line]).strip().startswith("0%")]
    assert "R" in axis
    assert "=" in axis
    assert width(axis) == 11 + scale.cells
    tones = {tone for line in lines for text, tone in line if set(text) & {"█", "▄"}}
    assert tones == {"", "dim", "bad"}
    words = text_of(lines)
    assert "On the axis = held, R rash." in words.replace("\n", " ")


async def test_compare_passes_columns_by_where_not_all_have_room(ward: Ward) -> None:
    async with bedside(ward) as here:
        await here.press("l", *("space", "down") * 4, "equals_sign")
        assert "1 more" in here.text("#columns")
        first = here.text("#columns").split()[:3]
        await here.press("right")
        second = here.text("#columns").split()[:3]
        assert second[0] == first[0], "the first one stays"
        assert second[1] == first[2]
        await here.press("right", "right", "left")
        assert here.text("#columns").split()[:3] == first
    async with bedside(ward, size=(120, 40)) as here:
        await here.press("l", *("space", "down") * 4, "equals_sign")
        assert "more" not in here.text("#columns")


def test_an_amount_far_beyond_the_plan_makes_no_picture_of_a_million_rows() -> None:
    bed = on_step(2)
    bed.go(hours=1)
    bed.record(DoseGiven(None, Decimal(1_000_000), reason="a slip"))
    bed.go(hours=3)
    lines = picture(bed.folded, bed.chart, bed.now, 78, 22)
    assert len(lines) < 80
    assert "The level goes beyond 500%: look at the amounts given." in text_of(lines)
