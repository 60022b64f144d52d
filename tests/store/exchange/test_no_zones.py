"""What stands in the place of a time zone and is none, or is another on each computer, comes in nowhere."""

from __future__ import annotations

import copy
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from protocols import entries as e
from protocols.values.clinic_time import has_rules, instant_of, is_zone, local
from protocols.values.refusal import Refused
from store.errors import UnknownZone
from store.exchange.import_source import read_source
from store.files.engine import begin
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from store.log import codec
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.protocols.helpers.published import library
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import bring, exported, ward
from tests.store.helpers.forging import Lines, read_lines, write_lines
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import smuggle
from tui.terminal import zone

NO_ZONES = (
    *("localtime", "posixrules", "Factory", "posix/Europe/Berlin", "right/Europe/Berlin", "", " "),
    *("/etc/localtime", "../Europe/Berlin", "Europe/../Europe/Berlin", "Europe", "europe/berlin"),
    *("Nowhere/Land", "Europe/Berlin\n", "Europe/Berlin\0", "\x1b[31m", "x" * 300),
)
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("name", NO_ZONES)
def test_it_is_no_zone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_zone(name)
    with suppress(LookupError):  # or it is told by this computer's own clock
        assert local(NOW, name)
        assert instant_of(NOW.date(), "08:00", name)
    monkeypatch.setattr("pendulum.now", lambda: type("Now", (), {"timezone_name": name}))
    assert zone.local_zone() == "UTC"


@pytest.mark.parametrize("name", NO_ZONES)
def test_no_ledger_is_begun_in_it_and_one_that_was_is_opened_or_refused_in_words(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "ward.json"
    with pytest.raises(Refused, match="is not a time zone"):
        Ledger.create(path, "Ward 3", name, ADMIN, now=lambda: NOW)
    assert not path.exists()
    begin(this_disk(), path, [kept(e.LedgerBegun(e.FORMAT, "Ward 3", name), name, 1)])
    assert "is not a time zone" in verify(path).findings[0].what
    if not has_rules(name):
        with pytest.raises(UnknownZone, match="no time in it can be told"):
            Ledger.open(path, now=lambda: NOW)
    else:
        with Ledger.open(path, now=lambda: NOW) as here:
            corrected = e.ZoneCorrected("Europe/Berlin", "it was another on each computer")
            with pytest.raises(Refused, match="is not a time zone"):
                here.append(entry(e.ClockConfirmed("the wall"), name), here.record("").version)
            here.append(entry(corrected, name), here.record("").version)
            assert here.zone == "Europe/Berlin"


def entry(what: e.What, name: str) -> e.Entry:
    return e.Entry(id=type(what).__name__, patient="", at=NOW, zone=name, by=ADMIN, what=what)


def kept(what: e.What, name: str, number: int) -> bytes:
    """The body of such an entry, as a program that asks no rule would write it."""
    return codec.encode(msgspec.structs.replace(entry(what, name), number=number, recorded=NOW))


def test_a_zone_that_only_newer_computers_know_stops_this_one_in_words(tmp_path: Path) -> None:
    path = tmp_path / "ward.json"
    with Ledger.create(path, "Ward 3", "Europe/Berlin", ADMIN, now=lambda: NOW) as here:
        smuggle(path, kept(e.ZoneCorrected("Europe/Brandnew", "the ward has moved"), here.zone, 2))
    with pytest.raises(UnknownZone, match=r"Europe/Brandnew.*tzdata"):
        Ledger.open(path, now=lambda: NOW)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """The export of a patient with a course."""
    folder = tmp_path_factory.mktemp("clinic")
    bed = AtTheLedger(library("alectinib-report-2020"), "Europe/Berlin", date(2026, 11, 2), folder / "c.json")
    bed.begin()
    bed.sessions[0].refresh()
    made = read_lines(exported(bed.sessions[0], folder / "export.jsonl", MRN))
    for session in bed.sessions:
        session.close()
    return made


@pytest.mark.parametrize("place", ["an entry", "the plan", "the ledger"])
def test_no_record_comes_in_with_it(place: str, lines: Lines, tmp_path: Path) -> None:
    now = datetime(2026, 11, 3, 8, tzinfo=UTC)
    with ward(tmp_path / "ward", lambda: now) as here:
        for name in NO_ZONES:
            made: Lines = copy.deepcopy(lines)
            entries = [line["entry"] for line in made[1:]]
            plan = next(one["what"] for one in entries if one["what"]["kind"] == "course enrolled")
            at = {"an entry": entries[-1], "the plan": plan, "the ledger": made[0]["ledgers"][0]}[place]
            at["zone"] = name
            found = bring(here, read_source(write_lines(made, tmp_path / "forged.jsonl")), now)
            assert (found.state, here.position) == ("conflict", 1)
            assert "not a time zone" in " ".join(found.words), name
