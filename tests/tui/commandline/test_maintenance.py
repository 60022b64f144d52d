"""`stepward verify`, `backup` and `restore`: what is told, what is changed, and what never is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.ledger.ledger import Ledger
from tests.store.helpers.ward import note
from tests.tui.helpers.shell import stepward
from tui.__main__ import main
from tui.commandline.admin import backup as backup_command
from tui.commandline.admin import verify as verify_command
from tui.demo.patients import MRNS
from tui.demo.people import DAY_NURSE

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)


@pytest.fixture
def ward(invented: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ward of its own, and a user who has seen no ledger yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "ward.json"
    path.write_bytes(invented)
    monkeypatch.setenv("STEPWARD_DATA", str(path))
    return path


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    main([*words, "--json"])
    return json.loads(capsys.readouterr().out)


def damaged(whole: bytes) -> bytes:
    """The ledger with something else in entry 300."""
    lines = whole.split(b"\n")
    return b"\n".join([*lines[:300], lines[300].replace(b'"role":"', b'"role":"x'), *lines[301:]])


def one_more(path: Path) -> None:
    with Ledger.open(path, now=lambda: NOW) as ledger:
        ledger.append(note("Slept well.", NOW, MRNS[0], by=DAY_NURSE), ledger.record(MRNS[0]).version)


def test_the_demonstration_ward_stands_up_to_verification(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, told = stepward(capsys, "verify")
    assert (code, told) == (0, "")
    assert text.endswith("Nothing is wrong.")
    with Ledger.open(ward, read_only=True) as ledger:
        assert f"The last one is {ledger.head}." in text


def test_a_changed_entry_is_named_with_what_is_still_good(
    ward: Path, invented: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    ward.write_bytes(damaged(invented))
    before = ward.read_bytes()
    code, text, _ = stepward(capsys, "verify")
    assert code == 3
    assert "Entries as they were recorded: 299." in text
    assert "Entry 300:" in text
    found = data(capsys, "verify")
    assert (found["ok"], found["good"], found["findings"][0]["number"]) == (False, 299, 300)
    assert ward.read_bytes() == before


def test_a_file_that_knows_less_than_this_user_is_told_until_it_is_accepted(
    ward: Path, invented: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    one_more(ward)
    assert stepward(capsys, "list")[0] == 0
    ward.write_bytes(invented)
    for words in (("list",), ("show", MRNS[0]), ("verify",)):
        code, text, told = stepward(capsys, *words)
        assert code == 3
        assert "You have seen entry" in text + told
    found = data(capsys, "verify")
    assert (found["ok"], found["findings"]) == (False, [])
    assert "You have seen entry" in found["problem"]
    code, text, told = stepward(capsys, "verify", "--accept-restored")
    assert code == 0
    assert "is forgotten" in told
    assert stepward(capsys, "list")[0] == 0


def test_a_damaged_ledger_is_never_accepted(
    ward: Path, invented: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stepward(capsys, "list")[0] == 0
    ward.write_bytes(damaged(invented))
    code, _, told = stepward(capsys, "verify", "--accept-restored")
    assert code == 3
    assert "forgotten" not in told


def test_a_demonstration_leaves_nothing_in_the_users_folder(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("list",), ("verify",)):
        assert stepward(capsys, *words, "--demo")[0] == 0
    assert not (tmp_path / "state").exists()


def test_a_backup_in_a_folder_is_named_after_its_last_entry(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    code, text, told = stepward(capsys, "backup", str(folder))
    with Ledger.open(ward, read_only=True) as ledger:
        (copy,) = folder.glob(f"ward-*Z-{ledger.head}.json")
        assert (code, text) == (0, str(copy))
        assert f"{ledger.position} entries" in told
    assert stepward(capsys, "verify", str(copy))[0] == 0
    assert data(capsys, "list", "--data", str(copy))["patients"]


def test_the_line_for_a_timer_says_nothing_unless_something_is_wrong(
    ward: Path, invented: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("backup", f"{tmp_path}/backups/", "--keep", "30", "--quiet")
    for _ in range(2):
        assert stepward(capsys, *words) == (0, "", "")
    assert len(list((tmp_path / "backups").iterdir())) == 1
    one_more(ward)
    found = data(capsys, *words)
    assert (found["new"], found["removed"]) == (True, [])
    ward.write_bytes(damaged(invented))
    code, text, told = stepward(capsys, *words)
    assert (code, text) == (3, "")
    assert "damaged" in told
    with pytest.raises(SystemExit):
        main(["backup", str(tmp_path), "--keep", "0"])


def test_a_backup_never_takes_the_place_of_a_file(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine.json"
    target.write_text("mine")
    code, text, told = stepward(capsys, "backup", str(target))
    assert (code, text) == (4, "")
    assert "There is a file" in told
    assert target.read_text() == "mine"


@pytest.mark.parametrize("words", [("verify",), ("backup", "copy.json")])
def test_without_a_ledger_there_is_nothing_to_keep(
    words: tuple[str, ...], ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ward.unlink()
    code, text, told = stepward(capsys, *words)
    assert (code, text) == (3, "")
    assert told.startswith(f"stepward: There is no ledger at {ward} yet.")


def test_of_a_damaged_ledger_no_backup_is_made(
    ward: Path, invented: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ward.write_bytes(damaged(invented))
    code, _, told = stepward(capsys, "backup", str(tmp_path / "copy.json"))
    assert code == 3
    assert "Traceback" not in told
    assert not (tmp_path / "copy.json").exists()


def test_restore_changes_nothing_until_it_is_told_to(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.json"
    stepward(capsys, "backup", str(copy))
    one_more(ward)
    before = ward.read_bytes()
    code, text, told = stepward(capsys, "restore", str(copy))
    assert (code, text) == (4, "")
    assert "It will be kept aside" in told
    assert told.endswith("Nothing was changed. To do it, add --yes.")
    assert ward.read_bytes() == before


def test_a_restored_backup_is_the_ledger_and_the_old_file_is_kept(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.json"
    stepward(capsys, "backup", str(copy))
    one_more(ward)
    before = ward.read_bytes()
    assert stepward(capsys, "list")[0] == 0
    code, text, told = stepward(capsys, "restore", str(copy), "--yes")
    assert (code, text) == (0, str(ward))
    aside = ward.with_name("ward.before-restore-1.json")
    assert f"is now {aside}." in told
    assert aside.read_bytes() == before
    assert stepward(capsys, "list")[0] == 0
    assert data(capsys, "verify")["head"] == data(capsys, "verify", str(copy))["head"]


def test_a_backup_is_restored_where_the_ledger_was_lost(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.json"
    stepward(capsys, "backup", str(copy))
    ward.unlink()
    found = data(capsys, "restore", str(copy), "--yes")
    assert found == {"path": str(ward), "entries": found["entries"], "head": found["head"], "site": []}
    assert stepward(capsys, "verify")[0] == 0


def test_a_backup_that_is_not_whole_is_not_restored(
    ward: Path, invented: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(damaged(invented))
    code, _, told = stepward(capsys, "restore", str(copy), "--yes")
    assert code == 3
    assert f"{copy} is not restored: entry 300 is not as it should be." in told
    assert ward.read_bytes() == invented
    assert stepward(capsys, "restore", str(tmp_path / "none.json"), "--yes")[0] == 3


def test_every_key_of_the_json_is_documented(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = set(re.findall(r"`(\w+)`", verify_command.__doc__ or ""))
    assert {*data(capsys, "verify"), "number", "what"} == named
    made = data(capsys, "backup", str(tmp_path / "copy.json"))
    assert set(made) <= set(re.findall(r"`(\w+)`", backup_command.__doc__ or ""))
