"""A pipe, a device or a folder in the place of any file of ours: a sentence or nothing, and never a wait."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from protocols.entries import Person
from store.access.ssh_keys import KeyFault, read_keys
from store.errors import NoSuchLedger
from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.location.config import LocationFault, settings_in
from store.maintenance.backup import backup
from store.maintenance.restore import restore
from store.maintenance.verify import verify
from store.site.access_log import AccessRecord, Looked, looked
from store.site.drafts import Draft, Drafts
from store.site.exports import ExportFault, export
from store.site.preferences import Preferences
from tests.store.helpers.ward import Clock, begin

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes have names on POSIX")

T = TypeVar("T")
NURSE = Person("Ada Okafor", "AO", "nurse")
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)


def at_once(call: Callable[[], T]) -> T:
    """What `call` gives, or raises; it fails where that is being waited for."""
    found: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            found.append(call())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "it waits for the pipe"
    if raised:
        raise raised[0]
    return found[0]


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


other = pytest.mark.parametrize("make", [pipe, device, folder])


@other
def test_in_the_place_of_the_ledger(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    make(path)
    words = "There is a folder of that name" if make is folder else "no file, but a pipe or a device"
    for call in (Ledger.open, verify, lambda path: backup(path, tmp_path / "copy.json")):
        with pytest.raises(NoSuchLedger, match=words):
            at_once(lambda call=call: call(path))  # type: ignore[misc]


@other
def test_in_the_place_of_the_next_file(make: Callable[[Path], None], tmp_path: Path, clock: Clock) -> None:
    with begin(tmp_path, clock) as ledger:
        ledger.roll_over(NURSE)
    make(tmp_path / "ward-0002.json")
    with at_once(lambda: Ledger.open(tmp_path / "ward.json", now=clock)) as opened:
        assert "ward-0002.json, which cannot be opened" in opened.problem


@other
def test_in_the_place_of_what_lies_beside_it(make: Callable[[Path], None], tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    make(tmp_path / "ward.access.jsonl")
    access = AccessRecord(ledger)
    assert "cannot be written down" in at_once(lambda: access.add(looked(NOW, "00481-7", "chart", NURSE)))
    with pytest.raises(OSError, match=r"directory|device"):
        at_once(lambda: list(access.read()))
    if make is not folder:
        make(tmp_path / "exports")
        with pytest.raises(ExportFault, match=r"Nothing was written|leads elsewhere"):
            at_once(lambda: export(ledger, "figure", ".svg", "<svg/>"))


@other
def test_in_the_place_of_what_an_account_keeps(
    make: Callable[[Path], None], tmp_path: Path, clock: Clock
) -> None:
    drafts, ledger = Drafts(tmp_path), tmp_path / "ward.json"
    drafts.keep(ledger, NURSE, Draft("dose", (), "00481-7", {}, 1, NOW))
    (kept,) = tmp_path.glob("draft-*")
    make(kept)
    assert at_once(lambda: drafts.take(ledger, NURSE, NOW)) is None
    make(tmp_path / "looks.json")
    assert at_once(lambda: Preferences(tmp_path).of(NURSE)) == ""
    at_once(lambda: Preferences(tmp_path).keep("dark", NURSE))
    witness = Witness(tmp_path)
    begin(tmp_path, clock).close()
    Ledger.open(ledger, now=clock, witness=witness).close()
    (seen,) = tmp_path.glob("seen-*")
    make(seen)
    at_once(lambda: Ledger.open(ledger, now=clock, witness=Witness(tmp_path)).close())


@other
def test_in_the_place_of_what_an_admin_names(
    make: Callable[[Path], None], tmp_path: Path, clock: Clock
) -> None:
    make(tmp_path / "config.toml")
    with pytest.raises(LocationFault, match="cannot be read"):
        at_once(lambda: settings_in(tmp_path / "config.toml"))
    make(tmp_path / "AO.pub")
    with pytest.raises(KeyFault, match="cannot be read"):
        at_once(lambda: read_keys(tmp_path / "AO.pub"))
    begin(tmp_path, clock).close()
    make(tmp_path / "backup.json")
    with pytest.raises(NoSuchLedger):
        at_once(lambda: restore(tmp_path / "backup.json", tmp_path / "ward.json"))


def test_through_a_link_it_is_one_access_record(tmp_path: Path) -> None:
    (tmp_path / "srv").mkdir()
    (tmp_path / "srv" / "ward.json").touch()
    (tmp_path / "link.json").symlink_to(tmp_path / "srv" / "ward.json")
    look = looked(NOW, "00481-7", "chart", NURSE)
    assert AccessRecord(tmp_path / "link.json").add(look) == ""
    assert list(AccessRecord(tmp_path / "srv" / "ward.json").read()) == [look]
    assert isinstance(look, Looked)
