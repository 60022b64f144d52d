"""Who opened which chart: written down by the app and the plain commands, read with `stepward audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from protocols.values.csv_text import harmless
from store.site.access_log import AccessRecord, Looked
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, Ward, bedside
from tests.tui.helpers.shell import cells, data, err, out
from tests.tui.helpers.staffed import PIN, enter, hire


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def looks(ward: Ward) -> list[tuple[str, str, str]]:
    found = [look for look in AccessRecord(ward.path).read() if look is not None]
    return [(look.initials, look.patient, look.what) for look in found]


async def test_each_chart_and_form_that_is_opened_is_written_down(ward: Ward) -> None:
    hire(ward).begin()
    async with bedside(ward, by=None) as here:
        assert looks(ward) == []
        await enter(here, f"AO{PIN}")
        await here.press("enter", "d")
        await here.press("escape", "t")
        await here.press("escape", "j", "k", "escape", "l", "escape", "full_stop")
        await enter(here, f"BL{PIN}")
    assert looks(ward) == [
        ("AO", "", "signed on"),
        ("AO", MRN, "chart"),
        ("AO", MRN, "Record a dose"),
        ("AO", MRN, "history"),
        ("AO", MRN, "Check of the protocol, beside the skin"),
        ("BL", "", "signed on"),
    ]


async def test_reading_goes_on_where_it_cannot_be_written_and_that_is_said_once(ward: Ward) -> None:
    ward.begin()
    async with bedside(ward) as here:
        here.app.session.access = AccessRecord(ward.path.parent / "no" / "such" / "ward.json")
        await here.press("enter")
        await here.press("escape", "enter")
        told = [note.message for note in here.app._notifications]
        assert [words for words in told if "cannot be written down" in words] == [told[0]]


def test_audit_shows_who_looked(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    ward.begin()
    assert "Nobody has opened 999" in err(capsys, "audit", "999", "--data", str(ward.path), code=0)
    out(capsys, "show", MRN, "--data", str(ward.path))
    AccessRecord(ward.path).add(Looked(ward.now, MRN, "chart", NURSE.name, NURSE.initials, NURSE.role, "ada"))
    shown = out(capsys, "audit", MRN, "--data", str(ward.path))
    assert "Ada Okafor (AO), nurse" in shown
    assert "stepward show" in shown
    found: Any = data(capsys, "audit", "--data", str(ward.path))
    assert [look["what"] for look in found["looks"]] == [
        *("stepward audit", "stepward show", "chart", "stepward audit", "stepward audit"),
    ]
    assert found["looks"][2]["at"] == "2026-11-02T07:00:00+01:00"
    assert found["unreadable"] == 0


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(1)", " =1", "\t=1", "\r=1", "\N{FULLWIDTH EQUALS SIGN}1"], ids=repr
)
def test_no_cell_is_a_formula(name: str, ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    AccessRecord(ward.path).add(Looked(ward.now, "1", "chart", name, OTHER_NURSE.initials))
    table = cells(capsys, "audit", "1", "--data", str(ward.path))
    assert table[0]["name"] == harmless(name)
    assert table[0]["name"].startswith("'")
    assert table[0]["name"].isprintable()
    assert table[0]["initials"] == OTHER_NURSE.initials


def test_an_unreadable_line_is_counted(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    AccessRecord(ward.path).path.write_bytes(b"\n{half a li")
    assert data(capsys, "audit", "--data", str(ward.path))["unreadable"] == 1
