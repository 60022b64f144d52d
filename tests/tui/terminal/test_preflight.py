"""Between the shell and the first screen: the command line, refusals in one sentence, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import ROOT, Terminal, environment
from tui import __version__
from tui.exit_codes import MEANING, Exit
from tui.terminal import preflight
from tui.terminal.preflight import tell_colours

HEAVY = {"textual", "rich", "pendulum", "tinydb", "msgspec", "platformdirs", "store.errors", "store.location"}


class Stream:
    """A stream that is a terminal, or is not."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


TERMINAL, FILE = Stream(True), Stream(False)


def stepward(*args: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """`stepward` with `args`, without a terminal."""
    command = [sys.executable, "-m", "tui", *args]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment(**changes),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )


def one_sentence(text: str) -> bool:
    """Whether `text` is one line that names its speaker, and no traceback."""
    return text.count("\n") == 1 and text.startswith("stepward: ")


@pytest.mark.parametrize(
    "streams", [(FILE, TERMINAL, TERMINAL), (TERMINAL, FILE, TERMINAL), (TERMINAL, TERMINAL, None)]
)
def test_every_stream_must_be_a_terminal(streams: Sequence[Stream | None]) -> None:
    assert "A terminal is needed" in str(preflight.obstacle({"TERM": "xterm"}, *streams))


def test_a_dumb_terminal_is_refused_and_an_unnamed_one_is_not() -> None:
    assert "TERM=dumb" in str(preflight.obstacle({"TERM": "dumb"}, TERMINAL, TERMINAL, TERMINAL))
    assert preflight.obstacle({}, TERMINAL, TERMINAL, TERMINAL) is None


def test_what_makes_textual_write_files_is_taken_out_of_the_environment() -> None:
    environ = {
        **{
            name: "1"
            for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_DRIVER", "TEXTUAL_PRESS")
        },
        **{"TEXTUAL_COLOR_SYSTEM": "standard", "TERM": "xterm", "NO_COLOR": ""},
    }
    preflight.keep_private(environ)
    assert environ == {"TEXTUAL_COLOR_SYSTEM": "standard", "TERM": "xterm"}


def test_without_a_terminal_one_sentence_and_2() -> None:
    done = stepward()
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert one_sentence(done.stderr)
    assert "stepward list" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="closes a descriptor as a POSIX shell does")
def test_a_closed_input_is_one_sentence_and_2() -> None:
    command = ["/bin/sh", "-c", f'"{sys.executable}" -m tui <&-']
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=ROOT)
    assert done.returncode == Exit.USAGE
    assert one_sentence(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_dumb_terminal_is_one_sentence_and_2() -> None:
    with Terminal([sys.executable, "-m", "tui"], environment(TERM="dumb")) as terminal:
        assert terminal.end() == Exit.USAGE
        assert "TERM=dumb" in terminal.text()
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("--nonsense",), ()])
def test_the_command_line_is_read_before_anything_heavy_is_imported(args: tuple[str, ...]) -> None:
    code = (
        "import sys; from tui.__main__ import main\n"
        "try: sys.exit(main(sys.argv[1:]))\n"
        "finally: print('LOADED', *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    loaded = set(done.stderr.rpartition("LOADED")[2].split())
    assert "tui" in loaded
    assert not loaded & HEAVY


def test_help_names_every_exit_code_and_so_does_the_reference() -> None:
    done = stepward("--help")
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert done.returncode == Exit.OK
    for code, words in MEANING.items():
        assert f"{code:>3}  {words}" in done.stdout
        assert f"| {code} | {words} |" in page
    assert set(MEANING) == set(Exit)


def test_the_version_is_that_of_the_package() -> None:
    done = stepward("--version")
    assert (done.returncode, done.stdout) == (0, f"stepward {__version__}\n")


def test_a_wrong_option_is_usage() -> None:
    assert stepward("--dat", "x").returncode == Exit.USAGE
    assert stepward("nonsense").returncode == Exit.USAGE


def test_a_path_that_leads_nowhere_is_one_sentence_and_2(tmp_path: Path) -> None:
    done = stepward("list", "--data", str(tmp_path / "nowhere" / "ward.json"))
    assert done.returncode == Exit.USAGE
    assert one_sentence(done.stderr)
    assert "there is no folder" in done.stderr


def test_the_environment_is_asked_also_behind_a_command(tmp_path: Path) -> None:
    done = stepward("list", STEPWARD_DATA=str(tmp_path / "nowhere"))
    assert done.returncode == Exit.USAGE
    assert done.stderr.startswith("stepward: STEPWARD_DATA: ")


@pytest.mark.parametrize("args", [("--demo", "list"), ("list", "--demo")])
def test_options_count_before_and_behind_a_command(args: tuple[str, ...], tmp_path: Path) -> None:
    done = stepward(*args, TMPDIR=str(tmp_path))
    assert done.returncode == Exit.OK
    assert len(done.stdout.splitlines()) > 10, "a line for each invented patient"
    assert list(tmp_path.iterdir()) == [], "the invented ward is gone again"


@pytest.mark.skipif(os.name == "nt", reason="a reader that goes away, as POSIX pipes have it")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "tui", "protocols"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment(), cwd=ROOT)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_before_the_command_line_was_read_leaves_no_traceback() -> None:
    program = "import tui; raise KeyboardInterrupt"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode != 0
    other = subprocess.run(
        [sys.executable, "-c", "import tui; 1 / 0"], capture_output=True, text=True, cwd=ROOT
    )
    assert "ZeroDivisionError" in other.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("restore", "--y", "ward.json"),
        ("staff", "disable", "AO", "--reas", "left"),
        ("staff", "list", "--js"),
        ("protocol", "check", "--js", "ours.toml"),
        ("backup", "copies", "--qu"),
    ],
)
def test_no_option_can_be_cut_short(words: tuple[str, ...]) -> None:
    """What is short today may mean another option tomorrow; `--y` must never restore."""
    done = stepward(*words)
    assert done.returncode == Exit.USAGE
    assert "unrecognized arguments" in done.stderr or "required" in done.stderr


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("alacritty", "truecolor"),
        ("xterm-kitty", "truecolor"),
        ("xterm-ghostty", "truecolor"),
        ("foot", "truecolor"),
        ("mlterm-256color", "truecolor"),
        ("xterm", None),
        ("xterm-256color", None),
        ("linux", None),
        ("", None),
    ],
)
def test_a_terminal_gets_its_colours_by_its_name_alone(term: str, told: str | None) -> None:
    environ = {"TERM": term}
    tell_colours(environ)
    assert environ.get("COLORTERM") == told
    environ["COLORTERM"] = "what it says itself"
    tell_colours(environ)
    assert environ["COLORTERM"] == "what it says itself"
