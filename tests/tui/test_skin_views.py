"""What is shown of the skin: grades, the trend over the course, the watch, the reaction's assessment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from protocols.entries import RashFound
from protocols.protocol import Protocol
from protocols.standing import standing
from store.library import built_in
from tests.protocols.bedside import Bedside
from tests.protocols.test_naranjo import AS_PUBLISHED
from tui.views.board import board
from tui.views.chart import watch
from tui.views.grades import last_finding
from tui.views.history import history
from tui.views.lines import text_of, width
from tui.views.reaction import reaction


def started(protocol: Protocol) -> Bedside:
    bed = Bedside(protocol)
    bed.begin()
    return bed


def test_a_finding_is_told_with_all_grades_and_the_clinicians_own_beside_them() -> None:
    bed = started(built_in()[0])
    found = RashFound(
        "maculopapular",
        ("back",),
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


def test_the_chart_says_where_the_watch_is_and_the_board_when_a_look_is_due() -> None:
    bed = started(built_in()[0])
    bed.at(date(2026, 11, 2), "08:00")
    bed.give()
    bed.at(date(2026, 11, 13), "07:00")
    words = " ".join(text_of(watch(standing(bed.chart, bed.now), bed.now, 76)).split())
    assert words == (
        "Rash watch: 11 days since the restart and 11 days since the last increase; look at the skin every "
        "day until Mon 16-Nov-2026: today's is to come. "
        "Published rashes came 11 to 14 days after the start: NOW."
    )
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1] == ("look due", "warn")
    bed.rash_free()
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1][0] == "ok 0hr"
    bed.at(date(2026, 11, 17), "07:00")
    words = " ".join(text_of(watch(standing(bed.chart, bed.now), bed.now, 76)).split())
    assert "ended Mon 16-Nov-2026. Published rashes came 11 to 14 days after the start." in words
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[-1][0] == "ok 4d"


def test_the_reaction_shows_both_sums() -> None:
    bed = started(built_in()[0])
    assert reaction(bed.chart, bed.now, 60) == []
    bed.record(AS_PUBLISHED)
    lines = text_of(reaction(bed.chart, bed.now, 60))
    assert all(width(line) <= 60 for line in lines.splitlines())
    assert "7, probable, computed from the items; published: 9 (case report 2020)" in " ".join(lines.split())
