"""The pictures in README and screenshots/ are what the screens look like now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.pictures import FOLDER, PICTURES, Picture, demo_ledger, draw


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_ledger(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_picture_is_true(picture: Picture, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    kept = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    now = await draw(picture, ledger)
    assert now == kept, f"{picture.name} looks different: look at it, then python3 dev.py screenshots"


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {picture.name for picture in PICTURES}
