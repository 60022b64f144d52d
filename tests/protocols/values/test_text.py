"""What text may be shown and kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.values.text import BREAK, REPLACEMENT, clean, typed, visible

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_nothing_that_moves_a_terminal_is_shown_and_nothing_is_swallowed(text: str) -> None:
    shown, text = visible(text), text.replace("\n", BREAK)
    assert len(shown) == len(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert all(new in (old, REPLACEMENT) for old, new in zip(text, shown, strict=True))


@given(anything)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    "name", ["O[/] Neil", "[bold]Ng[/bold]", "山田 花子", "Zoë Müller", "a\\[b", "", "'"]
)
def test_ordinary_text_is_shown_as_it_is(name: str) -> None:
    assert visible(name) == name


def test_a_line_break_is_a_stroke_where_there_is_room_for_one_line() -> None:
    assert visible("one\ntwo") == "one / two"
    assert visible("one\ntwo\r", multiline=True) == f"one\ntwo{REPLACEMENT}"


def test_private_use_and_right_to_left_marks_are_seen() -> None:
    assert visible("a\ue000b\u202ec") == f"a{REPLACEMENT}b{REPLACEMENT}c"


@given(anything, st.booleans())
def test_what_is_kept_can_be_written_to_a_file(text: str, multiline: bool) -> None:
    kept = clean(text, multiline=multiline)
    kept.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in kept.replace("\n", ""))
    assert multiline or "\n" not in kept
    assert "  " not in kept
    assert kept == kept.strip()


@given(anything, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, multiline: bool) -> None:
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_gives_what_the_long_one_gives(text: str) -> None:
    assert clean(f"{text} é") == f"{clean(text)} é".strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ng ", "Ng"),
        ("Li\tWei", "Li Wei"),
        ("Li\u3000Wei", "Li Wei"),
        ("X\x1b]0;PWN\x07", "X\ufffd]0;PWN\ufffd"),
        ("e\u0301", "é"),
        ("a\u202eb", "a\ufffdb"),
        ("soft\u00adhyphen", "soft\ufffdhyphen"),
        ("bad\udce9byte", f"bad{REPLACEMENT}byte"),
        ("one\ntwo", "one two"),
        ("Ng \u200b Li", "Ng \ufffd Li"),
    ],
)
def test_cleaning_by_example(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_note_keeps_its_lines() -> None:
    assert clean("\n first \r\n\n second\n", multiline=True) == "first\n\nsecond"


@given(anything)
def test_nothing_is_left_out_but_blanks(text: str) -> None:
    words = [clean(word) for word in text.split()]
    assert all(words), "no word falls away"
    assert all(
        len(kept) == len(word) for kept, word in zip(words, text.split(), strict=True) if word.isascii()
    )


@pytest.mark.parametrize(
    ("before", "char", "put"),
    [
        ("a", "b", "b"),
        ("\u0dc1\u0dca", "\u200d", "\u200d"),
        ("a", "\u200d", REPLACEMENT),
        ("a", "\u200f", REPLACEMENT),
        ("a", "\u00ad", REPLACEMENT),
        ("a", "\x1b", ""),
        ("a", "", ""),
    ],
)
def test_a_key_puts_what_is_kept(before: str, char: str, put: str) -> None:
    assert typed(before, char) == put
    if put:
        assert clean(f"{before}{put}x") == f"{before}{put}x"
