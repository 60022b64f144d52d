"""Where the ledger is, in the order in which places are asked, and how a wrong one is refused."""

import os
import stat
import sys
from pathlib import Path

import pytest

from store.location import config as configuration
from store.location.config import (
    DATA_FOLDER,
    LocationFault,
    configuration_files,
    find,
    private_folder,
    state_folder,
)
from store.location.database_url import Database
from store.location.settings import lock_after, mouse_wanted, scan_prefix

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="XDG folders and modes are those of Linux")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration file, not yet written, in a home of its own; and no computer-wide one."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    file = next(configuration_files())
    file.parent.mkdir(parents=True)
    site = tmp_path / "site.toml"
    monkeypatch.setattr(configuration, "configuration_files", lambda: iter((file, site)))
    return file


def ward(tmp_path: Path, name: str) -> Path:
    """A folder that is there."""
    folder = tmp_path / name
    folder.mkdir()
    return folder


def test_the_first_place_that_is_named_wins(config: Path, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text(f'data = "{ward(tmp_path, "d")}"')
    assert find(None, {}) == (tmp_path / "d" / "ward.json", str(site))
    config.write_text(f'data = "{ward(tmp_path, "c")}"')
    assert find(None, {}) == (tmp_path / "c" / "ward.json", str(config))
    environ = {"STEPWARD_DATA": str(ward(tmp_path, "b"))}
    assert find(None, environ) == (tmp_path / "b" / "ward.json", "STEPWARD_DATA")
    assert find(str(ward(tmp_path, "a")), environ) == (tmp_path / "a" / "ward.json", "--data")


def test_without_a_word_the_data_folder_is_made_for_its_owner_alone(config: Path, tmp_path: Path) -> None:
    found = find(None, {"STEPWARD_DATA": ""})
    assert tuple(found) == (tmp_path / "data" / "stepward" / "ward.json", DATA_FOLDER)
    assert isinstance(found.ledger, Path)
    assert not found.ledger.parent.exists(), "looking leaves no trace"
    assert found.prepare() == found.ledger
    assert stat.S_IMODE(found.ledger.parent.stat().st_mode) == 0o700
    assert not found.ledger.exists()


def test_a_configuration_that_names_no_data_leaves_the_choice_to_the_next(
    config: Path, tmp_path: Path
) -> None:
    config.write_text("# nothing\n")
    assert find(None, {}).source == DATA_FOLDER


def test_a_file_may_be_new_or_have_any_name_when_it_is_there(tmp_path: Path) -> None:
    assert find(str(tmp_path / "new.json"), {}).ledger == tmp_path / "new.json"
    old = tmp_path / "old.ledger"
    old.touch()
    assert find(str(old), {}).ledger == old


def test_a_relative_path_and_a_home_are_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find("ward.json", {}).ledger == tmp_path / "ward.json"
    assert find("~/ward.json", {}).ledger == tmp_path / "ward.json"


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("nowhere/ward.json", "there is no folder"),
        ("nowhere", "ends in .json"),
        ("~no-such-person/ward.json", "cannot be used as a path"),
    ],
)
def test_a_slip_of_the_keyboard_does_not_start_an_empty_ledger(
    named: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(LocationFault, match=words) as refusal:
        find(named if "~" in named else str(tmp_path / named), {})
    assert str(refusal.value).startswith("--data: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"data = ward.json", "is not valid TOML"),
        (b"\xff", "is not valid TOML"),
        (b"data = 3", '"data" must be a path in quotes'),
        (b'data = ""', '"data" must be a path in quotes'),
        (b'data = "ward.json"', '"data" must be a whole path'),
        (b'date = "/srv"', 'there is no setting "date"'),
        (b'data = "/no/such/folder"', "there is no folder /no/such/folder"),
    ],
)
def test_a_fault_in_the_configuration_is_told_with_file_and_key(
    text: bytes, words: str, config: Path
) -> None:
    config.write_bytes(text)
    with pytest.raises(LocationFault) as refusal:
        find(None, {})
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(str(config))
    assert ".json" in str(refusal.value), "it says what would be right"


