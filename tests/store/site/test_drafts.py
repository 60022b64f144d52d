"""Drafts: for the person who typed them, once, within a day, readable by the account only."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from store.site.drafts import Draft, Drafts
from tests.store.helpers.ward import NURSE, OTHER_NURSE

AT = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
LEDGER = Path("/srv/ward-3/ward.json")
DRAFT = Draft("tui.forms.patient.note:NoteForm", ("1", ""), "1", {"form/text": [("", "half a no")]}, 7, AT)


def test_a_draft_is_offered_once_and_only_to_its_person(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep(LEDGER, NURSE, DRAFT)
    assert drafts.take(LEDGER, OTHER_NURSE, AT) is None
    assert drafts.take(LEDGER, msgspec.structs.replace(NURSE, name="Ada Other"), AT) is None
    assert drafts.take(LEDGER.with_name("other.json"), NURSE, AT) is None
    assert drafts.take(LEDGER, msgspec.structs.replace(NURSE, account="elsewhere"), AT) == DRAFT
    assert drafts.take(LEDGER, NURSE, AT) is None
    assert not list(tmp_path.iterdir())


def test_the_newest_comes_first_and_nothing_outlives_a_day(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    newer = msgspec.structs.replace(DRAFT, at=AT + timedelta(hours=1))
    drafts.keep(LEDGER, NURSE, newer)
    drafts.keep(LEDGER, NURSE, DRAFT)
    later = AT + timedelta(hours=2)
    assert drafts.take(LEDGER, NURSE, later) == newer
    assert drafts.take(LEDGER, OTHER_NURSE, AT + timedelta(hours=25)) is None
    assert not list(tmp_path.iterdir()), "whoever signs on next throws away what is too old"


@pytest.mark.skipif(sys.platform == "win32", reason="rights as on POSIX")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    Drafts(tmp_path).keep(LEDGER, NURSE, DRAFT)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_cannot_be_kept_or_read_stops_nobody(tmp_path: Path) -> None:
    Drafts(tmp_path / "gone").keep(LEDGER, NURSE, DRAFT)
    assert Drafts(tmp_path / "gone").take(LEDGER, NURSE, AT) is None
    drafts = Drafts(tmp_path)
    drafts.keep(LEDGER, NURSE, DRAFT)
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"{half")
    assert drafts.take(LEDGER, NURSE, AT) is None
    assert not list(tmp_path.iterdir())
