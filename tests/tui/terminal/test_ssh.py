"""Over a real SSH connection: the app is shown, takes keys, and is gone when the connection is."""

import os
import select
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.helpers.ssh_server import missing, ssh_server
from tests.tui.helpers.terminal import DEADLINE, ROOT, Terminal, environment, stand_in_command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an SSH server to start as on Linux")

CTRL_Q = "\x11"


@pytest.fixture
def login(tmp_path: Path) -> Iterator[list[str]]:
    """The command that logs in and starts the stand-in app."""
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    assert not missing(), "the continuous integration has to have OpenSSH"
    home = tmp_path / "ssh"
    home.mkdir()
    start = shlex.join(["env", f"XDG_STATE_HOME={tmp_path / 'state'}", *stand_in_command(tmp_path)])
    with ssh_server(home) as ssh:
        yield [*ssh, f"cd {shlex.quote(str(ROOT))} && exec {start}"]


def process_of(screen: str) -> int:
    """The process of the app, as its first line says."""
    return int(screen.partition("READY")[2].split()[0])


def assert_gone(process: int) -> None:
    """Fails when `process` is still there after a while; it is no child of ours."""
    end = Path(f"/proc/{process}")
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        assert select.select([handle], [], [], DEADLINE)[0], f"{end} is still running"
    finally:
        os.close(handle)


def test_the_app_over_ssh(login: list[str], tmp_path: Path) -> None:
    with Terminal(login, environment()) as terminal:
        terminal.wait_for("READY")
        terminal.send("\x1b[F\x15Jos\N{LATIN SMALL LETTER E WITH ACUTE}")
        terminal.wait_for(r"field 'Jos\xe9'")
        terminal.send(CTRL_Q)
        assert terminal.end() == 0
        assert (tmp_path / "ended").exists()


def test_a_lost_connection_leaves_nothing_running(login: list[str], tmp_path: Path) -> None:
    with Terminal(login, environment()) as terminal:
        process = process_of(terminal.wait_for("READY"))
        terminal.process.kill()
        assert_gone(process)
        assert (tmp_path / "ended").exists()
