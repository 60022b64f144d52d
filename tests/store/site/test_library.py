"""The built-in protocols are found by id, and a site's own file is read or refused in words."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from protocols.toml.faults import ProtocolFault
from store.site.library import UnknownProtocol, built_in, find, load
from tests.protocols.helpers.site_file import GOOD


def said(path: Path) -> str:
    with pytest.raises(ProtocolFault) as caught:
        load(path)
    return str(caught.value)


def test_the_reports_own_comes_first_and_literature_last() -> None:
    assert [protocol.id for protocol in built_in()] == [
        "alectinib-report-2020",
        "alectinib-anderson",
        "alectinib-kimura",
        "alectinib-shirasawa",
        "alectinib-okuma",
    ]
    assert [protocol.startable for protocol in built_in()] == [True, True, True, True, False]


def test_find_by_id() -> None:
    for protocol in built_in():
        assert find(protocol.id) is protocol


def test_an_unknown_id_lists_those_there_are() -> None:
    with pytest.raises(UnknownProtocol) as caught:
        find("alectinib\x1b[31m")
    sentence = str(caught.value)
    assert sentence.startswith('There is no protocol "alectinib\ufffd[31m". There are alectinib-report-2020,')
    assert sentence.endswith(" and rifampicin-reintroduction.")


def test_a_sites_own_file(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(GOOD, "utf-8")
    assert load(path).title == "Alectinib, our ward"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(path).title == "Alectinib, our ward"


def test_a_copy_of_a_built_in_file_needs_its_own_id(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(GOOD, "utf-8")
    assert (
        said(path)
        == f'{path}, line 1, id: the id "site" is not the name of the file. Name the file site.toml.'
    )


def test_what_is_no_protocol_file(tmp_path: Path) -> None:
    assert said(tmp_path / "none.toml").startswith(f"{tmp_path / 'none.toml'}: there is no such file.")
    assert said(tmp_path).startswith(f"{tmp_path}: this is not a file.")
    assert "a\ufffdb: " in said(Path("a\0b"))
    assert said(tmp_path / ("x" * 5000)).endswith(".")


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    with path.open("wb") as file:
        file.truncate(64 * 1024**2)
    tracemalloc.start()
    try:
        assert "larger than 64 kilobytes" in said(path)
        assert tracemalloc.get_traced_memory()[1] < 2 * 1024**2
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_pipe_does_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "site.toml")
    assert "this is not a file" in said(tmp_path / "site.toml")


def test_a_file_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "site.toml"
    path.write_text(GOOD, "utf-8")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert said(path) == (
        f"{path}: the file cannot be read (Permission denied). Check its name and who may read it."
    )
