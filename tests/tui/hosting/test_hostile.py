"""Who means harm on the socket of a host gets no session, keeps nobody waiting, and ends nothing."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from tests.tui.helpers.terminal import Terminal
from tests.tui.hosting.hosts import HostProcess
from tui.hosting.address import identity, reached
from tui.hosting.asking import HOSTS_HERE
from tui.hosting.request import Request, Stream
from tui.hosting.wire import GO, READY

pytestmark = pytest.mark.skipif(not HOSTS_HERE, reason="hosts are for Linux")

SIGN_ON = "Type your initials"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostProcess]:
    with HostProcess(tmp_path_factory.mktemp("hostile")) as host:
        yield host


@contextmanager
def connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
        connection.settimeout(60)
        with reached(path.parent, path.name) as short:
            connection.connect(short)
        yield connection


@contextmanager
def a_terminal() -> Iterator[int]:
    master, slave = os.openpty()
    try:
        yield slave
    finally:
        os.close(master)
        os.close(slave)


def request(host: HostProcess, **changes: object) -> bytes:
    utf8 = Stream("utf-8", "replace")
    made = Request(
        identity(), str(host.ledger.resolve()), None, None, False, host.environ, 0o022, (utf8, utf8, utf8)
    )
    return msgspec.json.encode({**msgspec.to_builtins(made), **changes})


def answer(host: HostProcess, data: bytes, handles: Callable[[int], list[int]]) -> bytes:
    """What the host says to a packet, b"" where it hangs up."""
    with connected(host.socket) as connection, a_terminal() as terminal:
        with suppress(OSError):
            socket.send_fds(connection, [data], handles(terminal))
            return connection.recv(64)
        return b""


def whole(terminal: int) -> list[int]:
    return [terminal, terminal, terminal, terminal]


def no_session_but_for_who_asks_rightly(host: HostProcess) -> None:
    with host.terminal() as terminal:
        terminal.wait_for(SIGN_ON)
        assert host.sessions
        terminal.end(signal.SIGTERM)


def test_nonsense_gets_no_session(host: HostProcess) -> None:
    for data in (b"x", b"[]", b"{}", b"\xff" * 1000, b"[" * 60_000, b"null"):
        assert answer(host, data, whole) == b"", data[:10]
    no_session_but_for_who_asks_rightly(host)


def test_a_forwarded_socket_brings_no_terminal_and_gets_no_session(host: HostProcess) -> None:
    assert answer(host, request(host), lambda terminal: []) == b""
    assert answer(host, request(host), lambda terminal: [terminal, terminal, terminal]) == b""
    assert answer(host, request(host), lambda terminal: [terminal] * 9) == b""
    with open(os.devnull) as file:
        assert answer(host, request(host), lambda terminal: [file.fileno()] * 4) == b""


@pytest.mark.parametrize(
    "changes",
    [
        {"identity": "another version"},
        {"ledger": "/srv/other/ward.json"},
        {"only": 7},
        {"environ": []},
        {"umask": "none"},
        {"streams": []},
        {"data": "/etc/passwd"},
    ],
    ids=str,
)
def test_another_version_or_ledger_or_kind_of_word_gets_no_session(
    changes: dict[str, object], host: HostProcess
) -> None:
    assert answer(host, request(host, **changes), whole) == b""


def test_nobody_waits_for_who_says_nothing_or_never_goes_on(host: HostProcess) -> None:
    with connected(host.socket), connected(host.socket) as asked, a_terminal() as slave:
        folder = os.open(".", os.O_RDONLY)
        socket.send_fds(asked, [request(host)], [slave, slave, slave, folder])
        os.close(folder)
        assert asked.recv(64) == READY
        no_session_but_for_who_asks_rightly(host)


def test_what_is_said_to_a_session_beyond_its_signals_does_nothing(host: HostProcess) -> None:
    with connected(host.socket) as connection, Terminal(["sleep", "600"], login=False) as terminal:
        folder = os.open(".", os.O_RDONLY)
        slave = terminal._slave
        socket.send_fds(connection, [request(host)], [slave, slave, slave, folder])
        os.close(folder)
        assert connection.recv(64) == READY
        connection.send(GO)
        terminal.wait_for(SIGN_ON)
        for number in (0, signal.SIGSEGV, signal.SIGABRT, signal.SIGSTOP, signal.SIGUSR1, 200):
            connection.send(bytes([number]))
        connection.send(b"code 0")
        connection.send(bytes([signal.SIGTERM]))
        assert connection.recv(64) == b"code 143"


def test_the_socket_is_in_a_folder_of_its_own_account_alone(host: HostProcess) -> None:
    assert host.socket.stat().st_mode & 0o777 == 0o600
    assert host.socket.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="becoming another account needs root"
)
@pytest.mark.parametrize(
    "become",
    [
        lambda: os.setuid(65534),
        lambda: os.setegid(65534),
        lambda: os.setgroups([12345]),
    ],
    ids=["another user", "another group", "other groups"],
)
def test_another_account_or_other_rights_get_nothing_even_where_the_socket_is_open_to_them(
    become: Callable[[], None], tmp_path: Path
) -> None:
    from tui.hosting.peer import is_this_account

    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind("\0" + f"stepward-test-{os.getpid()}-{tmp_path.name}")
        listener.listen()
        for changed in (False, True):
            pid = os.fork()
            if pid == 0:
                with suppress(BaseException):
                    if changed:
                        become()
                    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
                        asking.connect(listener.getsockname())
                        asking.recv(1)
                os._exit(0)
            connection, _ = listener.accept()
            assert is_this_account(connection) is not changed
            connection.close()
            os.waitpid(pid, 0)
