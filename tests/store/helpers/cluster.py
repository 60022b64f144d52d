"""A PostgreSQL of our own on 127.0.0.1, thrown away at the end: no fsync unless it is asked for."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from store.location.database_url import Database, database
from store.postgres.schema import setup

NURSES = "nurses"
"""The role that records."""

_names = count(1)
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, None when there are none here."""
    debian = Path("/usr/lib/postgresql")
    folders = [version / "bin" for version in sorted(debian.glob("*"), reverse=True)]
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def why_not() -> str:
    """Why no PostgreSQL can be started here, "" when one can."""
    if sys.platform == "win32":
        return "needs PostgreSQL's programs as on Debian"
    return "" if programs() else "needs the programs of PostgreSQL (Debian: postgresql)"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Cluster:
    """One server. It is run by the account `postgres` where the tests are run by root."""

    def __init__(self, folder: Path, *, durable: bool = False, settings: tuple[str, ...] = ()) -> None:
        self.folder, self.port = folder, free_port()
        self._settings = (*(() if durable else _FAST), *settings)
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make its data folder."""
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "-U", "admin", "--no-sync")
        with (self.folder / "data" / "pg_hba.conf").open("a") as file:
            file.write("host replication all 127.0.0.1/32 trust\n")

    def copy_of(self, other: Cluster) -> None:
        """Make it a copy that stands by and follows `other`."""
        self._run(
            "pg_basebackup",
            "-h",
            "127.0.0.1",
            "-p",
            str(other.port),
            "-U",
            "admin",
            "-R",
            "--checkpoint=fast",
            "--no-sync",
        )

    def _run(self, program: str, *options: str) -> None:
        _owned(self.folder)
        command = [*_as_other(), str(programs_there() / program), "-D", str(self.folder / "data"), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", env=_environ())

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        settings = (
            *("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="),
            *("max_connections=250", "shared_buffers=32MB", "max_wal_size=256MB", "log_min_messages=fatal"),
            *self._settings,
        )
        options = [part for setting in settings for part in ("-c", setting)]
        command = [
            *_as_other(),
            str(programs_there() / "postgres"),
            "-D",
            str(self.folder / "data"),
            *options,
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", env=_environ())
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url("admin"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL for the server and all that belongs to it, as when the power is cut."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self._process.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._process.wait(30)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop it, at once."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)

    def promote(self) -> None:
        """Let a copy that stands by be the one that is written."""
        self.ask("SELECT pg_promote()")

    def url(self, person: str = NURSES, *, database: str = "postgres", query: str = "") -> str:
        return f"postgresql://{person}@127.0.0.1:{self.port}/{database}{query}"

    def ask(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """What an administrator is answered."""
        with psycopg.connect(self.url("admin"), autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def new_place(self, ledger: str = "", *, role: str = NURSES) -> Database:
        """The place of a new ledger, set up and empty."""
        ledger = ledger or f"ward_{os.getpid()}_{next(_names)}"
        with psycopg.connect(self.url("admin")) as connection:
            for step in setup(ledger, role):
                connection.execute(step)
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(role)))
        return database(self.url(role, query=f"?ledger={ledger}"), "--data")


def programs_there() -> Path:
    found = programs()
    assert found is not None
    return found


def _as_other() -> list[str]:
    """PostgreSQL refuses to be run by root; and it ends when whoever started it was killed."""
    if not shutil.which("setpriv"):
        return []
    account = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", "--pdeathsig", "QUIT", *account]


def _environ() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _owned(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")


@cache
def shared() -> Cluster:
    """One server for all tests of this process, thrown away at its end."""
    end = ExitStack()
    made = end.enter_context(cluster())
    atexit.register(end.close)
    return made


@contextmanager
def cluster(
    *, durable: bool = False, settings: tuple[str, ...] = (), files: tuple[Path, ...] = ()
) -> Iterator[Cluster]:
    """A server for as long as this lasts, with `files` in its data folder, readable by it alone."""
    with tempfile.TemporaryDirectory(prefix="stepward-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = Cluster(Path(folder) / "one", durable=durable, settings=settings)
        made.make()
        for file in files:
            kept = Path(shutil.copy(file, made.folder / "data"))
            kept.chmod(0o600)
            _owned(kept)
        made.start()
        try:
            yield made
        finally:
            made.stop()
