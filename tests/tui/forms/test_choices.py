"""The lists forms are made of: drawn whole at any width, a letter each, a dose never cut."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from tui.widgets.choice import Choice, Option
from tui.widgets.picks import Picks

THREE = (Option("A", "a", "First"), Option("B", "b", "Second"), Option("", "c", "Without a letter"))
DOSES = (Option("4", "4", "450 mg in the morning and 600 mg in the evening: 3 capsules of 150 mg"),)


def lines(choice: Choice, cells: int) -> list[str]:
    return [line.plain for line in choice._lines(cells)]


def test_a_letter_chooses_whatever_its_case_and_only_an_optional_line_is_let_go_again() -> None:
    needed, optional = Choice("Which", THREE), Choice("Which", THREE, required=False)
    for choice in (needed, optional):
        assert choice.choose_letter("b")
        assert choice.value == "b"
        assert not choice.choose_letter("x")
        assert choice.choose_letter("B")
    assert (needed.value, optional.value) == ("b", None)


def test_other_lines_are_offered_and_a_choice_that_is_gone_is_no_longer_made() -> None:
    choice = Choice("Which", THREE, chosen="b")
    choice.offer(THREE[:1], choice.value)
    assert choice.value is None
    assert choice.needed


@pytest.mark.parametrize("cells", [48, 60, 79])
@pytest.mark.parametrize("kind", [{"folds": True}, {"across": True}])
def test_beside_its_title_no_line_is_cut_either(cells: int, kind: dict[str, bool]) -> None:
    long = Option("1", "1", "00481-7-to-another-site-with-a-very-long-name-and-more-behind-it.jsonl")
    choice = Choice("File", (*DOSES, long, THREE[0]), chosen="1", **kind)  # type: ignore[arg-type]
    drawn = lines(choice, cells)
    assert all(len(line.rstrip()) <= cells for line in drawn)
    assert long.words in "".join("".join(line[22:].split()) for line in drawn)
    assert (" ".join(DOSES[0].words.split()) in " ".join(" ".join(drawn).split())) is ("across" in kind)


@pytest.mark.parametrize("cells", [20, 40, 79])
def test_a_long_line_is_wrapped_and_no_amount_loses_its_unit(cells: int) -> None:
    drawn = lines(Choice("Dose", DOSES), cells)
    assert all(len(line) <= cells for line in drawn)
    assert " ".join(" ".join(drawn).split()) == "Dose ( ) 4 " + DOSES[0].words
    assert not any(line.rstrip().endswith(("450", "600", "150")) for line in drawn)


def test_columns_cut_nothing() -> None:
    long = (*THREE, Option("D", "d", "A line longer than those of the first column"))
    drawn = "\n".join(lines(Choice("Which", long, columns=2), 78))
    assert all(option.words in drawn for option in long)


def test_across_goes_on_in_the_next_row_below_the_first_line() -> None:
    drawn = lines(Choice("Which", THREE, across=True), 50)
    assert len(drawn) == 2
    assert drawn[1].index("( )") == drawn[0].index("( )")
    assert all(len(line.rstrip()) <= 50 for line in drawn)


def test_a_choice_that_folds_shows_only_what_was_chosen() -> None:
    assert len(lines(Choice("Which", THREE, folds=True), 78)) == 4
    folded = lines(Choice("Which", THREE, folds=True, chosen="b"), 78)
    assert len(folded) == 1
    assert "(x) B  Second" in folded[0]


def test_picks_come_in_the_order_of_the_list() -> None:
    picks = Picks("Which", THREE, columns=2)
    assert picks.needed
    values = []
    for letter in "baa":
        assert picks.choose_letter(letter)
        values.append(picks.values)
    assert values == [("b",), ("a", "b"), ("b",)]
    assert picks.get_content_height(Size(80, 24), Size(80, 24), 80) == 3
