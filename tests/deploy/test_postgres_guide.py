"""docs/postgres.md, typed as it says: a database, its tables, a role, a ledger in it, a dump and a move."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psycopg
import pytest

from tests.deploy.guide import Guide, replaced
from tests.store.helpers.cluster import Cluster, programs
from tests.tui.helpers.terminal import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")

GUIDE = Guide("postgres.md")


def typed(line: str, environ: Mapping[str, str], stdin: str = "") -> str:
    """What a line says in a shell where `stepward` is this one; AssertionError when it fails."""
    begun = f'stepward() {{ {shlex.quote(sys.executable)} -m tui "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-euc", begun + line],
        input=stdin,
        capture_output=True,
        text=True,
        env=environ,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_ledger_in_a_database_from_nothing(server: Cluster, tmp_path: Path) -> None:
    bin = programs()
    assert bin is not None
    database = f"guide_{os.getpid()}"
    here = f"127.0.0.1:{server.port}/{database}"
    environ = {
        **environment(XDG_STATE_HOME=str(tmp_path / "state"), XDG_CONFIG_HOME=str(tmp_path / "config")),
        "PATH": f"{bin}:{os.environ['PATH']}",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGUSER": "admin",
    }
    made = replaced(
        GUIDE.block("Set it up", "createdb"),
        ("createdb hospital", f"createdb {database}"),
        ("postgres@db.example.org/hospital", f"admin@{here}"),
    )
    typed(made, environ)
    admitted = replaced(GUIDE.block("Set it up", "CREATE ROLE"), ("ward3_desk", f"desk_{os.getpid()}"))
    with psycopg.connect(f"postgresql://admin@{here}", autocommit=True) as connection:
        connection.execute(admitted.encode())
    named = replaced(
        GUIDE.block("Set it up", "data ="),
        ("ward3_desk@db.example.org/hospital", f"desk_{os.getpid()}@{here}"),
    )
    folder = tmp_path / "config" / "stepward"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(named, encoding="utf-8")
    typed(
        "stepward init --ward 'Ward 3' --zone Europe/London --name 'Mara Silva' --initials MS --pin-stdin",
        environ,
        "902718\n",
    )
    assert "Mara Silva" in typed("stepward staff list", environ)
    assert "config.toml" in typed("stepward config show", environ)
    backup = replaced(
        GUIDE.block("Backup and restore", "pg_dump"),
        ("--schema ward_3 hospital > ward_3.sql", f"--schema ward_3 {database} > {tmp_path}/ward_3.sql"),
        ("another < ward_3.sql", f"{database}_copy < {tmp_path}/ward_3.sql"),
        ("/srv/backup/", f"{tmp_path}/backup/"),
        ("postgresql://...", f"'postgresql://admin@{here}?ledger=ward_3'"),
    )
    typed(f"createdb {database}_copy\n{backup}", environ)
    typed(f"stepward verify --data 'postgresql://admin@{here}_copy?ledger=ward_3'", environ)
    assert len(list((tmp_path / "backup").glob("*.json"))) == 1
    moves = replaced(
        GUIDE.block("Move a ledger", "stepward move"),
        ("/srv/ward-3/ward.json", f"{tmp_path}/ward.json"),
        ("postgres@db.example.org/hospital", f"admin@{here}"),
    )
    there, back = moves.splitlines()
    typed(back, environ)
    assert (tmp_path / "ward.json").exists()
    typed(there, environ)
    assert "Mara Silva" in typed("stepward staff list", environ)
