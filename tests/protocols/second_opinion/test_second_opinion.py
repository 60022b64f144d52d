"""The product against the model of the rules, in a few seconds; the command does it for longer."""

from __future__ import annotations

import os

import pytest

from tests.protocols.second_opinion.episode import patients, shortest
from tests.protocols.second_opinion.told import told

STEPS = int(os.environ.get("STEPWARD_EXAMPLES", "60")) * 50


@pytest.mark.parametrize("seed", [1, 2])
def test_the_product_does_what_the_rules_say_whatever_people_try(seed: int) -> None:
    tally = patients(STEPS // 2, seed)
    if tally.found:
        acts, disagreement = tally.found[0]
        few = shortest(acts, disagreement.kind)
        pytest.fail(f"{disagreement.kind}\n{told(few)}\n{disagreement.said}")
    assert min(tally.compared[kind] for kind in ("start", "decision", "hold", "offer", "watch")) > 20
