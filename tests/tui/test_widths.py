"""Every character of Unicode is as wide as the C library has it, and a text as wide as its characters."""

from __future__ import annotations

import ctypes
import locale
import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip

from protocols.values.text import visible
from tui.widths import cell_len

NEWER = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
"""Wide since Unicode 16; older libraries have one cell."""
AMBIGUOUS = (0x3248, 0x324F)
"""Numbers in a circle, of one cell or two."""


@pytest.fixture(scope="module")
def library() -> Iterator[ctypes.CDLL]:
    if sys.platform != "linux":
        pytest.skip("the C library of Linux")
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        pytest.skip("C.UTF-8 is not here")
    yield ctypes.CDLL(None)
    locale.setlocale(locale.LC_CTYPE, before)


def told_apart(code: int) -> bool:
    return any(first <= code <= last for first, last in (*NEWER, AMBIGUOUS))


def test_every_character_is_as_wide_as_the_c_library_has_it(library: ctypes.CDLL) -> None:
    shown = (code for code in range(0xA0, sys.maxunicode + 1) if visible(chr(code)) == chr(code))
    widths = ((code, library.wcwidth(ctypes.c_wchar(chr(code))), cell_len(chr(code))) for code in shown)
    differ = [hex(code) for code, theirs, ours in widths if theirs not in (ours, -1) and not told_apart(code)]
    assert not differ


def test_a_vowel_sign_beside_its_letter_has_a_cell() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Mc"]
    assert len(signs) > 400
    assert not [sign for sign in signs if not cell_len(sign)]
    assert cell_len("राम") == 3


@given(st.text().map(visible))
def test_a_text_is_as_wide_as_its_characters_everywhere(text: str) -> None:
    width = sum(map(cell_len, text))
    assert cell_len(text) == Content(text).cell_length == Strip([Segment(text)]).cell_length == width
