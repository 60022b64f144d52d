"""However the app is ended, it ends: with the right exit code, its last acts done, the terminal as it was."""

import signal
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import Terminal, stand_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CTRL_Q = "\x11"
LEFT_AS_FOUND = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[<u")
"""The other screen left, the cursor shown, pasting and keys as they were."""


def assert_ended_well(terminal: Terminal, folder: Path) -> None:
    assert (folder / "ended").exists()
    assert terminal.settings() == terminal.before
    assert all(sequence in terminal.raw for sequence in LEFT_AS_FOUND)


def test_leaving_by_key(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        assert terminal.settings() != terminal.before
        terminal.send(CTRL_Q)
        assert terminal.end() == 0
        assert_ended_well(terminal, tmp_path)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=str
)
def test_ended_by_a_signal(number: signal.Signals, code: int, tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        assert terminal.end(number) == code
        assert_ended_well(terminal, tmp_path)


IGNORING_HANG_UPS = ("/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh")


@pytest.mark.parametrize(
    ("prefix", "login"),
    [((), True), (IGNORING_HANG_UPS, True), ((), False)],
    ids=["hang-up", "hang-up ignored by the parent", "no hang-up at all"],
)
def test_a_closed_window_ends_the_app(prefix: tuple[str, ...], login: bool, tmp_path: Path) -> None:
    with stand_in(tmp_path, prefix=prefix, login=login) as terminal:
        terminal.wait_for("READY")
        terminal.wait_until_quiet()
        terminal.close()
        assert terminal.end() == 129
        assert_ended_without_a_fault(tmp_path)


def test_a_line_that_stalls_and_then_breaks_ends_the_app(tmp_path: Path) -> None:
    with stand_in(tmp_path, login=False) as terminal:
        terminal.wait_for("READY")
        for _ in range(100):
            terminal.send("\x01xyz")  # nobody reads what this draws, until nothing more can be written
        terminal.close()
        assert terminal.end() == 129
        assert_ended_without_a_fault(tmp_path)


def test_a_terminal_at_its_end_is_noticed() -> None:
    from tui.terminal.driver.posix import InputDecoder, TerminalGone

    decoder = InputDecoder()
    assert decoder.decode(b"\xc3") == "", "half a character is no end"
    with pytest.raises(TerminalGone):
        decoder.decode(b"")


def assert_ended_without_a_fault(folder: Path) -> None:
    assert (folder / "ended").exists()
    assert not list((folder / "state").rglob("fault-*"))


def test_a_message_after_the_end_is_seen(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send("\x1bOQ")
        assert terminal.end() == 1
        assert "Stepward had to stop" in terminal.text()
        assert "READY" not in terminal.text()
        assert_ended_well(terminal, tmp_path)
