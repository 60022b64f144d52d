"""What the database itself sees to: nothing is changed, nothing is forked, and who may do what."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from store.errors import Busy, NewerFormat, NoSuchLedger, ReadOnly, Replaced, Unreachable
from store.ledger.engine import engine_for
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.location.config import LocationFault
from store.location.database_url import Database, database
from store.log import layout
from store.maintenance.verify import verify
from store.postgres import schema, transaction
from store.postgres.admin import set_up
from store.postgres.connection import Connection, Timed
from store.postgres.transaction import WriteTransaction
from tests.store.helpers.cluster import NURSES, Cluster, programs_there
from tests.store.helpers.ward import MRN, Clock, add, begin_at, note


@pytest.fixture
def place(server: Cluster) -> Database:
    return server.new_place()


@pytest.fixture
def ledger(place: Database, clock: Clock) -> Iterator[Ledger]:
    with begin_at(place, clock) as ledger:
        for n in range(5):
            add(ledger, f"450 mg given, {n} of 5", clock())
        yield ledger


CHANGES = (
    "UPDATE {}.entries SET body = '{{}}'",
    "DELETE FROM {}.entries",
    "DELETE FROM {}.entries WHERE number = 3",
    "TRUNCATE {}.entries",
    "INSERT INTO {}.entries VALUES (1, '', '', NULL) ON CONFLICT (number) DO UPDATE SET body = 'x'",
    "DELETE FROM {}.moves",
)


def run(url: str, place: Database, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(text.format(place.ledger).encode())


@pytest.mark.parametrize(
    "text", [*CHANGES, "DROP TABLE {}.entries", "ALTER TABLE {}.entries DISABLE TRIGGER ALL"]
)
def test_the_role_that_records_can_change_nothing(ledger: Ledger, place: Database, text: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(place.url, place, text)
    assert verify(place).ok


@pytest.mark.parametrize("text", CHANGES[:4])
def test_not_even_an_administrator_changes_anything_by_mistake(
    server: Cluster, ledger: Ledger, place: Database, text: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed"):
        run(server.url("admin"), place, text)
    assert verify(place).ok


def test_an_entry_that_does_not_follow_the_last_is_refused_by_the_database(
    ledger: Ledger, place: Database
) -> None:
    head, last = ledger._chain.file.head, ledger.position
    good = layout.hash_of(head, b"{}").decode()
    for number, digest in ((last + 1, "0" * 64), (last + 2, good), (last, good), (last - 1, good)):
        with pytest.raises(psycopg.errors.SerializationFailure, match="does not follow"):
            run(place.url, place, f"INSERT INTO {{}}.entries VALUES ({number}, '{digest}', '{{{{}}}}')")
    assert verify(place).ok


def entry_as(number: int, **changes: object) -> str:
    """The body of a note, with some of its keys otherwise, or without them where that is None."""
    by = {"account": "", "initials": "AO", "name": "Ada Okafor", "role": "nurse"}
    at = "2026-11-20T07:00:00Z"
    body: dict[str, object] = {
        "at": at,
        "by": by,
        "id": "x",
        "number": number,
        "patient": MRN,
        "recorded": at,
    }
    body |= {
        "what": {"kind": "note added", "text": "by hand \\\u0000 \u0000\u0000"},
        "zone": "Europe/Berlin",
        "recorded": at,
    }
    body |= changes
    return json.dumps({key: part for key, part in body.items() if part is not None}, separators=(",", ":"))


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        "{",
        "no JSON",
        '{"number":8}',
        entry_as(9),
        entry_as(8, what=None),
        entry_as(8, what={"kind": "song sung"}),
        entry_as(8, what={"kind": None}),
        entry_as(8, what=[]),
        entry_as(8, recorded="yesterday, or so"),
        entry_as(8, recorded="infinity"),
        entry_as(8, at=None),
        entry_as(8, by="Ada"),
        entry_as(8, patient=None),
        entry_as(8, id=7),
        entry_as(8) + "\n",
        entry_as(8).replace("Ada", "Adä"),
    ],
)
def test_what_is_no_entry_is_refused_by_the_database(ledger: Ledger, place: Database, body: str) -> None:
    """One such row would keep everybody from reading: the role that records can add none."""
    head, last = ledger._chain.file.head, ledger.position
    assert last == 7
    digest = layout.hash_of(head, body.encode()).decode()
    with psycopg.connect(place.url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(
            f"INSERT INTO {place.ledger}.entries VALUES (%s, %s, %s)".encode(), [last + 1, digest, body]
        )
    assert verify(place).ok


def test_an_entry_is_none_the_less_for_characters_the_database_has_no_place_for(
    ledger: Ledger, place: Database
) -> None:
    body = entry_as(ledger.position + 1)
    digest = layout.hash_of(ledger._chain.file.head, body.encode()).decode()
    with psycopg.connect(place.url) as connection:
        connection.execute(
            f"INSERT INTO {place.ledger}.entries VALUES (%s, %s, %s)".encode(),
            [ledger.position + 1, digest, body],
        )
    assert [entry.number for entry in ledger.refresh()] == [8]


def test_tables_of_the_version_before_are_brought_up_and_no_entry_is_changed(
    server: Cluster, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(schema, "VERSION", 1)
        before.setattr(schema, "_KINDS", "")
        before.setattr(schema, "_GRANTS", schema._GRANTS.replace("{ledger}.kinds, ", ""))
        before.setattr("store.postgres.connection.VERSION", 1)
        place = server.new_place()
        begin_at(place, clock).close()
        head = verify(place).head
    with pytest.raises(NoSuchLedger, match="must have 2: stepward database setup"):
        Ledger.open(place)
    admin = Database(server.url("admin"), place.ledger)
    assert set_up(admin, NURSES) == (1, 2)
    assert set_up(admin, NURSES) == (2, 2)
    assert verify(place).head == head
    with Ledger.open(place, now=clock) as opened:
        assert add(opened, "on it goes", clock()).number == 3


def tamper(server: Cluster, text: str) -> None:
    """As somebody does who has taken the triggers away first."""
    with psycopg.connect(server.url("admin")) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(text.encode())


def test_tampering_past_the_triggers_is_found_and_nothing_more_is_recorded(
    server: Cluster, ledger: Ledger, place: Database, clock: Clock
) -> None:
    tamper(
        server, f"UPDATE {place.ledger}.entries SET body = replace(body, '3 of 5', '9 of 5') WHERE number = 6"
    )
    report = verify(place)
    assert (report.good, [found.number for found in report.findings]) == (5, [6])
    with Ledger.open(place, now=clock) as opened:
        assert "Entries 1 to 5 are good" in opened.problem
        assert opened.position == 5
        with pytest.raises(ReadOnly):
            add(opened, "on top", clock())


def test_entries_taken_away_while_it_is_open_are_noticed(
    server: Cluster, ledger: Ledger, place: Database, clock: Clock, tmp_path: Path
) -> None:
    Ledger.open(place, now=clock, witness=Witness(tmp_path)).close()
    tamper(server, f"DELETE FROM {place.ledger}.entries WHERE number > 5")
    for _ in range(2):
        with pytest.raises(Replaced):
            ledger.refresh()
        with pytest.raises(Replaced):
            add(ledger, "to nowhere", clock())
    with Ledger.open(place, now=clock, witness=Witness(tmp_path)) as opened:
        assert "now ends at entry 5" in opened.problem
    assert verify(place).ok, "the chain alone does not tell"


def test_a_past_written_anew_is_known_by_the_witness(
    server: Cluster, ledger: Ledger, place: Database, clock: Clock, tmp_path: Path
) -> None:
    Ledger.open(place, now=clock, witness=Witness(tmp_path)).close()
    head = b""
    for number, line in ledger.lines():
        body = layout.body_of(number, line).replace(b"3 of 5", b"9 of 5")
        head = layout.hash_of(head, body)
        text = body.decode().replace("'", "''")
        tamper(
            server,
            f"UPDATE {place.ledger}.entries SET body = '{text}', digest = '{head.decode()}' "
            f"WHERE number = {number}",
        )
    assert verify(place).ok
    with Ledger.open(place, now=clock, witness=Witness(tmp_path)) as opened:
        assert "another one" in opened.problem


def test_whoever_may_only_read_can_read(
    server: Cluster, ledger: Ledger, place: Database, clock: Clock
) -> None:
    server.ask("DROP ROLE IF EXISTS auditor")
    server.ask("CREATE ROLE auditor LOGIN")
    server.ask(f"GRANT USAGE ON SCHEMA {place.ledger} TO auditor")
    server.ask(f"GRANT SELECT ON ALL TABLES IN SCHEMA {place.ledger} TO auditor")
    reader = database(server.url("auditor", query=f"?ledger={place.ledger}"), "--data")
    with Ledger.open(reader, now=clock) as opened:
        assert "may only read" in opened.problem
        assert opened.entries() == ledger.entries()
    assert verify(reader).ok
    server.ask("DROP OWNED BY auditor")


def test_what_is_not_set_up_or_newer_is_said(server: Cluster, place: Database, clock: Clock) -> None:
    with pytest.raises(NoSuchLedger, match="Nothing was recorded"):
        Ledger.open(place)
    with pytest.raises(NoSuchLedger, match="stepward database setup"):
        Ledger.open(database(server.url(query="?ledger=nowhere"), "--data"))
    begin_at(place, clock).close()
    server.ask(f"INSERT INTO {place.ledger}.about VALUES (3)")
    with pytest.raises(NewerFormat, match=r"version 3.*Update Stepward"):
        Ledger.open(place)
    with pytest.raises(NewerFormat, match="Update Stepward"):
        verify(place)


def test_one_who_keeps_the_turn_makes_others_say_so(ledger: Ledger, place: Database, clock: Clock) -> None:
    other = Connection(place)

    class Reader:
        count = 1

        def arrive(self, rows: object) -> None:
            pass

    entry = note("wait", clock())
    with (
        WriteTransaction(other, Reader()).held(5),
        Ledger.open(place, now=clock, patience=0.2) as waiting,
        pytest.raises(Busy, match="NOT RECORDED"),
    ):
        waiting.append(entry, waiting.record(MRN).version)
    other.close()
    assert add(ledger, "now", clock()).number == 8


def test_a_server_that_is_not_there_is_said_without_any_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "secret-word")
    with pytest.raises(Unreachable, match="cannot be reached") as told:
        Ledger.open(database("postgresql://ada@127.0.0.1:1/ward", "--data"))
    assert "secret-word" not in str(told.value)


def test_another_computer_is_only_spoken_to_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    from store.postgres.connection import _options

    monkeypatch.delenv("PGSSLMODE", raising=False)
    far = database("postgresql://ada@db1.example.org:5433,db2.example.org/ward", "--data")
    assert _options(far)["sslmode"] == "verify-full"
    assert _options(far)["target_session_attrs"] == "read-write"
    for near in ("localhost/ward", "127.0.0.1:5433/ward", "/ward", "/ward?host=/run/postgresql"):
        assert "sslmode" not in _options(database(f"postgresql://{near}", "--data"))
    chosen = database("postgresql://db1.example.org/ward?sslmode=require", "--data")
    assert "sslmode" not in _options(chosen)
    monkeypatch.setenv("PGSSLMODE", "disable")
    assert "sslmode" not in _options(far)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://ada:hunter2@db/ward", "password must not be in the URL"),
        ("postgresql://db/ward?password=hunter2", "password must not be in the URL"),
        ("postgresql://db", "name the database"),
        ("postgresql://db/ward?ledger=Ward-3", "small letters"),
        ("postgresql://db/ward?ledger", "cannot be read"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_in_words_and_never_repeated(url: str, told: str) -> None:
    with pytest.raises(LocationFault, match=told) as fault:
        database(url, "--data")
    assert "hunter2" not in str(fault.value)


def test_a_place_has_one_name_and_its_files_their_own() -> None:
    place = database("postgresql://ada@db/hospital?ledger=ward_3&sslmode=verify-full", "--data")
    assert place == Database("postgresql://ada@db/hospital?sslmode=verify-full", "ward_3")
    assert str(place) == "postgresql://ada@db/hospital?sslmode=verify-full&ledger=ward_3"
    second = place.with_name("ward-0002.json")
    assert (str(second), second.name, second.stem, second.suffix) == (
        *(str(place), "ward-0002.json", "ward-0002", ".json"),
    )


def test_a_ledger_in_a_file_needs_nothing_of_postgresql() -> None:
    program = (
        "import sys; import store.ledger.ledger, store.maintenance.verify, store.maintenance.backup; "
        "from store.location.config import find; "
        "assert not [name for name in sys.modules if name.startswith('psycopg')]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_the_driver_that_is_said(place: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.errors import MissingDriver

    for name in [name for name in sys.modules if name.startswith("store.postgres.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingDriver, match=r"stepward\[postgres\]"):
        engine_for(place)


def test_a_dump_that_is_read_into_another_database_is_the_same_ledger(
    server: Cluster, ledger: Ledger, place: Database
) -> None:
    bin, there = programs_there(), f"copy_of_{place.ledger}"
    server.ask(f"CREATE DATABASE {there}")
    dump = subprocess.run(
        [str(bin / "pg_dump"), "--schema", place.ledger, server.url("admin")], capture_output=True, check=True
    ).stdout
    psql = [str(bin / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", server.url("admin", database=there)]
    subprocess.run(psql, input=dump, capture_output=True, check=True)
    copy = database(server.url(database=there, query=f"?ledger={place.ledger}"), "--data")
    report = verify(copy)
    assert (report.ok, report.head) == (True, ledger.head)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(copy.url, copy, CHANGES[0])
    with Ledger.open(copy) as opened:
        assert not opened.problem


def test_a_record_asks_the_server_twice(
    ledger: Ledger, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, wait = list[int](), Timed.wait

    def counting(raw: Timed, *args: Any, **options: Any) -> Any:
        waits.append(1)
        return wait(raw, *args, **options)

    add(ledger, "the connection is there", clock())
    monkeypatch.setattr(Timed, "wait", counting)
    for n in range(3):
        add(ledger, f"one more, {n}", clock())
    assert len(waits) == 2 * 3  # the lock with what is new, and the entry with its commit


def test_what_goes_wrong_behind_the_commit_is_looked_up_and_kept_once(
    ledger: Ledger, place: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, tried = transaction._commit_of, list[int]()

    def fails_once_behind_it(connection: Connection) -> str:
        tried.append(1)
        return "COMMIT; SELECT 1/0" if len(tried) == 1 else commit(connection)

    monkeypatch.setattr(transaction, "_commit_of", fails_once_behind_it)
    before = ledger.position
    kept = add(ledger, "kept although the answer was an error", clock())
    assert (kept.number, ledger.position, ledger._chain.file.sure) == (before + 1, before + 1, True)
    add(ledger, "the next one", clock())
    with Ledger.open(place, now=clock) as other:
        assert [entry.number for entry in other.entries()] == list(range(1, before + 3))
