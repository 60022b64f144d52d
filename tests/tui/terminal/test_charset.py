"""What stands for a character that a terminal cannot show, and how the streams are set."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from protocols.values.text import visible
from tui.glyphs import stand_in
from tui.terminal import charset

charset.prepare({}, [])


@given(st.characters(exclude_categories=["Cs"]))
def test_a_stand_in_is_ascii_and_takes_as_many_cells(char: str) -> None:
    shown = visible(char)
    assert stand_in(shown).isascii()
    assert cell_len(stand_in(shown)) == cell_len(shown)


@pytest.mark.parametrize(
    ("char", "ascii_char"),
    [("─", "-"), ("│", "|"), ("└", "+"), ("é", "?"), ("花", "??"), ("x", "x")],
)
def test_stand_ins_by_example(char: str, ascii_char: str) -> None:
    assert stand_in(char) == ascii_char


class Sink(io.BytesIO):
    """Bytes that can only be written, as those of stdout."""

    def readable(self) -> bool:
        return False


def stream(encoding: str) -> tuple[Sink, io.TextIOWrapper]:
    """A stream to be written to, and what arrives behind it."""
    behind = Sink()
    return behind, io.TextIOWrapper(behind, encoding=encoding)


@pytest.mark.parametrize(
    ("encoding", "ascii_only", "arrives"),
    [
        ("utf-8", False, "├ é 花".encode()),
        ("latin-1", False, b"+ \xe9 ??"),
        ("cp437", False, b"\xc3 \x82 ??"),
        ("ascii", False, b"+ ? ??"),
        ("utf-8", True, b"+ ? ??"),
    ],
)
def test_every_text_can_be_written(encoding: str, ascii_only: bool, arrives: bytes) -> None:
    behind, output = stream(encoding)
    charset.prepare({"LANG": "de_DE.UTF-8"}, [output], ascii_only=ascii_only)
    output.write("├ é 花")
    output.flush()
    assert behind.getvalue() == arrives


def test_half_a_surrogate_pair_can_be_written() -> None:
    behind, output = stream("utf-8")
    charset.prepare({}, [output])
    output.write("bad\udce9byte")
    output.flush()
    assert behind.getvalue() == b"bad?byte"


def test_input_that_makes_no_sense_is_replaced() -> None:
    read = io.TextIOWrapper(io.BytesIO(b"M\xfcller"), encoding="utf-8")
    charset.prepare({}, [read])
    assert read.read() == "M\ufffdller"


def test_a_closed_stream_is_left_alone() -> None:
    charset.prepare({}, [None])


@pytest.mark.parametrize(
    ("environ", "utf8"),
    [
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "en_GB.utf8"}, True),
        ({"LANG": "de_DE.UTF-8@euro"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
        ({"LANG": "C"}, False),
        ({}, False),
        ({"LANG": "de_DE.ISO-8859-1", "LC_CTYPE": "de_DE.UTF-8"}, True),
        ({"LC_ALL": "C", "LC_CTYPE": "de_DE.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, True),
    ],
)
def test_what_the_locale_says(environ: dict[str, str], utf8: bool) -> None:
    assert charset.locale_says_utf8(environ) is utf8
