"""The product against the model of the rules, in a few seconds; the command does it for longer."""

from __future__ import annotations

import os

import pytest

from tests.protocols.second_opinion.episode import patients, shortest
from tests.protocols.second_opinion.told import told

STEPS = int(os.environ.get("STEPWARD_EXAMPLES", "100")) * 50

UNSETTLED = (
    "offer forbidden",
    "fact allowed: one open course per drug",
    "fact allowed: past the limit",
    "fact allowed: an older dose",
    "decision",
    "completion",
    "watch",
    "hold",
    "gate line",
    "start refused",
    "start allowed: 1: not every dose",
    "start allowed: 3: no rash-free check",
    "start allowed: nearer to the last dose",
)
"""Kinds of disagreement on which the product is being mended (issue 14)."""


@pytest.mark.parametrize("seed", [1, 2])
def test_the_product_does_what_the_rules_say_whatever_people_try(seed: int) -> None:
    tally = patients(STEPS // 2, seed, UNSETTLED)
    if tally.found:
        acts, disagreement = tally.found[0]
        few = shortest(acts, disagreement.kind, UNSETTLED)
        pytest.fail(f"{disagreement.kind}\n{told(few)}\n{disagreement.said}")
    assert min(tally.compared[kind] for kind in ("start", "decision", "hold", "offer", "watch")) > 100
