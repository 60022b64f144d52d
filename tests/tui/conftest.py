"""A ward in a fresh folder, as another session would write it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.helpers.bedside_app import Ward


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    ward = Ward(tmp_path)
    with ward.ledger:
        yield ward
