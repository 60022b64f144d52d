"""What goes to the terminal and what comes from it, byte by byte."""

import base64
import re
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.standin import SECRET
from tests.tui.helpers.terminal import stand_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CTRL_C, CTRL_P, CTRL_Q, CTRL_V = "\x03", "\x10", "\x11", "\x16"
F2, F3, END, SHIFT_HOME = "\x1bOQ", "\x1bOR", "\x1b[F", "\x1b[1;2H"
WIPE = f"{END}\x15"
"""End, then Ctrl+U: an empty field."""


def paste(text: str) -> str:
    """What a terminal sends when `text` is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


def test_a_byte_that_is_no_utf8_is_shown_as_such_and_the_app_goes_on(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE)
        terminal.send(b"M\xfcller")
        terminal.wait_for(r"field 'M\ufffdller'")
        terminal.send(" \N{LATIN SMALL LETTER U WITH DIAERESIS}")
        terminal.wait_for(r"field 'M\ufffdller \xfc'")
        terminal.send(CTRL_Q)
        assert terminal.end() == 0


def test_a_character_that_comes_in_two_parts_is_one(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE + "a")
        terminal.wait_for("field 'a'")
        terminal.send(b"\xc3")
        assert not terminal.read(0.3), "nothing is drawn for half a character"
        terminal.send(b"\xbc")
        terminal.wait_for(r"field 'a\xfc'")


def test_a_terminal_whose_locale_is_latin_1_is_read_and_written_as_such(tmp_path: Path) -> None:
    latin = {"LANG": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1", "PYTHONCOERCECLOCALE": "0"}
    with stand_in(tmp_path, environ=latin) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE)
        terminal.send(b"M\xfcller")
        terminal.wait_for(r"field 'M\xfcller'")
        assert b"\xfc" in terminal.raw
        assert b"\xc3" not in terminal.raw
        assert b"\\u25" not in terminal.raw
        assert "|box" in terminal.text()


def test_a_python_told_otherwise_still_speaks_the_utf8_of_its_locale(tmp_path: Path) -> None:
    with stand_in(tmp_path, environ={"PYTHONIOENCODING": "ascii"}) as terminal:
        terminal.wait_for("╰─")
        terminal.send(WIPE + "é")
        terminal.wait_for(r"field '\xe9'")


@pytest.mark.parametrize(("name", "value"), [("LANG", "C"), ("LC_ALL", "C"), ("LANG", "")])
def test_without_a_locale_everything_is_as_ever(name: str, value: str, tmp_path: Path) -> None:
    with stand_in(tmp_path, environ={name: value}) as terminal:
        terminal.wait_for("╰─")


def test_a_terminal_that_shows_ascii_only_keeps_its_columns(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        drawn = terminal.wait_for("field 'X")
    with stand_in(tmp_path, "--ascii") as terminal:
        plain = terminal.wait_for("field 'X")
        assert terminal.raw.isascii()
    for line, ascii_line in zip(drawn.splitlines()[1:], plain.splitlines()[1:], strict=True):
        assert len(line) == len(ascii_line)
    assert "|box" in plain


def test_no_text_moves_the_terminal(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        text = terminal.wait_for("field 'X")
        assert_harmless(terminal.raw)
        assert "X\ufffd]0;PWN\ufffd\ufffd31m\ufffd[bold]O[/] Neil" in text, "plain() shows every character"
        assert "X]0;PWN31m[bold]O[/] Neil" in text, "a widget that forgot it is still safe"


def test_what_is_pasted_moves_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE + paste("NG\tLi\x9b31m\x07\u202eWei"))
        terminal.wait_for(r"field 'NG Li\ufffd31m\ufffd\ufffdWei'")
        assert_harmless(terminal.raw)


def assert_harmless(raw: bytes) -> None:
    assert b"\x1b]0" not in raw
    assert b"\x07" not in raw
    assert b"\x9b".decode("latin-1").encode() not in raw
    assert "\u202e".encode() not in raw


def test_what_is_copied_stays_inside(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE + "Li Wei" + SHIFT_HOME)
        terminal.wait_for("field 'Li Wei'")
        terminal.send(CTRL_C + END + CTRL_V)
        terminal.wait_for("field 'Li WeiLi Wei'")
        assert b"\x1b]52" not in terminal.raw
        assert base64.b64encode(b"Li Wei") not in terminal.raw


def test_the_mouse_is_left_to_the_terminal_and_nothing_is_sent_while_nothing_happens(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(WIPE)
        terminal.wait_for("field ''")
        terminal.wait_until_quiet()
        before = len(terminal.raw)
        terminal.read(1.2)
        assert len(terminal.raw) == before, "a cursor that blinks twice a second would have"
        assert not re.search(rb"\x1b\[\?(9|1000|1002|1003|1006|1015)h", terminal.raw)


def test_there_is_no_palette_to_take_a_picture_with(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(CTRL_P + WIPE + "x")
        assert "field 'x'" in terminal.wait_for("field 'x'")
        assert "Screenshot" not in terminal.text()


def test_a_fault_tells_the_terminal_no_names_and_keeps_a_note_without_any(tmp_path: Path) -> None:
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(F2)
        assert terminal.end() == 1
        assert "Stepward had to stop because of a fault of its own." in terminal.text()
        assert "Traceback" not in terminal.text()
        assert SECRET.encode() not in terminal.raw
        (note,) = (tmp_path / "state" / "stepward").glob("fault-*.txt")
        assert note.name in terminal.text().replace("\n", "")
    assert note.stat().st_mode & 0o777 == 0o600
    kept = note.read_text(encoding="utf-8")
    assert "builtins.ValueError" in kept
    assert "in StandIn.action_fail" in kept
    assert not any(word in kept for word in ("Wei", "00481-7", "no such patient"))


def test_a_fault_in_a_thread_is_noted_and_never_printed(tmp_path: Path) -> None:
    notes = tmp_path / "state" / "stepward"
    with stand_in(tmp_path) as terminal:
        terminal.wait_for("READY")
        terminal.send(F3 + WIPE + "still here")
        terminal.wait_for("field 'still here'")
        terminal.send(CTRL_Q)
        assert terminal.end() == 0
        assert b"Traceback" not in terminal.raw
        assert SECRET.encode() not in terminal.raw
    (note,) = notes.glob("fault-*.txt")
    assert SECRET not in note.read_text(encoding="utf-8")
