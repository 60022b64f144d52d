"""Terminals of every kind show the same words in the same places: pyte over a pseudo-terminal, and tmux."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import DEADLINE, END, Terminal, environment, type_pin
from tui.demo.people import PIN
from tui.demo.ward import build

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

KINDS = ("xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100")
WALK = (
    ("/", "Find by name"),
    ("lindq", "Found 1 of"),
    (END + "\r", "Found 1 of"),
    ("\r", "Gate to step"),
    ("?", "Esc closes"),
    ("\x1b", "Gate to step"),
    ("s", "Whole skin"),
)
"""Keys, and what the screen must show after each: the patient found, chart, help, chart, form."""
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}|\b[0-9]+(?:hr|min)\b|[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4}")


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kinds") / "ward.json"
    build(path, datetime.now(UTC), "UTC")
    return path


def command(ward: Path) -> list[str]:
    return [sys.executable, "-m", "tui", "--data", str(ward)]


def timeless(text: str) -> str:
    """`text` with every time replaced: a minute may pass between two terminals."""
    return _CLOCK.sub("#", text)


def walk(terminal: Terminal) -> list[str]:
    """What the screen shows after each key, once it is whole."""
    terminal.wait_for("PIN")
    type_pin(terminal, "AD", PIN)
    terminal.wait_for("u Step")
    seen = [terminal.wait_until_quiet()]
    for keys, wanted in WALK:
        terminal.send(keys)
        terminal.wait_for(wanted)
        seen.append(terminal.wait_until_quiet())
    return [timeless(text) for text in seen]


@pytest.fixture(scope="module")
def usual(ward: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The walk on a terminal of 256 colours."""
    environ = environment(XDG_STATE_HOME=str(tmp_path_factory.mktemp("state")))
    with Terminal(command(ward), environ) as terminal:
        return walk(terminal)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_each_kind_of_terminal_shows_the_same_in_the_same_place(
    kind: str, ward: Path, usual: list[str], tmp_path: Path
) -> None:
    with Terminal(command(ward), environment(TERM=kind, XDG_STATE_HOME=str(tmp_path))) as terminal:
        assert walk(terminal) == usual
        if not kind.endswith("256color"):
            assert not re.search(rb"[34]8;[25];", terminal.raw), "none but the 16 colours"


def test_without_colours_every_word_is_in_its_place(ward: Path, usual: list[str], tmp_path: Path) -> None:
    with Terminal(command(ward), environment(NO_COLOR="1", XDG_STATE_HOME=str(tmp_path))) as terminal:
        assert walk(terminal) == usual
        codes = {
            code for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw) for code in found.split(b";")
        }
        assert codes <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"9", b"22"}, "no colour, not even grey"


def test_ascii_only_keeps_every_word_in_its_place(ward: Path, usual: list[str], tmp_path: Path) -> None:
    with Terminal([*command(ward), "--ascii"], environment(XDG_STATE_HOME=str(tmp_path))) as terminal:
        seen = walk(terminal)
        assert terminal.raw.isascii()
    for drawn, plain in zip(usual, seen, strict=True):
        for line, ascii_line in zip(drawn.splitlines(), plain.splitlines(), strict=True):
            if line.isascii():
                assert line == ascii_line


class Tmux:
    """A tmux server of its own with the app in its one window."""

    def __init__(self, folder: Path, command: list[str], kind: str, environ: dict[str, str]) -> None:
        self._base = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self._environ = environ
        self._run("start-server", ";", "set-option", "-g", "default-terminal", kind, ";", "new-session", "-d",
                  "-x", "80", "-y", "24", *command)  # fmt: skip

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [*self._base, *words], env=self._environ, capture_output=True, text=True, check=True
        )
        return done.stdout

    def send(self, keys: str) -> None:
        self._run("send-keys", "-l", keys)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._run("capture-pane", "-p").splitlines())

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        found = wanted if callable(wanted) else lambda text: wanted in text
        end = time.monotonic() + DEADLINE
        while not found(text := self.text()):
            assert time.monotonic() < end, f"{wanted!r} did not come. The screen:\n{text}"
            time.sleep(0.05)
        return text

    def wait_until_quiet(self) -> str:
        before = self.text()
        while True:
            time.sleep(0.4)
            now = self.text()
            if now == before:
                return now
            before = now

    def close(self) -> None:
        subprocess.run([*self._base, "kill-server"], env=self._environ, capture_output=True, check=False)


@pytest.fixture(params=["screen", "tmux-256color"])
def tmux(request: pytest.FixtureRequest, ward: Path, tmp_path: Path) -> Iterator[Tmux]:
    if not shutil.which("tmux"):
        pytest.skip("tmux is not here")
    environ = environment(XDG_STATE_HOME=str(tmp_path / "state"), TERM="xterm-256color", SHELL="/bin/sh")
    environ.pop("TMUX", None)
    terminal = Tmux(tmp_path, command(ward), request.param, {**os.environ, **environ})
    yield terminal
    terminal.close()


def test_inside_tmux_it_is_the_same_too(tmux: Tmux, usual: list[str]) -> None:
    tmux.wait_for("PIN")
    type_pin(tmux, "AD", PIN)
    tmux.wait_for("u Step")
    seen = [tmux.wait_until_quiet()]
    for keys, wanted in WALK:
        tmux.send(keys)
        tmux.wait_for(wanted)
        seen.append(tmux.wait_until_quiet())
    assert [timeless(text) for text in seen] == usual
