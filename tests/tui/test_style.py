"""The style names only what is there: a class that got another name would lose its look without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual import screen, widgets
from textual.widgets import _toast

ROOT = Path(__file__).parents[2] / "tui"
OURS = {
    name
    for path in ROOT.rglob("*.py")
    for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
}
SHEETS = sorted(ROOT.rglob("*.tcss"))


def classes_in(sheet: str) -> set[str]:
    """The types of widget that a sheet of style names."""
    bare = re.sub(r"\{[^}]*\}", "\n", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    return set(re.findall(r"(?<![\w.#:-])[A-Z]\w*", bare))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_in_the_style_is_a_class_of_the_program(sheet: Path) -> None:
    named = classes_in(sheet.read_text(encoding="utf-8"))
    assert named
    theirs = {name for name in named if any(hasattr(where, name) for where in (widgets, screen, _toast))}
    assert named - theirs <= OURS


def test_a_name_that_is_gone_is_found() -> None:
    assert classes_in("/* Old */ AfterwardsForm Field > Label { Width: 1; }") == {
        *("AfterwardsForm", "Field", "Label")
    }
    assert "AfterwardsForm" not in OURS
