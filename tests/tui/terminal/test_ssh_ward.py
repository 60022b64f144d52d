"""Two nurses over two real SSH connections on one ledger: each sees what the other records."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.ssh_server import missing, ssh_server
from tests.tui.helpers.terminal import END, ROOT, Terminal, environment, type_pin
from tui.demo.people import PIN
from tui.demo.ward import build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an SSH server to start as on Linux")


def sign_on(terminal: Terminal, who: str) -> None:
    terminal.wait_for("Initials")
    type_pin(terminal, who, PIN)
    terminal.wait_for("5[All 13]")


def test_two_sessions_on_one_ward(tmp_path: Path) -> None:
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    ledger = tmp_path / "ward.json"
    build(ledger)
    start = [
        "env",
        f"XDG_STATE_HOME={tmp_path / 'state'}",
        sys.executable,
        "-m",
        "tui",
        "--data",
        str(ledger),
    ]
    home = tmp_path / "ssh"
    home.mkdir()
    with ssh_server(home) as ssh:
        login = [*ssh, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(start)}"]
        with Terminal(login, environment()) as one, Terminal(login, environment()) as other:
            sign_on(one, "AD")
            sign_on(other, "TN")
            other.send("t")
            other.wait_for("f shows")
            one.send("n")
            one.wait_for("Back (Esc)")
            one.send("Called the ward sister")
            one.wait_for("Called the ward sister")
            one.send(END + "\r\r")
            one.wait_for("Recorded: ")
            other.wait_for("Note: Called the ward sister")
            one.process.kill()
            other.send("\x1b")
            other.wait_for("5[All 13]")
            other.send("q")
            assert other.end() == 0
