"""A ward in a fresh folder, as another session would write it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.helpers.bedside_app import Ward
from tui.paper.page import fonts


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    ward = Ward(tmp_path)
    with ward.ledger:
        yield ward


@pytest.fixture(autouse=True)
def _no_fonts_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are the same wherever the tests run: with the font that rides along alone."""
    monkeypatch.setattr(fonts, "folders", tuple)
