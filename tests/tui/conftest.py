"""A ward in a fresh folder, as another session would write it, and the invented ward for plain commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.helpers.bedside_app import Ward
from tests.tui.helpers.shell import NOW
from tui.commandline.base import opening
from tui.demo.ward import build
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


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of the invented ward, made once."""
    path = tmp_path_factory.mktemp("invented") / "ward.json"
    build(path, NOW, "Europe/London")
    return path.read_bytes()


@pytest.fixture
def demo_ward(
    invented: bytes, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The invented ward, which plain commands find by themselves: the clock stands, nobody has seen it."""
    path = tmp_path_factory.mktemp("ward") / "ward.json"
    path.write_bytes(invented)
    monkeypatch.setattr(opening, "utc_now", lambda: NOW)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("STEPWARD_DATA", str(path))
    return path
