"""The CTCAE grade from findings: every limit exactly, missing data as a range, more rash never less."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from protocols.course import progress, schedule
from protocols.definition.protocol import CTCAE_VERSIONS, CtcaeVersion, Protocol
from protocols.entries import RashFound
from protocols.gate import gate
from protocols.record import fold, skin_check
from protocols.reports import status
from protocols.rules import check, moves
from protocols.rules import skin as skin_rules
from protocols.scales.ctcae import Grade, grade, grades
from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read
from protocols.wording.skin import grades_text
from tests.protocols.helpers.site_file import GOOD, changed

FULL = RashFound(
    "maculopapular",
    ("back",),
    extent=Decimal(5),
    extent_method="hand",
    daily_living="no effect",
    mucosa="clear",
    severity="none",
    tender=False,
    treatment="on the skin",
)


def with_(**changes: Any) -> RashFound:
    if isinstance(changes.get("extent"), str):
        changes["extent"] = Decimal(changes["extent"])
    return msgspec.structs.replace(FULL, **changes)


@pytest.mark.parametrize(
    ("changes", "v4", "v5", "v6"),
    [
        ({"extent": "0.1"}, 1, 1, 1),
        ({"extent": "9.9"}, 1, 1, 1),
        ({"extent": "10"}, 2, 2, 1),
        ({"extent": "30"}, 2, 2, 1),
        ({"extent": "30.1"}, 3, 2, 1),
        ({"extent": "50"}, 3, 2, 1),
        ({"extent": "50.1"}, 3, 2, 3),
        ({"extent": "100"}, 3, 2, 3),
        ({"extent": "30", "severity": "severe"}, 2, 2, 3),
        ({"extent": "30.1", "severity": "mild"}, 3, 2, 2),
        ({"extent": "30.1", "severity": "moderate"}, 3, 3, 3),
        ({"severity": "mild"}, 1, 1, 2),
        ({"severity": "moderate"}, 1, 1, 3),
        ({"daily_living": "limits tasks"}, 2, 2, 1),
        ({"daily_living": "limits self care"}, 3, 3, 1),
    ],
)
def test_maculopapular(changes: dict[str, Any], v4: int, v5: int, v6: int) -> None:
    assert [found.exact for found in grades(with_(**changes))] == [v4, v5, v6]


@pytest.mark.parametrize(
    ("changes", "v5", "v6"),
    [
        ({}, "1", "1"),
        ({"extent": "10", "tender": True}, "2", "2"),
        ({"extent": "30", "tender": True}, "2", "2"),
        ({"extent": "30"}, "1 or 2", "1"),
        ({"tender": True}, "1 or 2", "2"),
        ({"extent": "31", "tender": True}, "2 or 3", "2"),
        ({"extent": "31", "mucosa": "involved"}, "1 to 3", "1 to 3"),
        ({"tender": True, "mucosa": "not seen"}, "1 to 3", "2 or 3"),
        ({"extent": "31", "mucosa": "involved", "tender": True}, "2 or 3", "2 or 3"),
    ],
)
def test_erythema_multiforme_joins_extent_and_signs(changes: dict[str, Any], v5: str, v6: str) -> None:
    """An involved mucosa can be eroded or not; what the criteria leave between two grades stays so."""
    assert [found.short for found in grades(with_(rash_type="erythema multiforme", **changes))] == [
        "-",
        v5,
        v6,
    ]


@pytest.mark.parametrize(
    ("changes", "v5", "v6"),
    [
        ({}, 1, 1),
        ({"extent": "10"}, 2, 1),
        ({"extent": "30"}, 2, 1),
        ({"extent": "30.5"}, 3, 1),
        ({"treatment": "by mouth"}, 2, 2),
        ({"treatment": "into a vein"}, 3, 3),
    ],
)
def test_urticaria(changes: dict[str, Any], v5: int, v6: int) -> None:
    assert [found.exact for found in grades(with_(rash_type="urticaria", **changes))] == [None, v5, v6]


@pytest.mark.parametrize(
    ("changes", "all_versions"),
    [
        ({"extent": "90"}, 1),
        ({"severity": "mild"}, 1),
        ({"severity": "moderate"}, 2),
        ({"severity": "severe"}, 3),
        ({"daily_living": "limits tasks"}, 2),
        ({"daily_living": "limits self care"}, 3),
    ],
)
def test_another_rash_goes_by_symptoms_and_daily_living(changes: dict[str, Any], all_versions: int) -> None:
    assert [found.exact for found in grades(with_(rash_type="other", **changes))] == [all_versions] * 3


def test_the_reports_own_figures() -> None:
    """At least 30%, itchy, nothing said of severity or daily living (domain.md 4.4 row 6)."""
    published = RashFound(
        "maculopapular", ("face", "neck", "back"), Decimal(30), "estimate", symptoms="itch", mucosa="clear"
    )
    assert [found.text for found in grades(published)] == [
        "2 or 3: daily living not recorded",
        "2 or 3: daily living not recorded",
        "2 or 3: severity of symptoms not recorded",
    ]


@pytest.mark.parametrize(
    ("changes", "version", "text"),
    [
        ({"extent": None}, "v4", "cannot be graded: extent not recorded"),
        (
            {"extent": None, "severity": "mild"},
            "v5",
            "1 or 2: extent not recorded",
        ),
        (
            {"extent": None, "severity": "severe"},
            "v5",
            "cannot be graded: extent not recorded",
        ),
        ({"extent": None}, "v6", "cannot be graded: extent not recorded"),
        ({"extent": None, "daily_living": "limits self care"}, "v4", "3"),
        ({"extent": "40", "severity": "not recorded"}, "v5", "2 or 3: severity of symptoms not recorded"),
        ({"severity": "not recorded"}, "v6", "cannot be graded: severity of symptoms not recorded"),
        ({"severity": "not recorded"}, "v5", "1"),
        ({"rash_type": "urticaria"}, "v4", "not graded: criteria not confirmed, see the NCI table"),
        (
            {"rash_type": "other", "daily_living": "not recorded"},
            "v6",
            "cannot be graded: daily living not recorded",
        ),
        ({"rash_type": "other", "extent": None, "treatment": "not recorded"}, "v5", "1"),
        (
            {"rash_type": "urticaria", "treatment": "not recorded", "extent": "20"},
            "v5",
            "2 or 3: treatment needed not recorded",
        ),
        (
            {"rash_type": "erythema multiforme", "tender": None},
            "v6",
            "1 or 2: skin tenderness not recorded",
        ),
        ({"rash_type": "erythema multiforme", "tender": True}, "v5", "1 or 2: its criteria disagree"),
    ],
)
def test_missing_data_is_named_and_never_guessed(
    changes: dict[str, Any], version: CtcaeVersion, text: str
) -> None:
    assert grade(with_(**changes), version).text == text


TYPES = st.sampled_from(["maculopapular", "erythema multiforme", "urticaria", "other"])
EXTENTS = st.decimals("0.1", "100", places=1)
FINDINGS = st.builds(
    RashFound,
    rash_type=TYPES,
    sites=st.just(("back",)),
    extent=st.none() | EXTENTS,
    symptoms=st.sampled_from(["", "itch"]),
    daily_living=st.sampled_from(["not recorded", "no effect", "limits tasks", "limits self care"]),
    mucosa=st.sampled_from(["not seen", "clear", "involved"]),
    severity=st.sampled_from(["not recorded", "none", "mild", "moderate", "severe"]),
    tender=st.none() | st.booleans(),
    treatment=st.sampled_from(["not recorded", "on the skin", "by mouth", "into a vein"]),
)


def bounds(found: Grade) -> tuple[int, int]:
    return found.low or 0, found.high or 0


@given(FINDINGS, EXTENTS, EXTENTS)
def test_more_skin_is_never_a_lower_grade(found: RashFound, one: Decimal, other: Decimal) -> None:
    less, more = (msgspec.structs.replace(found, extent=extent) for extent in sorted((one, other)))
    for version in CTCAE_VERSIONS:
        low, high = bounds(grade(less, version))
        assert low <= bounds(grade(more, version))[0]
        assert high <= bounds(grade(more, version))[1]


@given(FINDINGS, EXTENTS, st.data())
def test_knowing_more_never_widens_the_range(found: RashFound, extent: Decimal, data: st.DataObject) -> None:
    known = {
        "extent": extent,
        "severity": data.draw(st.sampled_from(["mild", "moderate", "severe"])),
        "daily_living": data.draw(st.sampled_from(["no effect", "limits tasks", "limits self care"])),
        "tender": data.draw(st.booleans()),
        "treatment": data.draw(st.sampled_from(["on the skin", "by mouth", "into a vein"])),
    }
    name = data.draw(st.sampled_from(sorted(known)))
    assume(getattr(found, name) in (None, "not recorded"))
    for version in CTCAE_VERSIONS:
        low, high = bounds(grade(found, version))
        told = bounds(grade(msgspec.structs.replace(found, **{name: known[name]}), version))
        assert low <= told[0]
        assert told[1] <= high


@given(FINDINGS)
def test_a_grade_is_a_number_from_1_to_3_or_words(found: RashFound) -> None:
    for one in grades(found):
        assert one.text
        if one.low is not None and one.high is not None:
            assert 1 <= one.low <= one.high <= 3
            assert (one.exact is None) == (one.low != one.high)
            assert one.missing == () or one.exact is None


@pytest.mark.parametrize(
    "module",
    [fold, check, moves, skin_rules, gate, progress, schedule, skin_check, status],
    ids=lambda module: module.__name__,
)
def test_nothing_that_decides_knows_of_grades(module: ModuleType) -> None:
    """Never gate on a grade (rules.md, "Rash, red flags, holds")."""
    assert "grading" not in inspect.getsource(module)


@pytest.mark.parametrize(
    ("line", "version"), [("", "v5"), ('ctcae = "v6"\n', "v6"), ('ctcae = "v4"\n', "v4")]
)
def test_a_protocol_file_says_which_version_the_site_uses(line: str, version: str) -> None:
    site = read(changed("with_food = true\n", f"with_food = true\n{line}"), "site.toml")
    assert site.ctcae == version
    assert site.gate.onset is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("with_food = true", 'with_food = true\nctcae = "v7"', '"v4", "v5" or "v6"'),
        ("watch_days = 14", "watch_days = 14\nonset_from_days = 0", "from 1 to 365"),
        (
            "watch_days = 14",
            "watch_days = 14\nonset_from_days = 11\nonset_to_days = 9",
            "onset_to_days is before",
        ),
    ],
)
def test_what_is_wrong_with_it_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(ProtocolFault, match=re.escape(told)):
        read(changed(old, new), "site.toml")


def test_what_was_kept_before_there_were_grades_is_read_with_nothing_guessed() -> None:
    kept = msgspec.to_builtins(RashFound("urticaria", ("back",)))
    for name in ("severity", "tender", "treatment"):
        del kept[name]
    assert msgspec.convert(kept, RashFound) == RashFound("urticaria", ("back",))
    site = msgspec.to_builtins(read(GOOD, "site.toml"), enc_hook=str)
    del site["ctcae"], site["gate"]["onset_from_days"], site["gate"]["onset_to_days"]
    old = msgspec.json.decode(msgspec.json.encode(site), type=Protocol)
    assert (old.ctcae, old.gate.onset) == ("v5", None)


def test_a_sentence_says_where_there_are_no_criteria() -> None:
    words = grades_text(with_(rash_type="urticaria"), "v6")
    assert words == "CTCAE computed: v4 not graded, v5 1, v6 (site) 1."
