"""The server's certificate is checked, and its name: nobody in between reads or changes a chart."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import Unreachable
from store.ledger.ledger import Ledger
from store.location.database_url import Database, database
from store.postgres.engine import DatabaseEngine
from tests.store.helpers.cluster import NURSES, Cluster, cluster
from tests.store.helpers.ward import Clock, begin_at


@pytest.fixture(scope="module")
def secured(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path]]:
    """A ledger on a server that speaks TLS for 127.0.0.1, and the certificate that vouches for it."""
    if not shutil.which("openssl") and not os.environ.get("CI"):
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ward -keyout key.pem -out cert.pem"
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    settings = ("ssl=on", "ssl_cert_file=cert.pem", "ssl_key_file=key.pem")
    with cluster(settings=settings, files=(folder / "cert.pem", folder / "key.pem")) as made:
        place = made.new_place()
        begin_at(place, Clock()).close()
        yield place, folder / "cert.pem"


def at(place: Database, host: str, query: str) -> Database:
    port = place.url.rpartition(":")[2].partition("/")[0]
    return database(f"postgresql://{NURSES}@{host}:{port}/postgres?ledger={place.ledger}&{query}", "--data")


def test_who_is_vouched_for_is_spoken_to(secured: tuple[Database, Path]) -> None:
    place, certificate = secured
    with Ledger.open(at(place, "127.0.0.1", f"sslmode=verify-full&sslrootcert={certificate}")) as ledger:
        assert isinstance(ledger._engine, DatabaseEngine)
        query = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        assert ledger._engine._connection.run(query) == [(True,)]


def test_another_name_or_nobody_to_vouch_is_refused(secured: tuple[Database, Path]) -> None:
    place, certificate = secured
    for host, query in (
        ("localhost", f"sslmode=verify-full&sslrootcert={certificate}"),
        ("127.0.0.1", f"sslmode=verify-full&sslrootcert={certificate.with_name('none.pem')}"),
    ):
        with pytest.raises(Unreachable, match="certificate"):
            Ledger.open(at(place, host, query))
