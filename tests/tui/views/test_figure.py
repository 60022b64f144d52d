"""The case timeline as an SVG file: well formed, black and white, the same bytes, and nothing slips in."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from protocols.definition.step import PlannedDose, Step
from protocols.entries import EarlierReaction, FollowUpRecorded, PatientDetailsChanged
from store.site.library import FIRST as REPORT
from tests.protocols.helpers.bedside import Bedside, at_bedside, on_step
from tests.protocols.helpers.published import library
from tests.protocols.reports.test_timeline import CASE, course_day
from tests.tui.helpers.bedside_app import NG
from tests.tui.helpers.shell import OPEN
from tui.__main__ import main
from tui.views.figure.days import LEFT, RIGHT, Days
from tui.views.figure.figure import figure

SVG = "{http://www.w3.org/2000/svg}"


def drawn(bed: Bedside, *, named: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(figure(bed.folded, bed.chart, bed.now, named=named))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def squares(root: ElementTree.Element) -> list[str]:
    """Where the doses given stand, from left to right."""
    return [rect.attrib["x"] for rect in root.iter(f"{SVG}rect") if rect.attrib["height"] == "16"]


def the_case() -> Bedside:
    bed = on_step(5)
    bed.day()
    bed.record(CASE)
    return bed


def test_the_reports_figure_has_both_counts_of_days_and_every_event() -> None:
    words = texts(drawn(the_case()))
    assert "Alectinib, case report 2020: case timeline" in words
    row = words.index("Target dose, step 5: 600 mg twice daily")
    assert words[row - 4 : row] == ["10", "25-Nov-2026", "44", "24"]
    for label in ("Protocol day", "Course day", "Step 4: 450 mg in the morning and 600 mg in the evening"):
        assert label in words
    assert any("until 29-Oct-2026" in word for word in words)


def test_the_same_record_is_the_same_bytes() -> None:
    one, other = the_case(), the_case()
    assert figure(one.folded, one.chart, one.now) == figure(other.folded, other.chart, other.now)


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_it_needs_no_colour_no_font_and_nothing_from_outside(count: int) -> None:
    bed = on_step(count) if count else at_bedside()
    bed.rash()
    svg = figure(bed.folded, bed.chart, bed.now)
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", svg)) <= {"#000", "#fff"}
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"sans-serif"}
    assert re.findall(r"(?:href|src|style|script|@import|url\((?!#hatch\)))", svg) == []
    assert re.findall(r"https?://[^\s\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert "held" in texts(ElementTree.fromstring(svg)) or not bed.chart.stretches


def test_the_patient_is_named_only_where_that_is_asked_for() -> None:
    bed = the_case()
    assert "Ng" not in (plain := figure(bed.folded, bed.chart, bed.now))
    assert "00481-7" not in plain
    assert any(word.startswith("NG, Li Wei  Born 12-Mar-1958") for word in texts(drawn(bed, named=True)))


def test_hostile_text_stays_text() -> None:
    bed = at_bedside()
    hostile = '</text><script>alert("x")</script>&\x1b]0;PWN\x07\u202e'
    bed.record(msgspec.structs.replace(CASE, rash=hostile, taken=hostile, treatment=hostile))
    details = msgspec.structs.replace(NG, family=hostile)
    bed.record(PatientDetailsChanged(details, "as told"), course="")
    root = drawn(bed, named=True)
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}"
        for name in ("svg", "title", "desc", "defs", "pattern", "rect", "text", "line", "circle")
    }
    assert any("<script>" in word for word in texts(root))
    assert not any(ord(char) < 32 or char == "\u202e" for word in texts(root) for char in word)


def test_long_doses_are_whole_and_never_under_the_marks() -> None:
    doses = tuple(PlannedDose(slot, Decimal("1037.5")) for slot in ("morning", "midday", "evening"))
    odd = (*doses, PlannedDose("bedtime", Decimal("1000.25")))
    plan = library("alectinib-report-2020")
    bed = Bedside(msgspec.structs.replace(plan, steps=(*plan.steps[:2], Step(odd))))
    bed.admit()
    bed.enrol(times={"morning": "08:00", "midday": "13:00", "evening": "18:00", "bedtime": "22:00"})
    words = " ".join(texts(drawn(bed)))
    assert "1,037.5 mg in the evening and 1,000.25 mg at bedtime (target)" in words
    assert all(len(word) <= 54 for word in texts(drawn(bed)) if "1,037.5" in word and "Step" in word)


def test_nothing_is_drawn_outside_the_page() -> None:
    for bed in (the_case(), at_bedside("alectinib-kimura"), on_step(2)):
        root = drawn(bed)
        wide, high = (float(root.attrib[name]) for name in ("width", "height"))
        for element in root.iter():
            for name, most in (
                ("x", wide),
                ("x2", wide),
                ("cx", wide),
                ("y", high),
                ("y2", high),
                ("cy", high),
            ):
                assert 0 <= float(element.attrib.get(name, "0")) <= most


def test_a_long_time_before_the_restart_takes_at_most_a_third() -> None:
    near = Days(date(2026, 10, 13), date(2026, 11, 2), date(2026, 12, 1))
    far = Days(date(2024, 1, 1), date(2026, 11, 2), date(2026, 12, 1))
    assert far.broken
    assert far.split == LEFT + (RIGHT - LEFT) // 3
    assert far.x(date(2026, 12, 1), 1) == near.x(date(2026, 12, 1), 1) == RIGHT
    none = Days(date(2026, 11, 2), date(2026, 11, 2), date(2026, 12, 1))
    assert not none.broken
    assert none.split == LEFT
    days = [far.x(day) for day in (date(2024, 1, 1), date(2025, 1, 1), date(2026, 11, 1), date(2026, 11, 2))]
    assert days == sorted(days)


def test_a_year_between_reaction_and_restart_is_marked_as_broken() -> None:
    bed = at_bedside()
    bed.record(EarlierReaction(date(2025, 10, 1), date(2025, 10, 12)))
    assert "//" in texts(drawn(bed))
    other = at_bedside()
    other.record(EarlierReaction(course_day(18), course_day(20)))
    assert "//" not in texts(drawn(other))


def test_a_follow_up_years_later_does_not_squeeze_the_steps() -> None:
    bed = on_step(5)
    bed.day()
    bed.decide("stop")
    before = squares(drawn(bed))
    assert len(before) > 40
    bed.go(days=700)
    bed.record(FollowUpRecorded("at the dose reached", "stable", "600 mg twice daily", "no"))
    root = drawn(bed)
    assert any("Follow-up" in word for word in texts(root))
    assert squares(root) == before
    for shape in root.iter():
        for name in ("x", "x1", "cx"):
            assert float(shape.attrib.get(name, "0")) <= RIGHT / 10


def test_a_course_not_started_has_a_figure_of_its_plan() -> None:
    bed = Bedside(library("alectinib-shirasawa"))
    bed.admit()
    bed.enrol()
    words = texts(drawn(bed))
    assert "planned" in words
    assert "given" not in words


def test_the_command_writes_a_new_file_and_never_over_one(
    demo_ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "figure.svg"
    words = ["figure", OPEN, "-o", str(target), "--data", str(demo_ward), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["path"], found["mrn"], found["protocol"], found["named"]) == (
        str(target),
        OPEN,
        REPORT,
        False,
    )
    before = target.read_bytes()
    ElementTree.fromstring(before)
    assert main([*words, "--named"]) == 4
    assert "is there already and is not written over" in capsys.readouterr().err
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], 'no patient with MRN "nobody"'),
        ([OPEN, "--course", "x"], 'course "x"'),
        ([OPEN], "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    demo_ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    target = tmp_path / "missing" / "x.svg"
    assert main(["figure", *words, "-o", str(target), "--data", str(demo_ward)]) == 4
    assert said in capsys.readouterr().err
    assert not target.exists()
