"""The Naranjo scale: exact scores, classes at their limits, a published sum that never takes over."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.entries import NaranjoAnswer, NaranjoAssessed, NoteAdded
from protocols.scales.naranjo import ITEMS, LEAST, MOST, class_of, naranjo_text, total
from protocols.wording.entries import sentence
from tests.protocols.helpers.bedside import at_bedside, refusal

REPORT: tuple[NaranjoAnswer, ...] = (
    *("yes", "yes", "yes", "unknown", "no"),
    *("unknown", "unknown", "unknown", "no", "yes"),
)
"""The answers of the case report, with item 4 as it was: not done (domain.md 4.4 row 5)."""
AS_PUBLISHED = NaranjoAssessed("rash", REPORT, 9, "case report 2020")


def answered(**items: NaranjoAnswer) -> tuple[NaranjoAnswer, ...]:
    changed = {int(name.removeprefix("item")): answer for name, answer in items.items()}
    return tuple(changed.get(number, answer) for number, answer in enumerate(REPORT, 1))


@pytest.mark.parametrize(
    ("number", "yes", "no"),
    [
        (1, 1, 0),
        (2, 2, -1),
        (3, 1, 0),
        (4, 2, -1),
        (5, -1, 2),
        (6, -1, 1),
        (7, 1, 0),
        (8, 1, 0),
        (9, 1, 0),
        (10, 1, 0),
    ],
)
def test_every_item_has_its_exact_score(number: int, yes: int, no: int) -> None:
    """domain.md 2.7, the table of the 1981 paper."""
    item = ITEMS[number - 1]
    assert [item.score(answer) for answer in ("yes", "no", "unknown")] == [yes, no, 0]


@pytest.mark.parametrize(
    ("answers", "score", "name"),
    [
        (REPORT, 7, "probable"),
        (answered(item4="no"), 6, "probable"),
        (answered(item5="unknown"), 5, "probable"),
        (answered(item5="yes"), 4, "possible"),
        (answered(item4="yes"), 9, "definite"),
    ],
    ids=["as reported", "after the restart", "item 5 unknown", "item 5 yes", "what the paper counted"],
)
def test_the_reports_case(answers: tuple[NaranjoAnswer, ...], score: int, name: str) -> None:
    assert (total(answers), class_of(total(answers))) == (score, name)


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (13, "definite"),
        (9, "definite"),
        (8, "probable"),
        (5, "probable"),
        (4, "possible"),
        (1, "possible"),
        (0, "doubtful"),
        (-4, "doubtful"),
    ],
)
def test_a_class_at_its_limits(score: int, name: str) -> None:
    assert class_of(score) == name


ANSWERS = st.tuples(*[st.sampled_from(["yes", "no", "unknown"])] * 10)


@given(ANSWERS)
def test_a_sum_is_within_the_scale(answers: tuple[NaranjoAnswer, ...]) -> None:
    assert LEAST <= total(answers) <= MOST


def test_the_ends_of_the_scale_are_reached() -> None:
    best: list[NaranjoAnswer] = ["yes" if item.yes > item.no else "no" for item in ITEMS]
    worst: list[NaranjoAnswer] = ["yes" if item.yes < item.no else "no" for item in ITEMS]
    assert (total(best), total(worst)) == (MOST, LEAST)


def test_the_published_sum_stands_beside_the_computed_one() -> None:
    assert naranjo_text(AS_PUBLISHED) == (
        "7, probable, computed from the items; published: 9 (case report 2020)"
    )
    assert naranjo_text(NaranjoAssessed("rash", REPORT)) == "7, probable"
    bedside = at_bedside()
    said = sentence(bedside.record(AS_PUBLISHED), bedside.folded)
    assert said.startswith("Naranjo for rash: 7, probable, computed from the items; published: 9")
    assert "came back with the drug unknown, another cause possible no" in said


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reaction": " "}, "Write which reaction is assessed."),
        ({"answers": REPORT[:9]}, "Answer all 10 items"),
        ({"answers": (*REPORT, "no")}, "Answer all 10 items"),
        ({"published_sum": 14}, "from -4 to 13"),
        ({"published_sum": -5}, "from -4 to 13"),
        ({"published_source": ""}, "where the sum was published"),
        ({"published_sum": None}, "Write the published sum too"),
        ({"note": "x" * 2001}, "Shorten the note"),
    ],
)
def test_what_cannot_be_an_assessment_is_refused(changes: dict[str, object], told: str) -> None:
    bedside = at_bedside()
    wrong = msgspec.structs.replace(AS_PUBLISHED, **changes)
    assert told in refusal(bedside, bedside.record, wrong)


def test_an_assessment_is_corrected_as_one_and_moves_nothing() -> None:
    bedside = at_bedside()
    before = bedside.chart
    first = bedside.record(AS_PUBLISHED)
    bedside.go(minutes=1)
    better = msgspec.structs.replace(AS_PUBLISHED, answers=answered(item4="no"))
    bedside.correct(first, better)
    after = bedside.chart
    assert after.lines[first.id].what == better
    assert (after.holds, after.stretches) == (before.holds, before.stretches)
    assert "keeps the kind" in refusal(bedside, bedside.correct, first, NoteAdded("x"))
    assert "Answer all 10 items" in refusal(
        bedside, bedside.correct, first, msgspec.structs.replace(better, answers=())
    )


@pytest.mark.parametrize("published", [LEAST, MOST])
def test_a_published_sum_at_the_ends_of_the_scale_is_taken(published: int) -> None:
    bedside = at_bedside()
    bedside.record(msgspec.structs.replace(AS_PUBLISHED, published_sum=published))
    assert f"published: {published} (" in sentence(bedside.entries[-1], bedside.folded)
