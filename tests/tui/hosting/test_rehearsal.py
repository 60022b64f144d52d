"""What is gone through before the first fork leaves what sessions need, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.css import stylesheet

from store.site import journal
from tests.tui.helpers.terminal import DEADLINE
from tui.hosting import rehearsal
from tui.terminal.painter import read_once

Parse = Callable[..., Any]


def test_every_later_session_finds_the_style_sheets_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rehearsal, "LONGEST", DEADLINE)
    monkeypatch.setattr(read_once, "_READ", {})
    monkeypatch.setattr(journal, "_silent", set[str]())
    monkeypatch.setattr(journal, "_send", lambda line: pytest.fail(f"told the log: {line}"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    threads = set(threading.enumerate())
    parsed, parse, through = [0], vars(stylesheet)["parse"], rehearsal._gone_through

    def counting(*args: Any, **options: Any) -> Any:
        parsed[-1] += 1
        return parse(*args, **options)

    async def another(*args: Any) -> None:
        parsed.append(0)
        await through(*args)

    monkeypatch.setattr(stylesheet, "parse", counting)
    monkeypatch.setattr(rehearsal, "_gone_through", another)
    assert rehearsal.rehearse() == "board"
    assert parsed[1]  # how many, depends on what other tests have read
    assert parsed[2] == 0, "a session that is forked would read them anew"
    assert len(read_once._READ) == rehearsal.THEMES
    assert set(threading.enumerate()) <= threads
    assert not journal._silent
    assert not [*tmp_path.iterdir()]
