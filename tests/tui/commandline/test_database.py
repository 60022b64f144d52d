"""The app and the plain commands on a ledger in a database, also when the cable is pulled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from protocols.entries import DoseGiven, NoteAdded
from store.ledger.ledger import Ledger
from store.location.database_url import Database, database
from store.maintenance.move import move
from store.maintenance.verify import verify
from tests.store.helpers.cluster import NURSES, Cluster
from tests.store.helpers.proxy import Proxy
from tests.store.helpers.ward import Clock, begin
from tests.tui.commandline.test_authorized_keys import ed25519
from tests.tui.helpers.bedside_app import NURSE, ZONE, Bedside, Ward, bedside
from tests.tui.helpers.rest import come_to_rest, press
from tui.__main__ import main
from tui.app.app import StepwardApp
from tui.demo.patients import MRNS
from tui.demo.ward import build
from tui.screens.sign_on.first_start import SetupScreen
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.widgets.field import Field

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)


class DatabaseWard(Ward):
    """The ward of the other tests of the app, in a database."""

    def __init__(self, place: Database, folder: Path) -> None:
        super().__init__(folder)
        self.ledger.close()
        self.path = place  # type: ignore[assignment]
        self.ledger = Ledger.create(place, "Ward 3", ZONE, NURSE, now=self.clock)


@pytest.fixture
def place(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty place, and an account that has nothing yet."""
    for name in ("STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return server.new_place()


@pytest.fixture
def ward(place: Database, tmp_path: Path) -> Iterator[DatabaseWard]:
    ward = DatabaseWard(place, tmp_path)
    with ward.ledger:
        yield ward


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cable(server: Cluster) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def second_dose(ward: Ward) -> None:
    """The first dose, which takes a second person, was given; it is time for the next."""
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "20:00")


async def test_a_dose_is_recorded_and_seen_by_others(ward: DatabaseWard) -> None:
    second_dose(ward)
    before = ward.ledger.position
    async with bedside(ward) as here:
        await here.press("d", "g", "enter", "enter")
        assert isinstance(ward.said(), DoseGiven)
        assert ward.last.number == before + 1
        ward.record(NoteAdded("Seen by another session."))
        await until(lambda: here.app.session.ledger.position == ward.ledger.position)
    assert verify(ward.ledger.place).ok


async def test_when_the_cable_is_pulled_every_screen_says_so_and_it_comes_back_by_itself(
    ward: DatabaseWard, cable: Proxy
) -> None:
    second_dose(ward)
    own = ward.path
    ward.path = database(  # type: ignore[assignment]
        f"postgresql://{NURSES}@127.0.0.1:{cable.port}/postgres?ledger={ward.ledger.place.ledger}",  # type: ignore[union-attr]
        "--data",
    )
    async with bedside(ward) as here:
        assert not here.app.screen.query_one("#alarm").display
        cable.cut(stay=True)
        await until(lambda: here.text("#alarm").startswith("NO CONNECTION. Charts are as of "), 3)
        assert "NG, Li Wei" in str(_rows(here)), "what was read is still shown"
        before = ward.ledger.position
        await here.press("d", "g")
        assert here.text("#form-alarm").startswith("NO CONNECTION")
        await here.press("enter", "enter")
        assert "NOT RECORDED" in here.message
        assert here.is_open, "what was typed stays"
        ward.record(NoteAdded("From where the cable is whole."))
        cable.mend()
        await until(lambda: here.app.session.ledger.as_of is None and not here.text("#form-alarm"))
        await here.settle()
        await here.press("enter")
        while here.is_open:
            await here.press("enter")
        assert isinstance(ward.said(), DoseGiven)
        assert ward.ledger.position == before + 2
    ward.path = own


def _rows(here: Bedside) -> list[str]:
    screen = next(screen for screen in here.app.screen_stack if isinstance(screen, BoardScreen))
    return [row.full_name for row in screen.rows]


