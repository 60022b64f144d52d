"""`stepward staff`: the list on the command line, with PINs that are never arguments and never written."""

from __future__ import annotations

import io
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import NURSE
from tests.tui.helpers.shell import data, err, out
from tui.commandline.admin import staff
from tui.commandline.base import opening
from tui.exit_codes import Exit

MARA = ("--name", "Mara Silva", "--initials", "MS", "--role", "admin")
ADA = ("--name", "Ada Okafor", "--initials", "AO", "--role", "nurse")
BY = ("--by", "MS", "--pin-stdin")


class Desk:
    """A ledger and who types at it."""

    def __init__(self, ledger: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.ledger, self.capsys, self.patch = ledger, capsys, patch
        self.clock = opening.utc_now()
        patch.setattr(staff, "utc_now", self.later)

    def later(self) -> datetime:
        """Every try comes some minutes after the last, so that none has to wait."""
        self.clock += timedelta(minutes=1)
        return self.clock

    def told(self, *words: str, pins: str = "", code: int = 0) -> str:
        self.patch.setattr(sys, "stdin", io.StringIO(pins))
        return err(self.capsys, "staff", *words, "--data", str(self.ledger), code=code)

    def list(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = data(self.capsys, "staff", "list", "--data", str(self.ledger))[
            "staff"
        ]
        return found


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    ledger = tmp_path / "ward.json"
    desk = Desk(ledger, capsys, monkeypatch)
    Ledger.create(ledger, "Ward 3", "Europe/Berlin", NURSE, now=desk.later).close()
    monkeypatch.setattr(Ledger, "open", _on(desk, Ledger.open))
    return desk


def _on(desk: Desk, opened: object) -> object:
    """Opens ledgers with the clock of the desk."""
    return lambda path, **how: opened(path, now=desk.later, **how)  # type: ignore[operator]


def test_an_admin_begins_the_list_and_keeps_it(desk: Desk) -> None:
    assert "no staff list" in desk.told("list")
    assert "is an admin" in desk.told("add", *ADA, "--pin-stdin", pins="246813\n", code=Exit.REFUSED)
    assert "Begin it with an admin" in desk.told("reset", "AO", "--pin-stdin", code=Exit.REFUSED)
    assert "MS is on the staff list" in desk.told("add", *MARA, "--pin-stdin", pins="902718\n")
    assert "Say which admin you are" in desk.told("add", *ADA, "--pin-stdin", code=Exit.REFUSED)
    desk.told("add", *ADA, *BY, pins="902718\n246813\n")
    assert [(one["initials"], one["role"], one["added_by"]) for one in desk.list()] == [
        ("MS", "admin", "Mara Silva"),
        ("AO", "nurse", "Mara Silva"),
    ]
    assert "only admin" in desk.told(
        "disable", "MS", "--reason", "left", *BY, pins="902718\n", code=Exit.REFUSED
    )
    desk.told("disable", "AO", "--reason", "left", *BY, pins="902718\n")
    ada = desk.list()[1]
    assert (ada["active"], ada["reason"], ada["disabled_by"]) == (False, "left", "Mara Silva")
    assert "taken off" in out(desk.capsys, "staff", "list", "--data", str(desk.ledger))
    assert verify(desk.ledger).ok


def test_the_admins_pin_is_needed_and_another_pin_unlocks(desk: Desk) -> None:
    desk.told("add", *MARA, "--pin-stdin", pins="902718\n")
    desk.told("add", *ADA, *BY, pins="902718\n246813\n")
    refused = desk.told("reset", "AO", *BY, pins="902719\n135791\n", code=Exit.REFUSED)
    assert "do not belong together" in refused
    for _ in range(5):
        desk.told("reset", "AO", "--by", "AO", "--pin-stdin", pins="000111\n", code=Exit.REFUSED)
    assert (desk.list()[1]["locked"], desk.list()[1]["wrong_pins"]) == (True, 5)
    assert "LOCKED OUT" in out(desk.capsys, "staff", "list", "--data", str(desk.ledger))
    desk.told("reset", "AO", *BY, pins="902718\n135791\n")
    assert (desk.list()[1]["locked"], desk.list()[1]["wrong_pins"]) == (False, 0)
    words = desk.told("add", *MARA, "--by", "AO", "--pin-stdin", pins="135791\n902718\n", code=Exit.REFUSED)
    assert "You are signed on as nurse. It is for Mara Silva (MS)" in words


def test_root_lets_an_admin_who_forgot_the_pin_in_again(desk: Desk) -> None:
    desk.told("add", *MARA, "--pin-stdin", pins="902718\n")
    desk.told("add", *ADA, *BY, pins="902718\n246813\n")
    words = ("recover", "MS", "--reason", "forgot it; seen in person", "--pin-stdin")
    desk.patch.setattr(staff, "is_system_administrator", lambda: False)
    assert "as root" in desk.told(*words, pins="135791\n", code=Exit.REFUSED)
    desk.patch.setattr(staff, "is_system_administrator", lambda: True)
    assert "MS has another PIN" in desk.told(*words, pins="135791\n")
    nurse = ("recover", "AO", *words[2:])
    assert "is set by Mara Silva (MS)" in desk.told(*nurse, pins="135791\n", code=Exit.REFUSED)
    desk.told("reset", "AO", *BY, pins="135791\n864209\n")
    assert verify(desk.ledger).ok
    with Ledger.open(desk.ledger) as ledger:
        (entry,) = [one for one in ledger.entries() if getattr(one.what, "system", "")]
    assert entry.by.name == "Administrator of the computer"
    assert entry.what.system == "forgot it; seen in person"  # type: ignore[union-attr]


def test_a_person_is_tied_to_an_account_and_let_go(desk: Desk) -> None:
    desk.told("add", *MARA, "--pin-stdin", pins="902718\n")
    desk.told("add", *ADA, *BY, pins="902718\n246813\n")
    desk.told("account", "AO", "ada-of-ward-3", *BY, pins="902718\n")
    assert [one["account"] for one in desk.list()] == [None, "ada-of-ward-3"]
    assert "ada-of-ward-3" in out(desk.capsys, "staff", "list", "--data", str(desk.ledger))
    words = desk.told("reset", "MS", "--by", "AO", "--pin-stdin", pins="246813\n", code=Exit.REFUSED)
    assert "signs on from the account ada-of-ward-3 of this computer" in words
    desk.told("account", "AO", "", *BY, pins="902718\n")
    assert [one["account"] for one in desk.list()] == [None, None]


def test_no_pin_and_no_hash_is_written_and_none_is_taken_as_an_argument(desk: Desk) -> None:
    desk.told("add", *MARA, "--pin-stdin", pins="902718\n")
    shown = out(desk.capsys, "staff", "list", "--json", "--data", str(desk.ledger))
    assert "argon2" not in shown
    assert "902718" not in shown + desk.ledger.read_text()
    assert "asked for in a terminal" in desk.told("reset", "MS", "--by", "MS", code=Exit.REFUSED)
    with pytest.raises(SystemExit):
        desk.told("reset", "MS", "--by", "MS", "--pin", "135791")
    assert "6 to 12 digits" in desk.told("reset", "MS", *BY, pins="902718\n1234\n", code=Exit.REFUSED)


def test_the_demonstration_has_staff(capsys: pytest.CaptureFixture[str]) -> None:
    assert {one["role"] for one in data(capsys, "staff", "list", "--demo")["staff"]} == {
        *("nurse", "prescriber", "pharmacist", "admin"),
    }
