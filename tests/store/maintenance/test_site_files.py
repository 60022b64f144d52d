"""What lies beside a ledger goes with its backup, and comes back without taking the place of anything."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from unittest.mock import Mock

import pytest

from store.errors import NotCopied
from store.location import config
from store.maintenance import site_files
from store.maintenance.backup import NotRemoved
from store.site.access_log import AccessRecord


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file of the account that is used."""
    file = tmp_path / "account" / "config.toml"
    for module in (config, site_files):
        monkeypatch.setattr(module, "configuration_files", lambda: iter([file]))
    return file


def site(folder: Path, words: str) -> Path:
    """A ledger's folder with a protocol of its own and an access record; the ledger."""
    (folder / "protocols").mkdir(parents=True)
    (folder / "protocols" / "own.toml").write_text(words)
    ledger = folder / "ward.json"
    AccessRecord(ledger).path.write_text("one look\n")
    return ledger


def test_protocols_settings_and_access_record_come_to_another_account(tmp_path: Path, settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text('data = "/old/ward.json"\nlock_after = 90\n')
    ledger, copy = site(tmp_path / "old", "id = 1\n"), tmp_path / "backup.json"
    folder = site_files.carry(ledger, copy)
    assert folder == tmp_path / "backup.site"
    assert site_files.carry(ledger, copy) == folder, "nothing is new"
    settings.unlink()
    new = tmp_path / "new" / "ward.json"
    new.parent.mkdir()
    said = site_files.bring(copy, new)
    assert ["brought back. " in f"{words} " for words in said] == [True] * 3
    assert (new.parent / "protocols" / "own.toml").read_text() == "id = 1\n"
    assert settings.read_text() == "lock_after = 90\n"
    assert settings.stat().st_mode & 0o777 == 0o644
    assert AccessRecord(new).path.read_text() == "one look\n"
    assert all("the same" in words for words in site_files.bring(copy, new))


def test_settings_that_run_a_program_or_name_a_place_are_left_out_and_said(
    tmp_path: Path, settings: Path
) -> None:
    settings.parent.mkdir()
    planted = (
        r"lock_after = 60"
        "\n"
        r'"print\u005fcommand" = "/tmp/evil"'
        "\n"
        'log = "none"\nsign_with = "/root/key"\n'
        'scan_prefix = "\\u007f\\u0002"\nexports = "/tmp"\n[fhir_staff]\nx = "print_command"\n'
    )
    settings.write_text(planted)
    copy, new = tmp_path / "backup.json", tmp_path / "new" / "ward.json"
    site_files.carry(tmp_path / "old" / "ward.json", copy)
    (said,) = site_files.bring(copy, new)
    assert "the same" in said
    settings.unlink()
    (said,) = site_files.bring(copy, new)
    assert tomllib.loads(settings.read_text()) == {"lock_after": 60, "scan_prefix": "\x7f\x02"}
    assert "Left out: print_command, log, sign_with, exports, fhir_staff:" in said
    assert f"Read {tmp_path / 'backup.site' / 'config.toml'}" in said
    settings.unlink()
    (tmp_path / "backup.site" / "config.toml").write_text("print_command = ")
    (said,) = site_files.bring(copy, new)
    assert "not brought back. Left out: all of it" in said
    assert not settings.exists()


def test_links_and_other_files_in_a_planted_folder_lead_nowhere(tmp_path: Path, settings: Path) -> None:
    secret, copy, new = tmp_path / "secret.toml", tmp_path / "backup.json", tmp_path / "new" / "ward.json"
    secret.write_text("id = 1\n")
    protocols = site_files.folder_of(copy) / "protocols"
    protocols.mkdir(parents=True)
    (protocols / "own.toml").symlink_to(secret)
    (protocols.parent / "config.toml").symlink_to(secret)
    (protocols.parent / "run.sh").write_text("rm")
    new.parent.mkdir()
    assert site_files.bring(copy, new) == []
    assert list(new.parent.iterdir()) == []


def test_an_access_record_that_has_grown_grows_in_the_folder_that_is_there(
    tmp_path: Path, settings: Path
) -> None:
    ledger, copy = site(tmp_path / "old", "id = 1\n"), tmp_path / "backup.json"
    folder, record = site_files.carry(ledger, copy), AccessRecord(ledger).path
    for looks in ("one look\nanother\n", "one look\nanother\na third\n"):
        record.write_text(looks)
        assert site_files.carry(ledger, copy) == folder
        assert (tmp_path / "backup.site" / "access.jsonl").read_text() == looks
    record.write_text("moved away, begun again\n")
    assert site_files.carry(ledger, copy) == tmp_path / "backup-2.site"
    assert (tmp_path / "backup.site" / "access.jsonl").read_text() == looks, "nothing is lost"


def test_what_is_here_stays_and_what_differs_is_put_beside_it(tmp_path: Path, settings: Path) -> None:
    copy = tmp_path / "backup.json"
    site_files.carry(site(tmp_path / "old", "id = 1\n"), copy)
    new = site(tmp_path / "new", "id = 2\n")
    for _ in range(2):
        (said,) = (words for words in site_files.bring(copy, new) if "own.toml" in words)
        assert "another one is here and stays. The backup's is own.toml.from-backup" in said
    protocols = new.parent / "protocols"
    assert (protocols / "own.toml").read_text() == "id = 2\n"
    assert (protocols / "own.toml.from-backup").read_text() == "id = 1\n"
    assert len(list(protocols.iterdir())) == 2


def test_a_later_backup_has_its_own_and_goes_with_it(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, copy = site(tmp_path / "old", "id = 1\n"), tmp_path / "backup.json"
    site_files.carry(ledger, copy)
    (ledger.parent / "protocols" / "own.toml").write_text("id = 3\n")
    assert site_files.carry(ledger, copy) == tmp_path / "backup-2.site"
    new = tmp_path / "new" / "ward.json"
    new.parent.mkdir()
    site_files.bring(copy, new)
    assert (new.parent / "protocols" / "own.toml").read_text() == "id = 3\n"
    with monkeypatch.context() as refusing:
        refusing.setattr(shutil, "rmtree", Mock(side_effect=PermissionError(13, "Permission denied")))
        with pytest.raises(NotRemoved, match=r"backup-2\.site, of an older backup, is still there"):
            site_files.leave(copy)
    site_files.leave(copy)
    assert site_files.newest_for(copy) is None
    assert site_files.bring(copy, new) == []


def test_what_goes_with_a_backup_of_several_files_is_found_beside_their_folder(
    tmp_path: Path, settings: Path
) -> None:
    copy = tmp_path / "ward-20261104T080000Z-9-de0a9ae2"
    site_files.carry(site(tmp_path / "old", "id = 1\n"), copy)
    new = tmp_path / "new" / "ward.json"
    new.parent.mkdir()
    assert len(site_files.bring(copy / "ward.json", new)) == 2
    assert (new.parent / "protocols" / "own.toml").read_text() == "id = 1\n"


def test_one_that_cannot_be_put_there_keeps_none_of_the_others_away(tmp_path: Path, settings: Path) -> None:
    copy = tmp_path / "backup.json"
    site_files.carry(site(tmp_path / "old", "id = 1\n"), copy)
    new = tmp_path / "new" / "ward.json"
    new.parent.mkdir()
    (new.parent / "protocols").write_text("in the way")
    access, protocol = site_files.bring(copy, new)
    assert access.endswith("brought back.")
    assert "own.toml: not brought back." in protocol
    assert f"It lies in {tmp_path / 'backup.site'}." in protocol


def test_a_copy_that_breaks_off_leaves_no_folder_and_follows_no_link(
    tmp_path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, other = site(tmp_path / "old", "id = 1\n"), tmp_path / "other"
    other.write_text("stays")
    planted = tmp_path / ".backup.site.part"
    (planted / "protocols").mkdir(parents=True)
    (planted / "protocols" / "own.toml").symlink_to(other)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    site_files.carry(ledger, tmp_path / "backup.json")
    assert other.read_text() == "stays"
    monkeypatch.undo()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(site_files, "write_parts", full)
    with pytest.raises(NotCopied, match="later"):
        site_files.carry(ledger, tmp_path / "later.json")
    assert not [path for path in tmp_path.iterdir() if "later" in path.name]