async def test_a_ledger_begins_in_tables_that_are_empty(place: Database) -> None:
    app = StepwardApp(Session(place, now=lambda: NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await come_to_rest(pilot)
        assert isinstance(app.screen, SetupScreen)
        fields = {"ward": "Ward 3", "zone": "UTC", "name": "Mara Silva", "initials": "MS"}
        for name, text in {**fields, "pin": "902718", "again": "902718"}.items():
            app.screen.query_one(f"#{name}", Field).value = text
        app.screen.set_focus(app.screen.query_one("#begin"))
        await press(pilot, "enter")
        assert isinstance(app.screen, BoardScreen)
        assert app.session.ledger.place == place.with_name("ward.json")


@pytest.fixture(scope="module")
def demo(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The invented ward, moved into a database."""
    path = tmp_path_factory.mktemp("built") / "ward.json"
    build(path, NOW, "Europe/London")
    place = server.new_place()
    move(path, Database(server.url("admin"), place.ledger))
    return place


def told(capsys: pytest.CaptureFixture[str], place: Database, *words: str) -> tuple[int, str, str]:
    code = main([*words, "--data", str(place)])
    captured = capsys.readouterr()
    return code, " ".join(captured.out.split()), " ".join(captured.err.split())


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", MRNS[0]),
        ("protocols",),
        ("needs",),
        ("verify",),
        ("staff", "list"),
        ("audit",),
        ("compare", "alectinib-kimura", "alectinib-shirasawa"),
    ],
)
def test_every_plain_command_reads_a_database(
    demo: Database, place: Database, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out, err = told(capsys, demo, *words)
    assert code == 0, err
    assert out or words == ("audit",)


def test_who_looks_is_written_down_beside_what_this_account_has(
    demo: Database, place: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(capsys, demo, "show", MRNS[0])
    code, out, _ = told(capsys, demo, "audit")
    assert code == 0
    assert MRNS[0] in out
    assert list((tmp_path / "data" / "stepward").glob(f"{demo.ledger}-*/ward.access.jsonl"))


def test_a_backup_of_a_database_is_a_file_like_any_other(
    demo: Database, place: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = told(capsys, demo, "backup", str(tmp_path / "copy.json"))
    assert code == 0, err
    with Ledger.open(tmp_path / "copy.json", read_only=True) as copy, Ledger.open(demo) as ledger:
        assert copy.lines() == ledger.lines()
        assert copy.head == ledger.head


def test_what_makes_no_sense_for_a_database_is_refused_with_what_to_do(
    demo: Database, place: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(capsys, demo, "backup", str(tmp_path / "copy.json"))
    code, _, err = told(capsys, demo, "restore", str(tmp_path / "copy.json"), "--yes")
    assert (code, "stepward move BACKUP" in err) == (4, True)
    code, _, err = told(capsys, demo, "rollover")
    assert (code, "goes on by itself" in err) == (4, True)


def test_a_ledger_moves_when_that_is_asked_for(
    server: Cluster, place: Database, clock: Clock, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    begin(tmp_path / "here", clock).close()
    source = str(tmp_path / "here" / "ward.json")
    target = Database(server.url("admin"), place.ledger)
    assert main(["move", source, str(target)]) == 4
    assert "Nothing was changed" in capsys.readouterr().err
    assert main(["move", source, str(target), "--yes", "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["entries"] == 2
    assert "ward.moved" in said.err
    assert told(capsys, place, "verify")[0] == 0
    assert main(["move", source.replace("ward.json", "none.json"), str(target), "--yes"]) == 3


def test_an_administrator_makes_the_tables_once(
    server: Cluster, place: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    new = Database(server.url("admin"), f"{place.ledger}_new")
    code, _, err = told(capsys, new, "verify")
    assert (code, "stepward database setup" in err) == (3, True)
    assert told(capsys, new, "database", "setup", "--role", "nurses")[0] == 0
    assert "have version 2 already" in told(capsys, new, "database", "setup", "--role", "nurses")[2]
    assert "Nothing was recorded in it yet" in told(capsys, new, "list")[2]
    main(["database", "sql", "--data", str(Database(server.url("admin"), "by_hand")), "--role", "nurses"])
    server.ask(capsys.readouterr().out)
    by_hand = database(server.url(query="?ledger=by_hand"), "--data")
    Ledger.create(by_hand, "Ward 3", "UTC", NURSE).close()
    assert verify(by_hand).ok
    code, _, err = told(capsys, place, "database", "setup")
    assert (code, "nothing was changed" in err) == (3, True), "the role that records is no administrator"
    assert main(["database", "setup", "--data", "/tmp/ward.json"]) == 4


def test_a_key_can_open_a_ledger_in_a_database(
    demo: Database, place: Database, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "AD.pub").write_text(f"{ed25519(1)} ada\n")
    code, out, err = told(capsys, demo, "staff", "authorized-keys", "--keys", str(keys))
    assert code == 0, err
    assert f"'{demo}'" in out, "a shell would take its ? and & for its own"
