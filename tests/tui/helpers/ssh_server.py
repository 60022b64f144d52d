"""A real SSH server on this machine, with keys that are thrown away."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.tui.helpers.terminal import DEADLINE

_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])


def missing() -> str:
    """The programs of OpenSSH that are not on this machine, "" when all are."""
    return ", ".join(name for name in ("sshd", "ssh", "ssh-keygen") if not shutil.which(name, path=_PATH))


def _program(name: str) -> str:
    return str(shutil.which(name, path=_PATH))


def make_key(path: Path) -> None:
    """A pair of keys: `path`, and `path`.pub."""
    make = [_program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(make, check=True)


@contextmanager
def ssh_server(folder: Path, within: Sequence[str] = (), more: str = "") -> Iterator[list[str]]:
    """Serve on 127.0.0.1 while this lasts; the `ssh` command that logs in with the key `nurse`.

    The keys that open it are in `folder`/authorized_keys; without that file, `nurse` is made and opens it.
    `within` is a command that starts what is written behind it; `more` is put behind the configuration.
    """
    folder.chmod(0o711)
    make_key(folder / "host")
    authorized = folder / "authorized_keys"
    if not authorized.exists():
        make_key(folder / "nurse")
        authorized.write_bytes((folder / "nurse.pub").read_bytes())
    port = _free_port()
    (folder / "config").write_text(_configuration(folder, port) + more, encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd asks for it when it runs as root
    log = folder / "log"
    start = [_program("sshd"), "-D", "-f", str(folder / "config"), "-E", str(log)]
    server = subprocess.Popen([*within, *start])
    try:
        _wait_for(port, server, log)
        yield [
            *(_program("ssh"), "-tt", "-p", str(port), "-i", str(folder / "nurse")),
            *("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={folder / 'known'}"),
            *("-o", "IdentitiesOnly=yes", "-o", "LogLevel=ERROR", "-F", "none"),
            f"{getpass.getuser()}@127.0.0.1",
        ]
    finally:
        server.terminate()
        server.wait(DEADLINE)


def _configuration(folder: Path, port: int) -> str:
    return "\n".join(
        [
            f"Port {port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {folder / 'host'}",
            f"PidFile {folder / 'pid'}",
            f"AuthorizedKeysFile {folder / 'authorized_keys'}",
            "AcceptEnv *",
            "Subsystem sftp internal-sftp",
            "AuthenticationMethods publickey",
            "PermitRootLogin prohibit-password",
            "StrictModes no",
            "UsePAM no",
            "PrintMotd no",
            "PrintLastLog no",
            "",
        ]
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log when it does not."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as caller:
            caller.settimeout(1)
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(log.read_text(encoding="utf-8") if log.exists() else "sshd did not start")
