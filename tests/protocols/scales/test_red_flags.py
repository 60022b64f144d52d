"""Findings that point to a red flag say so; text that denies a sign does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocols.entries import RashFound
from protocols.scales.red_flags import COMMON, pointer, signs

FLAT = RashFound("maculopapular", ("back",), mucosa="clear")


def found(**changes: object) -> RashFound:
    return RashFound(**{"rash_type": "maculopapular", "sites": ("back",), "mucosa": "clear", **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finding", "seen"),
    [
        (FLAT, ()),
        (found(temperature=Decimal("38.5")), ()),
        (found(temperature=Decimal("38.6")), ("fever over 38.5 °C",)),
        (found(mucosa="involved"), ("mucosal erosion",)),
        (found(mucosa="not seen"), ()),
        (found(rash_type="erythema multiforme"), ("target or dusky lesions",)),
        (found(rash_type="erythema multiforme", tender=True), ("skin pain", "target or dusky lesions")),
        (found(tender=False), ()),
        (found(symptoms="burning pain"), ("skin pain",)),
        (found(symptoms="itch, no pain"), ()),
        (found(note="Two small Blisters on the left arm"), ("blister or skin detachment",)),
        (found(note="No blisters. Skin peels at the heel"), ("blister or skin detachment",)),
        (found(note="Never had blisters, not tender, without purpura"), ()),
        (
            found(symptoms="swollen face", note="Dusky spots, petechiae"),
            ("facial oedema", "target or dusky lesions", "purpura"),
        ),
        (found(note="swollen lymph nodes"), ("enlarged nodes",)),
    ],
)
def test_signs(finding: RashFound, seen: tuple[str, ...]) -> None:
    assert signs(finding) == seen
    assert set(seen) <= set(COMMON)
    assert bool(pointer(finding)) == bool(seen)


def test_the_pointer_says_what_to_do() -> None:
    words = pointer(found(mucosa="involved", temperature=Decimal(39)))
    assert words == "RED FLAG? Stop and call: this points to mucosal erosion and fever over 38.5 °C."
