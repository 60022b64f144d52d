"""Protocols side by side: the case report's Table 2, number by number, and right where its prose is not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.definition.comparison import (
    Passing,
    by_day,
    comparable,
    largest_growth,
    levels,
    passing,
)
from protocols.definition.protocol import Protocol
from protocols.definition.stock import Stock, added, doses_before_last, doses_of_a_day, stock_for
from protocols.definition.totals import before_last
from protocols.values.refusal import Refused
from tests.protocols.course.test_second_check_parts import plan
from tests.protocols.definition.test_totals import schedules
from tests.protocols.helpers.published import CHECKS, ROWS, amount_by, exact, library
from tui.views.picture.compare import stock_text

REPORT, SHIRASAWA, KIMURA, ANDERSON, OKUMA = (
    library(f"alectinib-{name}") for name in ("report-2020", "shirasawa", "kimura", "anderson", "okuma")
)
TABLE = [SHIRASAWA, KIMURA, OKUMA, ANDERSON, REPORT]
"""The five rows of Table 2, in its order."""


def test_each_row_of_table_2_is_reproduced_day_by_day() -> None:
    for protocol, column in zip(TABLE, range(5), strict=True):
        for row in ROWS[protocol.id]["steps"]:
            found = [
                days.places[column]
                for days in by_day(TABLE)
                if row["day_from"] <= days.first and (row["day_to"] is None or days.first <= row["day_to"])
            ]
            assert found
            assert {(here and here.step, here and here.daily) for here in found} == {
                (row["step"], row["daily_mg"])
            }
            last = found[-1]
            if row["day_to"] is not None:
                assert last is not None
                assert last.so_far == row["cumulative_mg"]


def test_a_publication_without_a_schedule_has_its_row_and_no_doses() -> None:
    assert {days.places[2] for days in by_day(TABLE)} == {None}
    assert {level.reached[2] for level in levels(TABLE)} == {None}
    assert (passing(OKUMA, REPORT), passing(REPORT, OKUMA), largest_growth(OKUMA)) == (None, None, None)
    assert (by_day([OKUMA]), levels([OKUMA])) == ([], [])


def test_runs_of_days_follow_each_other_and_only_the_last_is_open() -> None:
    runs = by_day(TABLE)
    assert runs[0].first == 1
    assert [days.last for days in runs][-1] is None
    assert all(one.last is not None and one.last + 1 == other.first for one, other in pairwise(runs))
    assert (runs[-1].first, [here and here.daily for here in runs[-1].places]) == (
        24,
        [Decimal(600), Decimal(400), None, Decimal(600), Decimal(1200)],
    )


def test_row_1_day_3_is_equal_to_two_schedules_and_higher_only_than_kimura() -> None:
    assert passing(REPORT, SHIRASAWA) == passing(REPORT, ANDERSON) == Passing(reached=3, higher=8)
    assert passing(REPORT, KIMURA) == Passing(reached=3, higher=3)
    assert passing(KIMURA, REPORT) == passing(SHIRASAWA, REPORT) == Passing(None, None)
    assert passing(SHIRASAWA, ANDERSON) == Passing(reached=9, higher=None)


def test_row_2_days_before_the_last_step() -> None:
    before = [before_last(protocol) for protocol in TABLE]
    assert [one.days for one in before if one is not None] == [8, 14, 8, 23]


def test_row_4_no_schedule_more_than_doubles_and_daily_and_single_differ() -> None:
    for protocol_id in CHECKS:
        found = largest_growth(library(protocol_id))
        assert found is not None
        assert found[0] == 2
    assert largest_growth(with_steps(SHIRASAWA, 4, 5)) == (Fraction(2), Fraction(1))


def with_steps(protocol: Protocol, first: int, last: int) -> Protocol:
    return msgspec.structs.replace(protocol, steps=protocol.steps[first - 1 : last])


def test_the_day_each_level_is_reached() -> None:
    found = {level.daily: (level.reached, level.exact) for level in levels([REPORT, SHIRASAWA, KIMURA])}
    assert found[Decimal(600)] == ((3, 9, None), (True, True, False))
    assert found[Decimal(900)] == ((8, None, None), (True, False, False))
    assert found[Decimal(400)] == ((3, 9, 15), (False, False, True))
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("protocol", "strengths", "stock"),
    [
        (REPORT, "150", Stock(((Decimal(150), 128),))),
        (SHIRASAWA, "20 40 150", Stock(((Decimal(150), 4), (Decimal(40), 14)))),
        (KIMURA, "20 40 150", Stock(((Decimal(40), 50), (Decimal(20), 6)))),
        (ANDERSON, "150", Stock(((Decimal(150), 6),), ((Decimal("37.5"), 2), (Decimal(75), 2)))),
        (
            REPORT,
            "",
            Stock((), ((Decimal(150), 4), (Decimal(300), 10), (Decimal(450), 24), (Decimal(600), 8))),
        ),
    ],
    ids=["report", "shirasawa", "kimura", "anderson", "no-strength"],
)
def test_units_before_the_last_step(protocol: Protocol, strengths: str, stock: Stock) -> None:
    assert stock_for(doses_before_last(protocol), exact(strengths), protocol) == stock
    assert stock.empty is False


def test_units_of_a_day_and_of_two_courses_together() -> None:
    day = stock_for(doses_of_a_day(REPORT, 4), exact("150"), REPORT)
    assert day == Stock(((Decimal(150), 7),))
    both = added([day, stock_for(doses_before_last(ANDERSON), exact("150"), ANDERSON)])
    assert both == Stock(((Decimal(150), 13),), ((Decimal("37.5"), 2), (Decimal(75), 2)))
    assert added([]).empty


def test_parts_take_a_piece_each_and_what_is_measured_is_added_up() -> None:
    """37.5 mg is one and a half of 25 mg: two pieces for each dose; 8 mg is 2 mL."""
    doses = {Decimal("37.5"): 2, Decimal(50): 1, Decimal(8): 3, Decimal("0.3"): 4}
    protocol = plan("8")
    stock = stock_for(doses, exact("25"), protocol)
    assert stock == Stock(
        ((Decimal(25), 6),),
        ((Decimal("0.3"), 4),),
        ((Decimal(25), 2),),
        (("suspension", Decimal(6)),),
    )
    assert stock_text(stock, protocol) == (
        "6 capsules of 25 mg (2 of 25 mg of them divided, each for one dose); 6 mL of suspension; "
        "4 doses of 0.3 mg (300 microgram) cannot be made"
    )
    assert added([stock, stock]).liquids == (("suspension", Decimal(12)),)


@given(schedules, st.data())
def test_units_weigh_as_much_as_the_doses_they_make(protocol: Protocol, data: st.DataObject) -> None:
    strengths = data.draw(st.sets(st.sampled_from(exact("10 20 37.5 150")), min_size=1))
    doses = doses_before_last(protocol)
    stock = stock_for(doses, strengths, protocol)
    made = sum((size * count for size, count in stock.units), Decimal(0))
    rest = sum((amount * count for amount, count in stock.unmade), Decimal(0))
    assert made + rest == sum((amount * count for amount, count in doses.items()), Decimal(0))


@settings(deadline=None)
@given(st.lists(schedules, min_size=1, max_size=3), st.integers(1, 60))
def test_every_day_is_as_its_protocols_say(protocols: list[Protocol], day: int) -> None:
    run = [days for days in by_day(protocols) if days.first <= day][-1]
    assert run.last is None or day <= run.last
    for protocol, here in zip(protocols, run.places, strict=True):
        assert here is not None
        assert here.daily == amount_by(protocol, day) - amount_by(protocol, day - 1)
        assert here.so_far == amount_by(protocol, run.last or run.first)


@pytest.mark.parametrize(
    ("protocols", "words"),
    [
        ([REPORT], "from 2 to 5 protocols. You named 1"),
        ([REPORT] * 6, "You named 6"),
        ([REPORT, KIMURA, REPORT], "alectinib-report-2020 is named twice"),
        (
            [REPORT, msgspec.structs.replace(KIMURA, unit="microgram")],
            "case report 2020 in mg; Alectinib, Kimura in microgram",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(protocols: list[Protocol], words: str) -> None:
    with pytest.raises(Refused, match=words):
        comparable(protocols)
    comparable(TABLE)
