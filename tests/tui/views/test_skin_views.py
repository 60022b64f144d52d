"""What is shown of the skin: grades, the trend over the course, the watch, the reaction's assessment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import Protocol
from protocols.entries import HoldPlaced, RashFound, RedFlagSeen
from protocols.reports.status import status_of
from store.site.library import built_in
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.scales.test_naranjo import AS_PUBLISHED
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.screens.patient.chart import ChartScreen
from tui.screens.patient.trend import TrendScreen
from tui.views.course.board import board
from tui.views.course.chart import watch
from tui.views.course.grades import last_finding
from tui.views.course.history import history
from tui.views.course.reaction import reaction
from tui.views.course.trend import heading, trend_lines
from tui.views.lines.lines import text_of, width
from tui.views.picture.skin import skin_curve


def started(protocol: Protocol) -> Bedside:
    bed = Bedside(protocol)
    bed.begin()
    return bed


def test_a_finding_is_told_with_all_grades_and_the_clinicians_own_beside_them() -> None:
    bed = started(built_in()[0])
    found = RashFound(
        "maculopapular",
        ("back", "front trunk"),
        Decimal(31),
        "hand",
        daily_living="no effect",
        mucosa="clear",
        severity="mild",
        grade=3,
        ctcae="v4",
    )
    wrong = bed.record(found)
    bed.go(minutes=10)
    said = history(bed.folded)[0].said
    assert "grade 3 by the clinician (v4)" in said
    assert said.endswith("CTCAE computed: v4 3, v5 (site) 2, v6 2.")
    words = " ".join(text_of(last_finding(bed.chart, bed.now, 60)).split())
    assert "31% of body surface. CTCAE computed: v4 3, v5 (site) 2, v6 2. Clinician's grade 3 (v4)." in words
    bed.correct(wrong, msgspec.structs.replace(found, extent=Decimal(30)))
    words = " ".join(text_of(last_finding(bed.chart, bed.now, 60)).split())
    assert "30% of body surface, corrected. CTCAE computed: v4 2, v5 (site) 2, v6 2." in words
    assert last_finding(started(built_in()[0]).chart, bed.now, 60) == []


def test_sites_that_cannot_make_up_the_extent_are_said_on_the_chart_too() -> None:
    bed = started(built_in()[0])
    bed.record(RashFound("maculopapular", ("face", "neck", "back"), Decimal(30), "estimate"))
    words = " ".join(text_of(last_finding(bed.chart, bed.now, 76)).split())
    assert "Sites add up to at most 27%. The extent of 30% is more than that." in words


def test_the_chart_says_where_the_watch_is_and_the_board_when_a_look_is_due() -> None:
    bed = started(built_in()[0])
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    bed.at(date(2026, 11, 13), "07:00")
    words = " ".join(text_of(watch(status_of(bed.chart, bed.now), bed.now, 76)).split())
    assert words == (
        "Rash watch: 11 days since the restart and 11 days since the last increase; skin check every "
        "day until Mon 16-Nov-2026: today's is to come. "
        "Published rashes came 11 to 14 days after the start: NOW."
    )
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1] == ("due today", "warn")
    bed.confirm_clock()
    bed.rash_free()
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1][0] == "ok 0hr"
    bed.at(date(2026, 11, 17), "07:00")
    words = " ".join(text_of(watch(status_of(bed.chart, bed.now), bed.now, 76)).split())
    assert "ended Mon 16-Nov-2026. Published rashes came 11 to 14 days after the start." in words
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1][0] == "ok 4d"


def test_a_check_of_a_computer_whose_clock_is_ahead_a_little_is_of_just_now() -> None:
    bed = started(built_in()[0])
    bed.rash_free()
    (row,) = board([bed.folded], bed.now - timedelta(seconds=30), bed.zone)
    assert row.cells[-1][0] == "ok 0hr"


def test_the_reaction_shows_both_sums() -> None:
    bed = started(built_in()[0])
    assert reaction(bed.chart, bed.now, 60) == []
    bed.record(AS_PUBLISHED)
    lines = text_of(reaction(bed.chart, bed.now, 60))
    assert all(width(line) <= 60 for line in lines.splitlines())
    assert "7, probable, computed from the items; published: 9 (case report 2020)" in " ".join(lines.split())


def trended() -> Bedside:
    """Rash-free, then a rash with several findings, a hold, a step back, and days nobody looks."""
    bed = started(built_in()[0])
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    for past, extent in ((2, 12), (3, 31), (4, 100), (5, 3)):
        bed.at(date(2026, 11, 2 + past), "09:00")
        bed.record(
            RashFound(
                "maculopapular", ("back",), Decimal(extent), "hand", symptoms="itch", grade=2, ctcae="v5"
            )
        )
    bed.at(date(2026, 11, 8), "09:00")
    bed.record(RedFlagSeen(("mucosal erosion", "fever over 38.5 °C")))
    bed.at(date(2026, 12, 20), "09:00")
    return bed


@pytest.mark.parametrize("cells", [77, 117])
def test_the_trend_has_every_day_and_nothing_is_cut(cells: int) -> None:
    bed = trended()
    text = text_of([*heading(bed.chart, cells), *trend_lines(bed.chart, bed.now, cells)])
    assert all(width(line) <= cells for line in text.splitlines())
    words = " ".join(text.split())
    for told in (
        "rash-free",
        "31% ###",
        "2 or 3",
        "maculopapular 100%: back, clinician's grade 2 (v5) (AO)",
        "held: rash",
        "red flag: mucosal erosion and fever over 38.5 °C (AO)",
        "step 1 started: 150 mg twice daily",
        "v5*",
        "17-Nov-2026 to 20-Dec-2026, 34 days: nobody looked, none due",
    ):
        assert told in words, told
    assert "..." not in text.replace(".........", "").replace("..", "")
    newest, oldest = words.index("20-Dec-2026"), words.index("Mon 02-Nov-2026")
    assert newest < oldest


@pytest.mark.parametrize(
    ("extent", "bar"),
    [
        ("0.5", "#........."),
        ("9", "#........."),
        ("31", "###......."),
        ("99.9", "#########."),
        ("100", "##########"),
    ],
)
def test_a_bar_is_never_empty_and_full_only_at_100(extent: str, bar: str) -> None:
    bed = started(built_in()[0])
    bed.record(RashFound("other", ("back",), Decimal(extent), "hand"))
    line = text_of(trend_lines(bed.chart, bed.now, 77)).splitlines()[0]
    assert f"{extent}%".ljust(9) + f" {bar} " in line


def test_a_look_that_is_due_today_is_said() -> None:
    bed = started(built_in()[0])
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    bed.at(date(2026, 11, 4), "09:00")
    rows = text_of(trend_lines(bed.chart, bed.now, 77)).splitlines()
    assert "look due" in rows[0]
    assert "not seen" in rows[1]


async def test_the_trend_opens_from_board_and_chart_and_follows_what_is_recorded(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("g")
        assert isinstance(here.app.screen, TrendScreen)
        assert "rash-free 07:00 AO" in here.text("#text")
        ward.at(1, "09:00")
        ward.record(RashFound("other", ("back",), Decimal(9), "hand"))
        here.app.follow()
        await here.settle()
        assert "9% #......... 1 to 3 1 to 3 1 to 3" in here.text("#text")
        await here.press("escape", "enter", "g", "exclamation_mark", "escape", "j", "escape")
        assert isinstance(here.app.screen, ChartScreen)


@pytest.mark.parametrize("cells", [77, 117])
def test_what_happened_before_a_check_is_never_read_as_the_check(cells: int) -> None:
    bed = started(built_in()[0])
    bed.at(date(2026, 11, 3), "06:00")
    bed.record(HoldPlaced("x-ray"))
    bed.at(date(2026, 11, 3), "09:00")
    bed.rash_free()
    text = text_of(trend_lines(bed.chart, bed.now, cells))
    assert "rash-free 09:00 AO" in text
    assert "06:00 held" in text


@pytest.mark.parametrize("cells", [40, 77, 117])
@pytest.mark.parametrize("tall", [False, True])
def test_the_curve_has_a_mark_for_each_day_and_stands_as_high_as_the_worst_finding(
    cells: int, tall: bool
) -> None:
    bed = trended()
    lines = text_of(skin_curve(bed.chart, bed.now, cells, tall=tall)).splitlines()
    assert all(width(line) <= cells for line in lines)
    bars = [line for line in lines if "│" in line]
    assert len(bars) == (8 if tall else 4)
    assert "100%" in bars[0]
    assert "█" in bars[0]
    (skin,) = (line for line in lines if line.startswith("skin"))
    assert "".join(skin.split()).startswith("skin?RR!" if cells == 40 else "skino?RRRR!"), "two days a cell"
    assert any(line.startswith("held") and "=" in line for line in lines)


def test_without_a_finding_there_is_no_curve() -> None:
    bed = started(built_in()[0])
    assert skin_curve(bed.chart, bed.now, 77) == []


def test_days_on_which_nobody_looked_are_empty_and_a_small_rash_is_seen() -> None:
    bed = started(built_in()[0])
    bed.record(RashFound("other", ("back",), Decimal("0.5"), "hand"))
    bed.at(date(2026, 11, 6), "09:00")
    lines = text_of(skin_curve(bed.chart, bed.now, 77)).splitlines()
    bar = next(line for line in lines if "│" in line).split("│")[1]
    assert bar.rstrip() == "▄▄▄▄"
