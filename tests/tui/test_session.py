"""A session opens or begins a ledger, makes entries of whoever is signed on, and tells each thing once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from protocols.entries import NoteAdded, Person, StaffAdded
from protocols.values.refusal import Refused
from store.errors import LedgerError
from store.files.restoring import PLAN, folder_of
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, ZONE, Ward
from tests.tui.helpers.staffed import ADMIN, HASH, PIN, hire
from tui.session import Session


def test_there_is_a_ledger_once_it_is_open(ward: Ward) -> None:
    session = Session(ward.path, now=ward.clock)
    assert not session.is_open
    assert not session.is_new
    session.open()
    assert session.is_open
    assert session.ledger.ward == "Ward 3"


def test_where_there_is_none_it_may_begin_one_unless_it_is_for_one_person(tmp_path: Path) -> None:
    place = tmp_path / "new" / "ward.json"
    assert Session(place).is_new
    assert not Session(place, only="AO").is_new
    with pytest.raises(LedgerError):
        Session(place).open()


def test_where_a_restore_broke_off_none_is_begun(tmp_path: Path) -> None:
    session = Session(tmp_path / "ward.json")
    folder_of(tmp_path / "ward.json").mkdir()
    (folder_of(tmp_path / "ward.json") / PLAN).write_text("{}")
    assert not session.is_new
    with pytest.raises(LedgerError, match="broke off"):
        session.open()


def test_a_begun_ledger_has_its_admin_who_is_signed_on(tmp_path: Path) -> None:
    session = Session(tmp_path / "new" / "ward.json", now=lambda: datetime(2026, 11, 2, 7, tzinfo=UTC))
    session.begin("Ward 7", ZONE, ADMIN, HASH)
    assert session.person == ADMIN
    with Ledger.open(session.place, read_only=True) as ledger:
        assert (ledger.ward, ledger.zone) == ("Ward 7", ZONE)
        assert [what.initials for entry in ledger.record("").entries
                if isinstance(what := entry.what, StaffAdded)] == ["MS"]  # fmt: skip
    assert session.sign_on.sign_on("MS", PIN).name == ADMIN.name


def test_for_an_admin_who_does_not_fit_nothing_is_written(tmp_path: Path) -> None:
    session = Session(tmp_path / "new" / "ward.json")
    with pytest.raises(Refused):
        session.begin("Ward 7", ZONE, Person("", "MS", "admin"), HASH)
    assert (session.is_open, session.person) == (False, None)
    assert not list(tmp_path.iterdir())


def test_a_session_for_one_person_opens_only_where_they_may_sign_on(ward: Ward) -> None:
    hire(ward)
    session = Session(ward.path, only="AO")
    session.open()
    with pytest.raises(Refused, match="for AO only"):
        session.sign_on.sign_on("BL", PIN)
    stranger = Session(ward.path, only="XX")
    with pytest.raises(LedgerError, match="for XX, but nobody"):
        stranger.open()
    assert not stranger.is_open


def test_an_entry_is_by_whoever_is_signed_on_at_the_clinics_time(ward: Ward) -> None:
    ward.begin()
    session = Session(ward.path, now=ward.clock)
    session.open()
    session.person = NURSE
    now = session.entry(NoteAdded("x"), MRN, ward.course, None, "one")
    assert (now.by, now.at, now.zone) == (NURSE, ward.now, ZONE)
    assert now.at.utcoffset() == timedelta(hours=1)
    before = session.entry(NoteAdded("x"), MRN, ward.course, ward.now - timedelta(hours=2), session.new_id())
    assert before.at == ward.now - timedelta(hours=2)
    assert session.ledger.append(now, session.ledger.record(MRN).version).id == "one"


def test_each_key_press_has_its_own_id(ward: Ward) -> None:
    session = Session(ward.path)
    assert session.new_id() != session.new_id()


def test_a_notice_is_given_once(ward: Ward) -> None:
    session = Session(ward.path, now=ward.clock)
    session.open()
    session.new_notices()
    assert not session.has_notices
    session.ledger.notices.append("The file was moved.")
    assert session.has_notices
    assert session.new_notices() == ["The file was moved."]
    assert session.new_notices() == []
    assert not session.has_notices


def test_files_that_others_can_read_are_told_of_once(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.session.sharing_faults", lambda path: [f"Everybody can read {path.name}."])
    session = Session(ward.path, now=ward.clock)
    session.open()
    assert session.has_notices
    assert "Everybody can read ward.json." in session.new_notices()
    assert session.new_notices() == []


def test_who_looks_is_written_down(ward: Ward) -> None:
    session = Session(ward.path, now=ward.clock)
    session.person = OTHER_NURSE
    assert session.note_access(MRN, "chart") == ""
    (look,) = session.access.read()
    assert look is not None
    assert (look.patient, look.what, look.initials, look.at) == (MRN, "chart", "BL", ward.now)


def test_that_looks_cannot_be_written_down_is_told_once(ward: Ward) -> None:
    session = Session(ward.path, now=ward.clock)
    session.access.path.mkdir()
    assert "cannot be written down" in session.note_access(MRN, "chart")
    assert session.note_access(MRN, "chart") == ""
