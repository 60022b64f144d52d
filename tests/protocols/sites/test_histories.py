"""A few of the random histories; `python -m tests.protocols.sites 1000` lives through more."""

from __future__ import annotations

import os

import pytest

from tests.protocols.sites.histories import History

COUNT = int(os.environ.get("STEPWARD_EXAMPLES", "8"))


@pytest.mark.parametrize("seed", range(COUNT))
def test_nothing_is_lost_nobody_is_freed_and_no_conflict_is_without_a_way_out(seed: int) -> None:
    assert not History(seed).run().faults


@pytest.mark.parametrize("seed", range(COUNT // 4))
def test_nor_where_three_sites_take_part(seed: int) -> None:
    assert not History(seed, three=True).run().faults