def test_a_configuration_that_cannot_be_read_is_told(config: Path) -> None:
    config.mkdir()
    with pytest.raises(LocationFault, match="cannot be read"):
        find(None, {})


def test_a_fault_in_the_configuration_is_no_matter_to_who_names_the_file(
    config: Path, tmp_path: Path
) -> None:
    config.write_text("???")
    assert find(str(tmp_path / "ward.json"), {}).source == "--data"


def test_the_computer_wide_file_comes_after_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/n/.config")
    files = [path.as_posix() for path in configuration_files()]
    assert files[-1] == "/etc/stepward.toml"
    assert files[0] == "/home/n/.config/stepward/config.toml"


def test_the_state_folder_is_open_to_its_owner_alone(config: Path, tmp_path: Path) -> None:
    before = tmp_path / "state" / "stepward"
    before.mkdir(parents=True, mode=0o755)
    assert state_folder() == before
    assert stat.S_IMODE(before.stat().st_mode) == 0o700


def test_a_data_folder_that_others_were_let_into_is_left_so(tmp_path: Path) -> None:
    folder = ward(tmp_path, "shared")
    folder.chmod(0o770)
    assert stat.S_IMODE(private_folder(folder).stat().st_mode) == 0o770


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocationFault, match="cannot be made"):
        private_folder(tmp_path / "file" / "folder")
    assert os.listdir(tmp_path) == ["file"]


def test_the_lock_time_is_the_command_lines_then_the_configurations(config: Path) -> None:
    assert lock_after(None) == 120
    config.write_text("lock_after = 300")
    assert (lock_after(None), lock_after("45")) == (300, 45)
    assert find(None, {}).source == DATA_FOLDER, "a configuration need not name the data"


@pytest.mark.parametrize("said", ["0", "29", "3601", "5.5", "never", "-60"])
def test_a_lock_time_that_would_show_patients_is_refused(said: str, config: Path) -> None:
    with pytest.raises(LocationFault, match="--lock-after: write whole seconds from 30 to 3600"):
        lock_after(said)
    config.write_text(f'lock_after = "{said}"')
    with pytest.raises(LocationFault, match=r"config\.toml, lock_after: write whole seconds"):
        lock_after(None)


def test_the_mouse_is_off_unless_somebody_says_true(config: Path) -> None:
    assert not mouse_wanted()
    config.write_text("mouse = true")
    assert mouse_wanted()
    config.write_text('mouse = "yes"')
    with pytest.raises(LocationFault, match=r"config\.toml, mouse: write true or false"):
        mouse_wanted()


@pytest.mark.parametrize("how", ["option", "environment", "configuration"])
def test_a_url_names_a_database_wherever_it_stands(config: Path, how: str) -> None:
    url = "postgresql://db.example.org/hospital?ledger=ward_3"
    config.write_text(f'data = "{url}"' if how == "configuration" else "")
    found = find(url if how == "option" else None, {"STEPWARD_DATA": url} if how == "environment" else {})
    assert found.ledger == found.prepare() == Database("postgresql://db.example.org/hospital", "ward_3")
    with pytest.raises(LocationFault, match="password"):
        find("postgresql://ada:hunter2@db.example.org/hospital", {})


def test_what_scanners_send_before_each_code_is_read(config: Path) -> None:
    assert scan_prefix() == ""
    for said in ("~", "#&", "\\u0002"):
        config.write_text(f'scan_prefix = "{said}"')
        assert scan_prefix() == said.replace("\\u0002", "\x02")


@pytest.mark.parametrize("said", ['""', '"d"', '"!"', '"0"', '" "', '"~~~~~~~~~"', '"\\r"', "5"])
def test_a_key_is_no_prefix_of_a_scanner(said: str, config: Path) -> None:
    config.write_text(f"scan_prefix = {said}")
    with pytest.raises(LocationFault, match=r"config\.toml, scan_prefix: write one to eight signs"):
        scan_prefix()
