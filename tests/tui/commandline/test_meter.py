"""The line that says how far a long command has come: on a terminal, after a second, and then gone."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store import progress
from store.maintenance.verify import verify
from tests.store.helpers.ward import Clock, add, begin
from tui.__main__ import main
from tui.commandline.base import meter
from tui.commandline.base.meter import Meter, left, metered


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def ticking(*instants: float) -> Callable[[], float]:
    found = iter(instants)
    return lambda: next(found)


def test_nothing_is_said_of_what_is_quick() -> None:
    out = io.StringIO()
    shown = Meter(out, ticking(0, 0.1, 0.5, 0.9))
    for done in range(3):
        shown("Entries", done, 3)
    shown.wipe()
    assert out.getvalue() == ""


def test_count_and_time_left_are_said_of_what_takes_long() -> None:
    out = io.StringIO()
    shown = Meter(out, ticking(0, 0, 2, 2.1, 4))
    for done in (0, 50_000, 50_001, 100_000):
        shown("Entries gone through", done, 200_000)
    shown.wipe()
    assert out.getvalue().split("\r\x1b[K") == [
        "",
        "Entries gone through: 50,000 of 200,000, 6 s left",
        "Entries gone through: 100,000 of 200,000, 4 s left",
        "",
    ], "five a second at most, and the last one taken away"


def test_what_nobody_can_count_beforehand_is_counted_all_the_same() -> None:
    out = io.StringIO()
    shown = Meter(out, ticking(0, 0, 2))
    shown("Megabytes copied", 0, 0)
    shown("Megabytes copied", 7, 0)
    assert out.getvalue().endswith("Megabytes copied: 7")
    assert left(1, 601, 1.0) == "10 minutes left"


def test_the_line_is_gone_before_anything_else_is_said() -> None:
    out = io.StringIO()
    shown = Meter(out, ticking(0, 0, 2, 2.1))
    for done in range(3):
        shown("Entries", done, 2)
    assert out.getvalue().endswith("\r\x1b[K"), "the last one came too soon to be shown"
    before = out.getvalue()
    shown.wipe()
    assert out.getvalue() == before


def test_only_a_terminal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with metered():
        assert not progress._watchers
    monkeypatch.setattr(sys, "stderr", Terminal())
    with metered():
        assert progress._watchers
    assert not progress._watchers


def test_without_anybody_watching_nothing_is_counted() -> None:
    things = [1, 2, 3]
    assert progress.counted("Things", things) is things


def test_every_long_command_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(meter, "FIRST", 0.0)
    monkeypatch.setattr(meter, "AGAIN", -1.0)
    with begin(tmp_path, clock) as ledger:
        add(ledger, "slept well", clock())
    place = ["--data", str(tmp_path / "ward.json")]
    for words, told in (
        (["verify"], "Entries gone through: 3 of 3"),
        (["backup", str(tmp_path / "copy.json")], "Megabytes copied"),
        (["export", "-o", str(tmp_path / "a.jsonl")], "Entries written: 3 of 3"),
        (["export", "--csv", "-o", str(tmp_path / "a.csv")], "Records written: 1 of 1"),
        (["restore", str(tmp_path / "copy.json"), "--yes"], "Megabytes copied"),
        (["import", str(tmp_path / "a.jsonl"), "--dry-run"], "Entries read: 3 of 3"),
        (["rollover"], "Records judged: 2 of 2"),
    ):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        main([*words, *place])
        assert told in terminal.getvalue(), words
    assert verify(tmp_path / "ward.json").ok
    capsys.readouterr()
