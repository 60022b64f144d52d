"""Days, doses, sums and ratios equal the published tables number by number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.definition.totals import (
    before_last,
    frequency_text,
    ratio_text,
    step_text,
    step_totals,
)
from tests.protocols.helpers.published import CHECKS, ROWS, amount_by, library


def step(morning: str = "", evening: str = "", days: int | None = None) -> Step:
    pairs = (("morning", morning), ("evening", evening))
    return Step(tuple(PlannedDose(slot, Decimal(amount)) for slot, amount in pairs if amount), days)


def schedule(*steps: Step) -> Protocol:
    return Protocol(**{**_FIELDS, "steps": steps})


_REPORT = library("alectinib-report-2020")
_FIELDS = {name: getattr(_REPORT, name) for name in _REPORT.__struct_fields__}

amounts = st.decimals("0.000001", "100000", places=6)
steps = st.builds(
    lambda morning, evening, days: Step(
        (PlannedDose("morning", morning),) + ((PlannedDose("evening", evening),) if evening else ()), days
    ),
    amounts,
    st.none() | amounts,
    st.integers(1, 60),
)
schedules = st.lists(steps, min_size=1, max_size=8).map(
    lambda made: schedule(*made[:-1], Step(made[-1].doses, None))
)


@pytest.mark.parametrize("protocol_id", ROWS)
def test_every_row_equals_the_published_table(protocol_id: str) -> None:
    rows = step_totals(library(protocol_id))
    published = ROWS[protocol_id]["steps"]
    assert [
        (row.number, row.first_day, row.last_day, row.step.days, row.step.daily, row.amount, row.cumulative)
        for row in rows
    ] == [
        (
            row["step"],
            row["day_from"],
            row["day_to"],
            row["days"],
            row["daily_mg"],
            row.get("step_total_mg"),
            row.get("cumulative_mg"),
        )
        for row in published
    ]


@pytest.mark.parametrize("protocol_id", CHECKS)
def test_what_lies_before_the_last_step(protocol_id: str) -> None:
    before, check = before_last(library(protocol_id)), CHECKS[protocol_id]
    assert before is not None
    assert (before.days, before.doses, before.amount) == (
        check["days_before_last"],
        check["doses_before_last"],
        check["mg_before_last"],
    )
    assert before.amount == ROWS[protocol_id]["cumulative_mg_before_final_step"]


@pytest.mark.parametrize("protocol_id", CHECKS)
def test_the_amount_by_a_protocol_day(protocol_id: str) -> None:
    by_day = CHECKS[protocol_id]["mg_by_day"]
    assert {day: amount_by(library(protocol_id), int(day)) for day in by_day} == by_day
    assert amount_by(library(protocol_id), 0) == amount_by(library(protocol_id), -3) == 0


@pytest.mark.parametrize("protocol_id", CHECKS)
def test_the_daily_dose_grows_as_published(protocol_id: str) -> None:
    ratios = [row.daily_ratio for row in step_totals(library(protocol_id))]
    assert ratios[0] is None
    grown = [ratio for ratio in ratios if ratio is not None]
    assert [Decimal(ratio_text(ratio)) for ratio in grown] == list(
        map(Decimal, CHECKS[protocol_id]["ratios"])
    )
    assert max(grown) <= 2


def test_single_dose_and_daily_dose_grow_apart() -> None:
    last = step_totals(library("alectinib-shirasawa"))[-1]
    assert (last.single_ratio, last.daily_ratio) == (Fraction(1), Fraction(2))
    split = step_totals(library("alectinib-report-2020"))[3]
    assert (split.single_ratio, split.daily_ratio) == (Fraction(4, 3), Fraction(7, 6))


def test_days_before_the_last_step_in_the_order_of_the_table() -> None:
    ids = ("alectinib-shirasawa", "alectinib-kimura", "alectinib-anderson", "alectinib-report-2020")
    assert [row.days for row in map(before_last, map(library, ids)) if row] == [8, 14, 8, 23]


def test_by_day_3_the_report_equals_shirasawa_and_anderson_and_passes_them_on_day_8() -> None:
    report, shirasawa, anderson, kimura = (
        library(f"alectinib-{name}") for name in ("report-2020", "shirasawa", "anderson", "kimura")
    )
    day_3, day_8 = (amount_by(report, day) - amount_by(report, day - 1) for day in (3, 8))
    assert day_3 == shirasawa.steps[-1].daily == anderson.steps[-1].daily > kimura.steps[-1].daily
    assert amount_by(report, 7) - amount_by(report, 6) == day_3 < day_8


def test_literature_without_a_schedule_has_no_totals() -> None:
    okuma = library("alectinib-okuma")
    assert step_totals(okuma) == ()
    assert before_last(okuma) is None


@pytest.mark.parametrize(
    ("doses", "frequency", "text"),
    [
        (("150", "150"), "twice daily", "150 mg twice daily"),
        (
            ("450", "600"),
            "in the morning and in the evening",
            "450 mg in the morning and 600 mg in the evening",
        ),
        (("37.5", ""), "once daily in the morning", "37.5 mg once daily in the morning"),
        (("", "1050"), "once daily in the evening", "1,050 mg once daily in the evening"),
    ],
)
def test_frequency_in_words(doses: tuple[str, str], frequency: str, text: str) -> None:
    assert frequency_text(step(*doses)) == frequency
    assert step_text(step(*doses), "mg") == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(Fraction(15, 8), "1.88"), (Fraction(2), "2"), (Fraction(3, 2), "1.5"), (Fraction(8, 7), "1.14")],
)
def test_ratios_have_two_decimals_and_no_trailing_zero(ratio: Fraction, text: str) -> None:
    assert ratio_text(ratio) == text


@given(schedules)
def test_sums_are_exact_and_agree_with_a_count_dose_by_dose(protocol: Protocol) -> None:
    rows, before = step_totals(protocol), before_last(protocol)
    assert before is not None
    given_doses = [
        dose.amount for planned in protocol.steps for _ in range(planned.days or 0) for dose in planned.doses
    ]
    assert (before.doses, before.amount) == (len(given_doses), sum(given_doses))
    assert before.amount == amount_by(protocol, before.days)
    assert rows[-1].first_day == before.days + 1
    for row in rows[:-1]:
        assert row.last_day is not None
        assert row.cumulative == amount_by(protocol, row.last_day)
    for row, earlier in zip(rows[1:], rows, strict=False):
        assert row.daily_ratio is not None
        assert row.daily_ratio * Fraction(earlier.step.daily) == Fraction(row.step.daily)


@given(schedules, st.integers(0, 400))
def test_each_day_adds_the_dose_of_its_step(protocol: Protocol, day: int) -> None:
    added = amount_by(protocol, day + 1) - amount_by(protocol, day)
    of_the_day = [row for row in step_totals(protocol) if row.first_day <= day + 1][-1]
    assert added == of_the_day.step.daily
