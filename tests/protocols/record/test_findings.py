"""What findings may say: only what a body can show, refused in words otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocols.entries import RashFound, RedFlagSeen
from protocols.values.refusal import LONGEST_TEXT
from tests.protocols.helpers.bedside import at_bedside, refusal


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (RashFound("other", ()), "Say where the rash is"),
        (RashFound("other", (), Decimal(0), "hand"), "more than 0, at most 100"),
        (RashFound("other", (), Decimal("100.1"), "hand"), "more than 0, at most 100"),
        (RashFound("other", (), Decimal("NaN"), "hand"), "more than 0, at most 100"),
        (RashFound("other", (), Decimal(30)), "how the extent was estimated"),
        (RashFound("other", ("arm",), temperature=Decimal("29.9")), "from 30 to 45"),
        (RashFound("other", ("arm",), temperature=Decimal("45.1")), "from 30 to 45"),
        (RashFound("other", ("arm",), temperature=Decimal("NaN")), "from 30 to 45"),
        (RashFound("other", ("arm",), grade=0), "from 1 to 5"),
        (RashFound("other", ("arm",), grade=6), "from 1 to 5"),
        (RashFound("other", ("arm",), symptoms="x" * (LONGEST_TEXT + 1)), "Shorten the symptoms"),
        (RashFound("other", ("arm",), note="x" * (LONGEST_TEXT + 1)), "Shorten the note"),
        (RashFound("other", ("arm",), ctcae="6"), "The CTCAE version is v4 or v5 or v6, not 6."),
        (RedFlagSeen(()), "Choose at least one red flag."),
        (RedFlagSeen(("", " ")), "Choose at least one red flag."),
        (RedFlagSeen(("purpura",), "x" * (LONGEST_TEXT + 1)), "Shorten the note"),
    ],
)
def test_findings_no_body_can_show_are_refused_in_words(finding: RashFound | RedFlagSeen, told: str) -> None:
    bedside = at_bedside()
    assert told in refusal(bedside, bedside.record, finding)


def test_findings_at_their_limits_are_taken() -> None:
    bedside = at_bedside()
    for grade, extent, temperature in ((1, "0.1", "30"), (5, "100", "45")):
        rash = RashFound(
            "other",
            (),
            Decimal(extent),
            "hand",
            temperature=Decimal(temperature),
            grade=grade,
            note="x" * 2000,
        )
        bedside.record(rash)
