"""Whatever a terminal makes of a name, the doses, numbers and beds beside it stay where they were meant."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from protocols.values.text import visible
from tests.tui.helpers.emulator import Emulator, Width, like_kitty, like_putty, seen
from tui.terminal.painter.doubtful import apart
from tui.terminal.painter.painted import Painted
from tui.views.lines.lines import fit
from tui.widths import cell_len

EXAMPLES = int(os.environ.get("STEPWARD_EXAMPLES", "25"))
CONSOLE = Console(color_system="256", force_terminal=True, legacy_windows=False)
ROOM = 14
NAMES = (
    "शर्मा, देवी",
    "চৌধুরী, মিতা",
    "சுப்பிரமணியம், கோ",
    "ရွှေမြင့်, အောင်",
    "วิชัย, ณัฐ",
    "סופר, דוד",
    "محمدی, علی",
    "佐藤, 美咲",
    "NGUYỄN, Thị",
    "NG\u0303UYE\u0302, Z\u0351",
    "Ивано́в, Пётр",
    "😀👍🏽🇩🇪, 1\ufe0f\u20e3",
    "٥٤٣, ١",  # noqa: RUF001
    "ា\u0bbe",
    "O'NEIL, Ada",
)
DOSES = ("150 mg", "600 mg", "37.5 mg", "2 of 5")
NUMBERS = ("00547-1", "9", "12", "1/2", "4-11")

names = st.sampled_from(NAMES) | st.text(st.characters(codec="utf-8"), max_size=9).map(visible)
fields = st.lists(
    st.tuples(st.sampled_from(NUMBERS), names, st.sampled_from(DOSES), st.sampled_from((*NUMBERS, "ok"))),
    min_size=3,
    max_size=3,
)


def line(parts: tuple[str, ...]) -> str:
    """A line as the screens have it: the name in its field, others before and behind it."""
    number, name, dose, last = parts
    return f" {fit(number, 8)} {fit(name, ROOM)} {fit(dose, 7)} {last:>8} "


def sent(painted: Painted, lines: list[str]) -> str:
    strips: list[Iterable[Strip]] = [[Strip([Segment(text)])] for text in lines]
    return painted.sequence(LayoutUpdate(strips, Region(0, 0, cell_len(lines[0]), len(lines))), CONSOLE)


def plain_cells(text: str) -> dict[int, str]:
    """What has to stand where, whatever the name does: everything but the field of the name."""
    cells = [at for at in range(10)] + [at for at in range(10 + ROOM, cell_len(text))]
    before, behind = text[:10], text[-(cell_len(text) - 10 - ROOM) :]
    return {at: char for at, char in zip(cells, before + behind, strict=True) if char != " "}


def wilful(seed: int, char: str) -> int:
    """A terminal that nobody has seen: marks take nothing or a cell, every other odd character one or two."""
    odd = ord(char) * (2 * seed + 1) // 7 % 2
    if unicodedata.category(char).startswith("M"):
        return odd
    usual = char.isascii() or any(low <= char <= high for low, high in ("¡ɏ", "Ḁỿ", "─▟"))
    return 1 if usual else 1 + odd


widths = st.sampled_from([like_putty, like_kitty]) | st.integers(0, 99).map(
    lambda seed: partial(wilful, seed)
)


@settings(max_examples=EXAMPLES)
@given(st.lists(fields, min_size=2, max_size=3), widths)
def test_no_name_moves_hides_or_joins_another_cell(wards: list[list[tuple[str, ...]]], width: Width) -> None:
    painted = Painted()
    terminal = Emulator(cell_len(line(wards[0][0])), 3, width)
    for ward in wards:
        lines = [line(parts) for parts in ward]
        terminal.feed(sent(painted, lines))
        for text, row in zip(lines, terminal.rows, strict=True):
            assert {at: row[at] for at in plain_cells(text)} == plain_cells(text)
            left = set("".join(row[10 : 10 + ROOM])) - set(text) - {"\u2800", "\ufffd"}
            assert not left, "of the name that was there before"


@settings(max_examples=EXAMPLES)
@given(fields)
def test_no_number_changes_places_with_a_name_from_right_to_left(ward: list[tuple[str, ...]]) -> None:
    lines = [line(parts) for parts in ward]
    terminal = Emulator(cell_len(lines[0]), 3)
    terminal.feed(sent(Painted(), lines))
    for text, row in zip(lines, terminal.rows, strict=True):
        places = seen(row)
        assert {at: places[at] for at in plain_cells(text)} == {at: at for at in plain_cells(text)}


def test_without_what_keeps_them_apart_a_number_would_change_places() -> None:
    row = list(line(("9", NAMES[5], "150 mg", "00547-1")))
    assert seen(row) != list(range(len(row)))
    kept = [text for text, _ in apart([(char, "") for char in row])]
    assert all(kept[at] in (char, "\u2800") for at, char in enumerate(row)), "only blanks are replaced"


def test_a_dose_of_another_session_is_whole_beside_every_name() -> None:
    for name in NAMES:
        painted = Painted()
        before, after = (line(("9", name, dose, "ok 3hr")) for dose in ("600 mg", "150 mg"))
        terminal = Emulator(cell_len(before), 1, like_putty)
        for text in (before, after, before):
            terminal.feed(sent(painted, [text]))
            assert fit(text[-17:-10], 7) in "".join(terminal.rows[0]), (name, terminal.rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_whole_in_its_field(name: str) -> None:
    text = line(("9", fit(name, ROOM), "150 mg", "ok"))
    terminal = Emulator(cell_len(text), 1, like_putty)
    terminal.feed(sent(Painted(), [text]))
    field = "".join(terminal.rows[0][10 : 10 + ROOM]).replace("\u2800", " ")
    assert field.split() == fit(name, ROOM).replace("ា\u0bbe", "ា\u0bbe").split()


def test_a_line_without_such_text_is_sent_as_before() -> None:
    painted = Painted()
    sent(painted, [line(("9", "NGUYỄN, Thị", "150 mg", "ok"))])
    assert len(sent(painted, [line(("9", "NGUYỄN, Thị", "300 mg", "ok"))])) < 20
