"""The server killed, the cable pulled, the copy taking over: nothing is lost, nothing is doubled."""

from __future__ import annotations

import pytest

from tests.store.helpers.cluster import Cluster
from tests.store.postgres_failures import KINDS, run


@pytest.mark.parametrize("kind", KINDS)
def test_a_short_run_of_each(kind: str, server: Cluster) -> None:
    with KINDS[kind]() as (place, fault):
        told = run(place, 3, 4, fault, 1.0)
    print(told.words(kind, 3, 4))
    assert (told.lost, told.doubled, told.whole) == (0, 0, True)
    assert told.faults >= (1 if kind == "failover" else 2)
    assert told.acknowledged > 3
