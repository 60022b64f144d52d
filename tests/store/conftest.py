"""A ledger in a fresh folder, with one patient admitted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from tests.store.helpers.ward import Clock, begin


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with begin(tmp_path, clock) as ledger:
        yield ledger
