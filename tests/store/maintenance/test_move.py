"""A ledger moved from files to a database and back: the same entries and hashes, wherever it breaks off."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import LedgerError, NoSuchLedger, NotMoved, NotSaved, Replaced
from store.files.posix import PosixDisk
from store.ledger.ledger import Ledger
from store.location.database_url import Database
from store.location.where import Where
from store.log import layout
from store.maintenance.move import move
from store.maintenance.verify import verify
from store.postgres.connection import Connection
from tests.store.helpers.cluster import Cluster
from tests.store.helpers.ward import MRN, NURSE, Clock, add, begin, begin_at


class Broken(BaseException):
    """Somebody pulled the plug."""


@pytest.fixture
def admin(server: Cluster) -> Callable[[], Database]:
    """A new place, named by whoever may move a ledger."""

    def new() -> Database:
        place = server.new_place()
        return Database(server.url("admin"), place.ledger)

    return new


def bodies(place: Where) -> list[tuple[int, bytes]]:
    """Every entry of all files, as it is kept."""
    from store.ledger.engine import engine_for

    engine, found = engine_for(place), list[tuple[int, bytes]]()
    kept, _ = engine.newest(place, write=False, patience=1)
    while True:
        found = [(n, layout.digest_of(n, line)) for n, line in kept.file.lines(0)] + found
        if not kept.file.base:
            break
        kept = kept.older
    engine.close()
    return found


def ward(folder: Path, clock: Clock, *, files: int = 1) -> Path:
    """A ledger of seven entries, or of three files."""
    folder.mkdir(exist_ok=True)
    with begin(folder, clock) as ledger:
        for n in range(files):
            for text in ("one", "two  blanks", "nul \0 and Zoë"):
                add(ledger, f"{text} {n}", clock())
            if n + 1 < files:
                ledger.roll_over(NURSE)
    return folder / "ward.json"


def test_there_and_back_is_the_same(admin: Callable[[], Database], clock: Clock, tmp_path: Path) -> None:
    source, target = ward(tmp_path / "a", clock, files=3), admin()
    before = bodies(source)
    moved = move(source, target)
    assert (moved.entries, moved.aside) == (before[-1][0], tmp_path / "a" / "ward.moved")
    assert bodies(target) == before
    assert not source.exists()
    with Ledger.open(target, now=clock) as ledger:
        assert (ledger.head, ledger.problem) == (moved.head, "")
        add(ledger, "in the database", clock())
        ledger.roll_over(NURSE)
        add(ledger, "and on", clock())
    now = bodies(target)
    assert now[: len(before)] == before
    back = tmp_path / "b" / "ward.json"
    back.parent.mkdir()
    move(target, back)
    assert bodies(back) == now
    assert sorted(path.name for path in back.parent.iterdir()) == [
        "ward-0002.json", "ward-0003.json", "ward-0004.json", "ward.json"
    ]  # fmt: skip
    with pytest.raises(NoSuchLedger, match="was moved to"):
        Ledger.open(target)
    with Ledger.open(back, now=clock) as ledger:
        add(ledger, "on the disk again", clock())
    move(back, target)
    with Ledger.open(target, now=clock) as ledger:
        assert ledger.record(MRN).entries[-1].what.text == "on the disk again"  # type: ignore[union-attr]
        assert verify(target).ok


def test_who_has_it_open_is_told_and_records_nothing_more(
    admin: Callable[[], Database], clock: Clock, tmp_path: Path
) -> None:
    source, target = ward(tmp_path, clock), admin()
    with Ledger.open(source, now=clock) as here:
        move(source, target)
        with pytest.raises(Replaced):
            add(here, "too late", clock())
    with Ledger.open(target, now=clock) as there:
        move(target, source)
        with pytest.raises(NotSaved, match="moved elsewhere"):
            add(there, "too late", clock())
    assert verify(source).good == 5


@pytest.mark.parametrize("files", [1, 3])
def test_into_a_database_wherever_it_breaks_off(
    admin: Callable[[], Database], clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    monkeypatch.setattr("store.postgres.transaction.BATCH", 3)
    for step in range(0, 200, files + 1):
        source, target = ward(tmp_path / str(step), clock, files=files), admin()
        before = bodies(source)
        broke = _broken_at(step, monkeypatch, source, target)
        both = [place for place in (source, target) if _opens(place)]
        assert len(both) <= 1, "it can be recorded in one place only"
        if both == [source]:
            with Ledger.open(source, now=clock) as ledger:
                add(ledger, "meanwhile", clock())
            before = bodies(source)
        move(source, target)
        assert bodies(target) == before
        assert not _opens(source)
        if not broke:
            assert step > 8
            return
    pytest.fail("it never came to its end")


@pytest.mark.parametrize("files", [1, 3])
def test_out_of_a_database_wherever_it_breaks_off(
    admin: Callable[[], Database], clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    for step in range(0, 200, files + 1):
        first, source = ward(tmp_path / f"{step}", clock, files=files), admin()
        move(first, source)
        before = bodies(source)
        target = tmp_path / f"{step}-back" / "ward.json"
        target.parent.mkdir()
        broke = _broken_at(step, monkeypatch, source, target)
        both = [place for place in (source, target) if _opens(place)]
        assert len(both) <= 1, "it can be recorded in one place only"
        move(source, target)
        assert bodies(target) == before
        assert not _opens(source)
        if not broke:
            assert step > 8
            return
    pytest.fail("it never came to its end")


def _opens(place: Where) -> bool:
    """Whether somebody could record there."""
    try:
        with Ledger.open(place) as ledger:
            return not ledger.read_only
    except LedgerError:
        return False


def _broken_at(step: int, monkeypatch: pytest.MonkeyPatch, source: Where, target: Where) -> bool:
    """Do it, and pull the plug before the call of that number to the database or of a file's new name."""
    calls = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            nonlocal calls
            if threading.current_thread() is not threading.main_thread():
                return real(*args, **options)  # what follows the database goes on
            calls += 1
            if calls == step + 1:
                raise Broken
            return real(*args, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "run", counted(Connection.run))
        patch.setattr(PosixDisk, "publish", counted(PosixDisk.publish))
        try:
            move(source, target)
        except Broken:
            return True
        return False


def test_another_ledger_in_the_target_is_left_alone(
    admin: Callable[[], Database], clock: Clock, tmp_path: Path
) -> None:
    source, target = ward(tmp_path, clock), admin()
    begin_at(target, clock).close()
    with pytest.raises(NotMoved, match="already"):
        move(source, target)
    with Ledger.open(target) as there, Ledger.open(source) as here:
        assert (there.position, here.position) == (2, 5)
        with pytest.raises(NotMoved, match="another file"):
            move(target, source)
    with pytest.raises(NotMoved, match="stepward backup"):
        move(source, tmp_path / "other.json")


def test_a_damaged_ledger_is_not_moved(admin: Callable[[], Database], clock: Clock, tmp_path: Path) -> None:
    source = ward(tmp_path, clock)
    source.write_bytes(source.read_bytes().replace(b"one 0", b"ten 0"))
    with pytest.raises(NotMoved, match="Entry 3 is not as it should be"):
        move(source, admin())
    assert source.exists()


def test_the_role_that_records_cannot_move_a_ledger_away(
    server: Cluster, clock: Clock, tmp_path: Path
) -> None:
    place = server.new_place()
    begin_at(place, clock).close()
    with pytest.raises(NotMoved, match="permission denied"):
        move(place, tmp_path / "ward.json")
    assert _opens(place)
    assert list(tmp_path.iterdir()) == []
