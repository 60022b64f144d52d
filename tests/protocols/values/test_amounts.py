"""What counts as a usable amount, and how it is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.values.amounts import is_amount, tidy


@pytest.mark.parametrize("text", ["0.000001", "37.5", "150", "150.000000000", "1e2", "1000000"])
def test_amounts(text: str) -> None:
    assert is_amount(Decimal(text))


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "20.0000001", "0.0000001", "1000000.000001", "1E+999999", "1E-999999", "NaN", "sNaN"],
)
def test_no_amounts(text: str) -> None:
    assert not is_amount(Decimal(text))


@pytest.mark.parametrize(
    ("text", "kept"), [("150.0", "150"), ("1E+2", "100"), ("37.50", "37.5"), ("0.10", "0.1")]
)
def test_tidy(text: str, kept: str) -> None:
    assert str(tidy(Decimal(text))) == kept


@given(st.decimals("0.000001", "1000000", places=6))
def test_tidy_changes_no_amount(amount: Decimal) -> None:
    assert is_amount(amount)
    assert tidy(amount) == amount
