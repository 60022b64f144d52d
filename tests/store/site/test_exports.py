"""Exports: new files in one folder beside the ledger, whatever they are called."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.site.exports import ExportFault, export, plain_name


def test_each_file_is_new_and_in_the_one_folder(tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    paths = [export(ledger, "figure 1", ".svg", text) for text in ("one", "two", "three")]
    names = [path.relative_to(tmp_path).as_posix() for path in paths]
    assert names == ["exports/figure-1.svg", "exports/figure-1-2.svg", "exports/figure-1-3.svg"]
    assert [path.read_text("utf-8") for path in paths] == ["one", "two", "three"]


@given(st.text(max_size=120))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    found = plain_name(name)
    assert Path(found).name == found
    assert found.isascii()
    assert not found.startswith((".", "-"))
    assert 0 < len(found) <= 60


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", "a\x00b", "CON:", "~/x", "a\\b", ""]
)
def test_paths_in_names_are_only_letters(name: str, tmp_path: Path) -> None:
    path = export(tmp_path / "ward.json", name, ".svg", "x")
    assert path.parent == tmp_path / "exports"


@pytest.mark.skipif(os.name != "posix", reason="file rights of POSIX systems")
def test_the_folder_is_as_open_as_that_of_the_ledger_and_never_to_everyone(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    path = export(tmp_path / "ward.json", "x", ".svg", "x")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o770
    assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "exports").symlink_to(elsewhere)
    with pytest.raises(ExportFault, match="leads elsewhere"):
        export(tmp_path / "ward.json", "x", ".svg", "x")
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file")
    with pytest.raises(ExportFault, match="Nothing was written to"):
        export(tmp_path / "ward.json", "x", ".svg", "x")
