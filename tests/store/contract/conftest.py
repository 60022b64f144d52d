"""The ledger in a fresh file, and in a fresh schema of a database: each test runs with both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.location.where import Where
from tests.store.helpers.cluster import Cluster
from tests.store.helpers.ward import Clock, begin_at


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    """Where a ledger can begin."""
    if request.param == "file":
        return tmp_path / "ward.json"
    server: Cluster = request.getfixturevalue("server")
    return server.new_place()


@pytest.fixture
def ledger(place: Where, clock: Clock) -> Iterator[Ledger]:
    with begin_at(place, clock) as ledger:
        yield ledger
