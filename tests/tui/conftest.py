"""A ward in a fresh folder, as another session would write it, and the invented ward for plain commands."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.tui.helpers.bedside_app import Ward
from tests.tui.helpers.shell import NOW
from tui.app.lock import Lock
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


@pytest.fixture(autouse=True)
def _nobody_is_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """No screen locks because the computer that runs the tests is busy: the time without a key stands."""
    monkeypatch.setattr("tui.app.app.Lock", partial(Lock, clock=lambda: 0.0))


@pytest.fixture(scope="session", autouse=True)
def _each_style_sheet_is_parsed_once() -> Iterator[None]:
    """The apps of all tests share the rules that Textual makes of the same text and variables."""
    parse, parsed = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def remembered(self: Stylesheet, *source: Any, **how: Any) -> list[RuleSet]:
        key = (source, tuple(how.items()), tuple(self._variables.items()))
        if key not in parsed:
            parsed[key] = parse(self, *source, **how)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", remembered)
        yield


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
