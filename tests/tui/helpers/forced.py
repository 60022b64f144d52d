"""A shared server whose keys open Stepward and nothing else, with an account whose home can be looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.tui.helpers.ssh_server import make_key, ssh_server
from tests.tui.helpers.terminal import ROOT, Terminal, environment, type_pin
from tui.demo.people import PIN
from tui.demo.ward import build

_LAUNCHER = """\
#!{python} -I
import os, pwd, sys
sys.path.insert(0, {root!r})
real = pwd.getpwuid(os.geteuid())
pwd.getpwuid = lambda uid: pwd.struct_passwd((*real[:5], {home!r}, real[6]))
os.chdir({home!r})
from tui.__main__ import main
sys.exit(main())
"""
"""`stepward` as it is installed, for an account whose home is a folder of the test."""


class Server:
    """The server. `data` and `home` are the folders of the service account."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.home = folder, folder / "data", folder / "home"
        self.ssh: list[str] = []
        for name in (self.data, self.home, folder / "keys"):
            name.mkdir(mode=0o700)
        self.ledger = self.data / "ward.json"
        self.launcher = folder / "stepward"
        text = _LAUNCHER.format(python=sys.executable, root=str(ROOT), home=str(self.home))
        self.launcher.write_text(text, encoding="utf-8")
        self.launcher.chmod(0o755)

    def authorize(self, *initials: str) -> None:
        """Make keys for these people, and the file that sshd reads."""
        for who in initials:
            make_key(self.folder / "keys" / who)
        command = [str(self.launcher), "staff", "authorized-keys", "--data", str(self.data)]
        command += ["--keys", str(self.folder / "keys"), "--program", str(self.launcher)]
        made = subprocess.run(command, check=True, capture_output=True, env=environment())
        (self.folder / "authorized_keys").write_bytes(made.stdout)

    def command(self, who: str, *options: str, program: str = "ssh") -> list[str]:
        """`ssh`, `sftp` or `scp` with the key of `who`, up to the options."""
        ssh, *rest = self.ssh[:-1]
        key = rest.index("-i")
        rest[key + 1] = str(self.folder / "keys" / who)
        if program != "ssh":
            rest.remove("-tt")
            rest[rest.index("-p")] = "-P"
        return [str(Path(ssh).with_name(program)), *rest, *options]

    @property
    def host(self) -> str:
        """The account on the server."""
        return self.ssh[-1]

    def session(self, who: str, *options: str, asked: Sequence[str] = (), **environ: str) -> Terminal:
        """A terminal in which `who` logs in; what is `asked` is what they would have run instead."""
        command = [*self.command(who, *options), self.host, *asked]
        return Terminal(command, environment(**environ))

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        """Run a client without a terminal."""
        return subprocess.run(
            command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )

    def files(self) -> set[str]:
        """Every file of the account outside the data folder."""
        return {str(path.relative_to(self.home)) for path in self.home.rglob("*") if path.is_file()}


def sign_on(terminal: Terminal) -> None:
    """Type the PIN, which is all that is asked."""
    terminal.wait_for("type your PIN")
    type_pin(terminal, "", PIN)
    terminal.wait_for("5[All 13]")


@contextmanager
def forced_server(folder: Path) -> Iterator[Server]:
    """The server with the demonstration's ward, open for AD and TN."""
    server = Server(folder)
    build(server.ledger)
    os.chmod(server.ledger, 0o600)
    server.authorize("AD", "TN")
    with ssh_server(folder) as ssh:
        server.ssh = ssh
        yield server
