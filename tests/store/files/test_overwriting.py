"""A file written over another: links, rights and owner stay, a planted link is not followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.files.overwriting import write_over

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links of POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "ward" / "site.toml"
    file.parent.mkdir()
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    return file


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(Path("ward") / "site.toml")
    write_over(link, "new", 0o644)
    assert link.is_symlink()
    assert os.readlink(link) == "ward/site.toml"
    assert file.read_text(encoding="utf-8") == "new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_second_name_of_the_file_stays_one(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.hardlink_to(file)
    write_over(file, "longer than before", 0o644)
    write_over(file, "new", 0o644)
    assert other.read_text(encoding="utf-8") == "new"
    assert os.path.samefile(file, other)
    assert [found.name for found in file.parent.iterdir()] == ["site.toml"]


def test_a_link_planted_under_the_name_of_the_unfinished_file_is_not_followed(
    file: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", encoding="utf-8")
    part = file.with_name(f".site.toml.{os.getpid()}.part")
    part.symlink_to(theirs)
    write_over(file, "new", 0o644)
    assert theirs.read_text(encoding="utf-8") == "theirs"
    assert file.read_text(encoding="utf-8") == "new"
    assert not file.is_symlink()
    assert not part.is_symlink()


def test_a_link_that_takes_the_place_of_the_file_that_was_read_is_not_followed(
    file: Path, tmp_path: Path
) -> None:
    read = file.stat()
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs", encoding="utf-8")
    file.unlink()
    file.symlink_to(theirs)
    with pytest.raises(OSError, match="another file has come under this name"):
        write_over(file, "new", 0o644, read=read)
    assert theirs.read_text(encoding="utf-8") == "theirs"


def test_owner_and_group_stay(file: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root gives files away")
    os.chown(file, 12345, 23456)
    write_over(file, "new", 0o644)
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)


def test_a_new_file_gets_its_mode_and_a_folder_is_none(tmp_path: Path) -> None:
    write_over(tmp_path / "new", b"x", 0o600)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="not a file"):
        write_over(tmp_path / "folder", "x", 0o600)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["folder", "new"]
