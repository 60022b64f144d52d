"""What is kept of a fault says where it was, and nothing about anybody."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tui.terminal.crash import KEPT_NOTES, describe, last_words, write_note

SECRET = "NG-Li-Wei-00481-7"


def fault() -> Exception:
    """An error with two behind it, each with a name in its message."""
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"no {SECRET}") from error
    except ValueError:
        try:
            raise ExceptionGroup(f"group {SECRET}", [OSError(SECRET), RuntimeError(SECRET)])
        except ExceptionGroup as error:
            return error


def test_a_description_names_errors_and_lines_but_no_messages() -> None:
    words = describe(fault())
    assert SECRET not in words
    for kind in ("ExceptionGroup", "OSError", "RuntimeError", "ValueError", "KeyError"):
        assert f"builtins.{kind}" in words
    assert f"{__name__}:" in words
    assert " in fault" in words


def test_a_fault_that_goes_round_in_a_circle_comes_to_an_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert describe(first).count("builtins.") == 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_note_is_its_owners_alone(tmp_path: Path) -> None:
    note = write_note(fault(), tmp_path)
    assert note is not None
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert SECRET not in note.read_text(encoding="utf-8")
    assert str(note) in last_words(note)


def test_old_notes_go(tmp_path: Path) -> None:
    for number in range(KEPT_NOTES + 5):
        (tmp_path / f"fault-20260101T0000{number:02}Z-1.txt").touch()
    (tmp_path / "witness.json").touch()
    note = write_note(fault(), tmp_path)
    left = sorted(tmp_path.glob("fault-*.txt"))
    assert len(left) == KEPT_NOTES
    assert left[-1] == note
    assert (tmp_path / "witness.json").exists()


def test_a_note_that_cannot_be_kept_is_no_second_fault(tmp_path: Path) -> None:
    assert write_note(fault(), tmp_path / "missing") is None
    assert "note" not in last_words(None)
