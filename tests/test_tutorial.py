"""The tutorial is done as it stands in docs/tutorial.md: its commands, its keys, and what the screen says."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.ledger.ledger import Ledger
from tests.tui.helpers.rest import come_to_rest, press
from tui.__main__ import main
from tui.app.app import StepwardApp
from tui.commandline.admin import staff
from tui.commandline.base import opening
from tui.commandline.setup import init
from tui.session import Session

PAGE = (Path(__file__).parents[1] / "docs" / "tutorial.md").read_text(encoding="utf-8")
NAMES = {" ": "space", "-": "minus", ".": "full_stop", ",": "comma", "!": "exclamation_mark"}
WORDS = {"Enter": "enter", "Tab": "tab", "Esc": "escape", "Space": "space"}


class Clock:
    """A morning in November; a block of the page can say that some hours have passed."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    clock = Clock()
    for module in (opening, staff, init):
        monkeypatch.setattr(module, "utc_now", clock)
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, now=clock))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return clock


def blocks() -> Iterator[tuple[str, list[str]]]:
    """The kind and the lines of each block, in the order of the page."""
    for kind, lines in re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        yield kind, lines.splitlines()


def run(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command as a shell runs it, with what is piped into it."""
    given, _, command = line.rpartition(" | ")
    text = shlex.split(given)[-1].encode().decode("unicode_escape") if given else ""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main(shlex.split(command)[1:]) == 0, line


async def type_line(pilot: Pilot[None], line: str) -> None:
    """Type the words of a line, and press the key that is named at its end."""
    words, _, last = line.rpartition(" ")
    if last not in WORDS or (not words and line not in WORDS):
        words, last = line, ""
    if words:
        await press(pilot, *(NAMES.get(char, char) for char in words))
    if last:
        await press(pilot, WORDS[last])


def shown(app: StepwardApp) -> str:
    """What stands on the screen, its line breaks as blanks."""
    rows = app.screen._compositor.render_strips()
    return " ".join(" ".join(row.text for row in rows).split())


async def test_the_tutorial_is_as_it_says(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = list(blocks())
    before, *after = [lines for kind, lines in found if kind == "shell"]
    for line in before:
        run(line, monkeypatch)
    app = StepwardApp(Session(Path("ward.json").absolute(), now=clock))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await come_to_rest(pilot)
        for kind, lines in found:
            for line in lines:
                if kind == "keys":
                    await type_line(pilot, line)
                elif kind == "hours":
                    clock.now += timedelta(hours=int(line))
                elif kind == "screen":
                    assert line in shown(app), shown(app)
    for line in (line for lines in after for line in lines):
        run(line, monkeypatch)
    assert "Nothing is wrong." in capsys.readouterr().out
