"""What is shown of the skin: grades, the trend over the course, the watch, the reaction's assessment."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from protocols.entries import RashFound
from protocols.protocol import Protocol
from store.library import built_in
from tests.protocols.bedside import Bedside
from tui.views.grades import last_finding
from tui.views.history import history
from tui.views.lines import text_of


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
