"""Whoever waits longer than a moment is told what for, and nothing typed is lost."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from pathlib import Path

import pytest

from protocols.entries import NoteAdded
from store.files.disk import Disk
from store.files.engine import FileEngine
from store.files.lock import FileLock
from store.files.platform import this_disk
from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.app.app import StepwardApp
from tui.forms.base.form import NOTICED, RECORDING
from tui.session import Session
from tui.widgets.field import Field

NOTE = "Ate half of breakfast"


async def until(here: Bedside, words: str) -> None:
    """Wait until the form says `words`."""
    async with asyncio.timeout(20):
        while words not in here.message:
            await here.pilot.pause(0.02)


async def test_recording_while_another_session_holds_the_file_says_so_and_then_records(ward: Ward) -> None:
    ward.begin()
    go, held = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(this_disk(), ward.path).held(5):
            held.set()
            go.wait(30)

    async with bedside(ward) as here:
        await here.press("n")
        await here.type(NOTE)
        holder = threading.Thread(target=hold)
        holder.start()
        assert held.wait(10)
        try:
            await here.press("enter")
            await here.pilot.press("enter")
            await until(here, RECORDING)
        finally:
            go.set()
            holder.join()
        await here.settle()
        assert not here.is_open
        assert ward.last.what == NoteAdded(NOTE)


async def test_what_is_recorded_at_once_says_nothing_of_waiting(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.forms.base.form.NOTICED", 30.0)
    assert NOTICED <= 0.2
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n")
        await here.type(NOTE)
        await here.press("enter", "enter")
        assert not here.is_open


async def test_a_disk_that_refuses_says_so_and_keeps_what_was_typed(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        await here.press("n")
        await here.type(NOTE)
        engine = here.app.session.ledger._engine
        assert isinstance(engine, FileEngine)
        disk = engine._disk

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setitem(vars(disk), "write", full)
        await here.press("enter", "enter")
        assert here.is_open
        assert "No space left" in here.message or "full" in here.message.lower()
        assert here.app.screen.query_one("#note", Field).value == NOTE
        monkeypatch.delitem(vars(disk), "write")
        await here.press("enter")
        assert not here.is_open
        assert ward.last.what == NoteAdded(NOTE)


async def test_a_file_that_cannot_be_written_is_a_screen_with_what_to_do(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is made to refuse: permissions do not stop an administrator, who may run the tests."""
    ward.begin()
    kind = type(this_disk())
    opened = kind.open

    def read_only(disk: Disk, path: Path, write: bool) -> int:
        if write:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(disk, path, write)

    monkeypatch.setattr(kind, "open", read_only)
    async with bedside(ward) as here:
        assert "Try again" in here.text("#reading")


async def test_a_ledger_of_a_newer_version_is_a_screen_with_what_to_do(ward: Ward, tmp_path: Path) -> None:
    text = ward.path.read_bytes().replace(b'"format":1', b'"format":9', 1)
    newer = tmp_path / "newer.json"
    newer.write_bytes(text)
    app = StepwardApp(Session(newer))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = str(app.screen.query_one("#reading").render())
        assert "newer" in shown
        assert "q  Quit" in shown
