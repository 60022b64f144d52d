"""The reader of keys waits until something comes or the app ends: of itself it does nothing."""

from __future__ import annotations

import gc
import os
import select
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.message import Message

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

if sys.platform != "win32":
    from tui.terminal.driver import posix
    from tui.terminal.driver.ending import Ending

LONG = 60.0


def is_told(ending: Ending) -> bool:
    return bool(select.select([ending], [], [], 0)[0])


def test_it_wakes_who_waits_and_can_begin_anew() -> None:
    ending = Ending()
    for _ in range(2):
        assert not is_told(ending)
        waiting = threading.Thread(target=select.select, args=([ending], [], [], LONG))
        waiting.start()
        ending.set()
        waiting.join(LONG)
        assert not waiting.is_alive()
        assert ending.is_set()
        ending.clear()
        assert not ending.is_set()


def test_it_may_be_said_as_often_as_anybody_likes() -> None:
    ending = Ending()
    for _ in range(100_000):  # more than a pipe holds
        ending.set()
    assert is_told(ending)
    ending.clear()
    assert not is_told(ending)


def test_its_descriptors_are_given_back_with_it() -> None:
    ending = Ending()
    number = ending.fileno()
    assert os.fstat(number)
    del ending
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


class Reader:
    """The reader of keys on a pipe, in a thread of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waited: list[float | None] = []
        self.keys: list[str] = []
        self.came = threading.Event()
        end, self.typing = os.pipe()
        driver = cast(Any, object.__new__(posix.TerminalDriver))
        driver.fileno, driver._ending, driver._debug, driver._mouse = end, Ending(), False, False
        driver._app = SimpleNamespace(types_text=False)
        self.driver = driver
        monkeypatch.setattr(posix, "select", SimpleNamespace(select=self.select))
        monkeypatch.setattr(posix.TerminalDriver, "process_message", self.took)
        self.thread = threading.Thread(target=driver.run_input_thread)
        self.thread.start()

    def select(self, *asked: Any) -> Any:
        self.waited.append(asked[3])
        return select.select(*asked)

    def took(self, message: Message) -> None:
        self.keys.append(getattr(message, "key", ""))
        self.came.set()

    def type(self, text: bytes) -> None:
        self.came.clear()
        os.write(self.typing, text)
        assert self.came.wait(LONG)

    def end(self) -> None:
        self.driver._ending.set()
        self.thread.join(LONG)
        assert not self.thread.is_alive()
        os.close(self.typing)
        os.close(self.driver.fileno)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    made = Reader(monkeypatch)
    yield made
    made.end()


def test_where_nothing_comes_the_reader_waits_without_end(reader: Reader) -> None:
    for name in ("up", "down"):
        reader.type(b"\x1b[A" if name == "up" else b"\x1b[B")
        assert reader.keys[-1] == name
    assert set(reader.waited) == {None}


def test_an_escape_alone_is_waited_for_as_long_as_a_sequence_takes(reader: Reader) -> None:
    reader.type(b"\x1b")
    assert reader.keys == ["escape"]
    assert [seconds for seconds in reader.waited if seconds is not None]
