"""The benchmarks run: their wards are true ledgers, and what they measure is there to be measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.wards import ward
from store.maintenance.verify import verify

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_a_ward_of_any_size_is_a_ledger_without_a_fault(tmp_path: Path) -> None:
    assert ward(tmp_path / "empty.json", 0) > 1
    assert ward(tmp_path / "padded.json", 3, 400) == 400
    for name in ("empty", "padded"):
        assert not verify(tmp_path / f"{name}.json").findings


def test_keys_bytes_and_cost_of_a_program_are_seen(tmp_path: Path) -> None:
    from benchmarks.screens import bare, environment
    from benchmarks.session import Session

    with Session(bare("board"), environment(tmp_path)) as session:
        assert session.until(b"READY") > 10
        session.settle()
        drawn = session.press(b"\x1b[B")
        assert drawn.size > 10
        assert 0 < drawn.first <= drawn.whole
        assert session.cpu > 0
        assert session.memory > 5


def test_a_cost_that_grows_faster_than_what_it_is_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.inside import curve

    curve("square", [10, 100, 1_000], [1.0, 100.0, 10_000.0])
    curve("line", [10, 100, 1_000], [1.0, 10.0, 100.0])
    square, line = capsys.readouterr().out.splitlines()
    assert "MORE THAN LINEAR" in square
    assert "MORE THAN LINEAR" not in line


def test_each_row_of_many_at_once_can_be_asked_for_by_its_word(tmp_path: Path) -> None:
    from argparse import Namespace

    from benchmarks.sessions import rows
    from benchmarks.telling import Goals

    chosen = Namespace(times=1, sessions=1, people=1, forms=1, wards=[1], entries=[100])
    goals = Goals()
    rows(tmp_path, chosen, goals, patients=(1, 2))["wards"]()
    rows(tmp_path, chosen, goals, patients=(1, 2))["openings"]()
    rows(tmp_path, chosen, goals, patients=(1, 2))["memory"]()
    records = ["a record to raw at 100 entries", "a record at 100 entries, CPU"]
    assert goals.names == [*records, "memory of an entry that is added up"]


def test_what_cannot_be_measured_says_so_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.telling import Goals

    goals = Goals()
    with goals.attempt("first"):
        raise AssertionError("the board was not drawn")
    with goals.attempt("second"):
        goals.at_most("second", 1, 2)
    goals.tell()
    said = capsys.readouterr().out
    assert "FAILED: AssertionError: the board was not drawn" in said
    assert goals.failed == ["first"]
    assert goals.names == ["second"]


def test_a_program_that_is_at_work_is_waited_for(tmp_path: Path) -> None:
    from benchmarks.session import Session, python

    words = "input(); print('begun', flush=True); sum(range(9_000_000)); print('done', flush=True); input()"
    with Session(python("-c", words), {}) as session:
        assert session.press(b"\r", quiet=0.01).size == len("\r\nbegun\r\ndone\r\n")


def test_a_long_command_is_measured(tmp_path: Path) -> None:
    from benchmarks.long_commands import COMMANDS, taken

    ward(tmp_path / "ward.json", 2, 60)
    found = taken(COMMANDS["export --csv"], tmp_path / "ward.json")
    assert found.code == 0
    assert found.seconds > 0
    assert found.memory > 5
    assert found.written > 0
