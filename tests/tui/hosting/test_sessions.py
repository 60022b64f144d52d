"""A session that a host has forked is at its terminal what one is that was started there."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from tests.tui.helpers.terminal import DEADLINE, ROOT, Terminal, type_pin
from tests.tui.hosting.hosts import HostProcess
from tui.demo.people import PIN

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="hosts are for Linux")

SIGN_ON = "Type your initials"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostProcess]:
    with HostProcess(tmp_path_factory.mktemp("host")) as host:
        yield host


def to_the_board(terminal: Terminal) -> None:
    terminal.wait_for(SIGN_ON)
    type_pin(terminal, "AD", PIN)
    terminal.wait_for("Status ")


def record_a_note(terminal: Terminal, words: str) -> None:
    terminal.send("n")
    terminal.wait_for("Note")
    terminal.send(words)
    terminal.wait_for(words)
    terminal.send("\x1b[F\r")
    terminal.wait_until_quiet()
    terminal.send("\r")
    terminal.wait_for("Recorded")


def left_as_found(terminal: Terminal) -> bool:
    return terminal.settings() == terminal.before and b"\x1b[?1049l" in terminal.raw


def test_two_sessions_record_and_leave_their_terminals_as_they_were(
    host: HostProcess,
) -> None:
    with host.terminal() as one, host.terminal(LANG="C.UTF-8", TERM="linux") as other:
        to_the_board(one)
        to_the_board(other)
        assert len(host.sessions) == 2
        record_a_note(one, "from the first")
        other.send("\x1b[B")  # of the other patient: nothing here is about a record that has changed
        other.wait_until_quiet()
        record_a_note(other, "from the other")
        for terminal in (one, other):
            terminal.send("\x11")
            assert terminal.end() == 0
            assert left_as_found(terminal)
    with Ledger.open(host.ledger, read_only=True) as opened:
        notes = [getattr(entry.what, "text", "") for entry in opened.recent(2)]
    assert notes == ["from the first", "from the other"]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=str
)
def test_a_signal_at_the_terminal_ends_the_session(
    number: signal.Signals, code: int, host: HostProcess
) -> None:
    with host.terminal() as terminal:
        terminal.wait_for(SIGN_ON)
        assert host.sessions
        assert terminal.end(number) == code
        assert left_as_found(terminal)


def test_a_closed_window_and_a_killed_program_end_the_session(host: HostProcess) -> None:
    with host.terminal() as closed, host.terminal() as killed:
        for terminal in (closed, killed):
            terminal.wait_for(SIGN_ON)
        handles = [os.pidfd_open(session) for session in host.sessions]
        closed.close()
        killed.process.kill()
        for handle in handles:
            _wait_until_gone(handle)
        assert closed.end() == 129


def _wait_until_gone(handle: int) -> None:
    ready, _, _ = select.select([handle], [], [], DEADLINE)
    os.close(handle)
    assert ready, "the session goes on though nobody is there"


def test_the_session_is_told_of_another_size(host: HostProcess) -> None:
    with host.terminal(COLUMNS="80", LINES="24") as terminal:
        terminal.wait_for(SIGN_ON)
        terminal.wait_until_quiet()
        terminal.raw = b""
        terminal.resize(60, 15)
        terminal.wait_for(lambda text: b"Stepward keeps" in terminal.raw)


def test_what_kills_a_session_leaves_a_terminal_to_type_in_and_says_so(host: HostProcess) -> None:
    with host.terminal() as terminal:
        terminal.wait_for(SIGN_ON)
        assert terminal.settings() != terminal.before
        os.kill(host.sessions[-1], signal.SIGKILL)
        assert terminal.end() == 1
        assert left_as_found(terminal)
        assert "nothing is half recorded" in " ".join(terminal.text().split())


def test_it_is_where_the_program_was_started_with_its_environment_and_rights(host: HostProcess) -> None:
    with host.terminal(STEPWARD_MARK="of this session") as terminal:
        terminal.wait_for(SIGN_ON)
        process = Path("/proc", str(host.sessions[-1]))
        assert os.readlink(process / "cwd") == os.readlink(f"/proc/{terminal.process.pid}/cwd")
        terminals = {os.readlink(process / "fd" / name) for name in "012"}
        assert terminals == {os.readlink(f"/proc/{terminal.process.pid}/fd/0")}
        shared = _opened(process) & _opened(Path("/proc", str(host.process.pid)))
        assert not [name for name in shared if name.startswith("socket:") or name.endswith(".lock")]
        assert os.getsid(host.sessions[-1]) == host.sessions[-1]


def _opened(process: Path) -> set[str]:
    return {os.readlink(handle) for handle in (process / "fd").iterdir()}


def test_another_version_another_ledger_and_textual_told_otherwise_start_as_without(
    host: HostProcess, tmp_path: Path
) -> None:
    with host.terminal(TEXTUAL_FPS="30") as terminal:
        terminal.wait_for(SIGN_ON)
        assert not host.sessions
        terminal.end(signal.SIGTERM)
    with host.terminal("--data", str(tmp_path / "other.json")) as terminal:
        terminal.wait_for("ledger")
        assert not host.sessions


def test_the_program_at_the_terminal_reads_little_before_it_asks_for_a_host() -> None:
    code = "import sys, tui.__main__, tui.hosting.client; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"textual", "msgspec", "inspect", "dataclasses", "asyncio"} & set(run.stdout.split())


def test_a_second_host_of_the_same_ledger_is_refused(host: HostProcess) -> None:
    second = subprocess.run(host.command, env=host.environ, cwd=ROOT, capture_output=True, text=True)
    assert second.returncode == 4
    assert "runs already" in second.stderr


def test_the_host_is_killed_and_no_session_is_harmed(tmp_path: Path) -> None:
    with HostProcess(tmp_path) as host:
        with host.terminal() as terminal:
            to_the_board(terminal)
            host.kill()
            record_a_note(terminal, "after the host is gone")
            assert host.socket.exists()
            with host.terminal() as without:
                to_the_board(without)
                without.end(signal.SIGTERM)
            host.start()
            with host.terminal() as again:
                again.wait_for(SIGN_ON)
                assert len(host.sessions) == 1
            terminal.send("\x11")
            assert terminal.end() == 0
        assert host.end() == 0
        assert not host.socket.exists()
    assert host.ledger.read_bytes().count(b"after the host is gone") == 1


def test_what_rots_after_the_host_has_read_it_is_found_by_each_session(tmp_path: Path) -> None:
    with HostProcess(tmp_path) as host:
        place = host.ledger.read_bytes().index(b"Okonkwo")
        with host.ledger.open("r+b") as file:
            file.seek(place)
            file.write(b"A")
        with host.terminal() as terminal:
            terminal.wait_for("damaged: what stands after entry")
            assert len(host.sessions) == 1
