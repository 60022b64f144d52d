"""What is not TOML at all is refused in words too, with the line where it goes wrong."""

from __future__ import annotations

import pytest

from protocols.toml.faults import ProtocolFault
from protocols.toml.parser import read_bytes
from protocols.toml.text import lines_of
from tests.protocols.helpers.site_file import GOOD, changed, fault, faults


@pytest.mark.parametrize(
    ("new", "remedy"),
    [
        ("morning = 12,5", "Write the decimal point as a full stop: 37.5"),
        ("morning = 1,050", "Write a number without a comma: 1050"),
        ("morning = 150 mg", "Write the number alone, such as 150"),
        ("morning = .5", "Write a digit on both sides of the decimal point"),
        ("morning = 5.", "Write a digit on both sides of the decimal point"),
        ("morning = “20”", 'Use straight quotation marks: "text"'),
        ("morning = True", "Write true or false, in small letters"),
        ("morning 20", "Write each line as key = value"),
        ("morning: 20", "Write each line as key = value"),
        ('text = "twenty', "Close each text with a quotation mark"),
        ("morning = twenty", "Text stands in straight quotation marks"),
    ],
)
def test_common_slips_have_their_own_remedy(new: str, remedy: str) -> None:
    told = fault(changed("morning = 20", new))
    assert told.startswith("site.toml, line 36: the line cannot be read as TOML.")
    assert remedy in told


@pytest.mark.parametrize("text", [changed("days = 5", "days = 5\ndays = 5"), changed("[windows]", "[gate]")])
def test_what_stands_twice(text: str) -> None:
    assert "stands twice. Keep one of them" in fault(text)


def test_an_open_list() -> None:
    assert "a bracket ] at its end" in fault(changed("[20, 150]", "[20, 150"))


@pytest.mark.parametrize(
    "value",
    ["[" * 20_000, "1e99999999999999999999999", "9" * 5000, '"""' + "x" * 70_000 + '"""', "{a=" * 9000],
)
def test_values_made_to_break_the_reader(value: str) -> None:
    assert str(faults(changed("morning = 20", f"morning = {value}"))[0]).startswith("site.toml")


@pytest.mark.parametrize("depth", range(100, 1000, 45))
def test_lists_in_lists_at_any_depth(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    for old in ("days = 2", "strengths = [20, 150]", 'id = "site"', "with_food = true", "morning = 20"):
        key = old.split(" = ")[0]
        assert faults(changed(old, f"{key} = {nested}"))
    assert faults(
        changed("with_food = true", f"with_food = true\nleft_open = [{nested}]\nred_flags = {nested}")
    )


def test_keys_of_thousands_of_parts() -> None:
    dotted = ".".join("a" * 2000)
    (told,) = faults(changed("with_food = true", f"with_food = true\n{dotted} = 1"))
    assert (told.line, told.wrong) == (9, "the key a is not known")
    assert faults(f"{GOOD}[{dotted}]\n[[{dotted}.b]]\n")


def test_not_utf8() -> None:
    for data in (GOOD.encode("utf-16"), b"\xff\xfe\x00", GOOD.replace("o", "ö").encode("latin-1")):
        with pytest.raises(ProtocolFault, match="the file is not UTF-8 text"):
            read_bytes(data, "site.toml")
    assert "not UTF-8" in fault(changed("our ward", "\ud800"))


def test_a_huge_file_is_not_even_parsed() -> None:
    assert "larger than 64 kilobytes" in fault("#" * 65_537)
    assert "larger than 64 kilobytes" in fault("é" * 40_000)


def test_an_empty_file_lacks_everything() -> None:
    assert {one.place for one in faults("")} == {""}
    assert len(faults("")) == 14


def test_lines_are_found_past_texts_and_lists_that_look_like_keys() -> None:
    text = 'a = """\nid = "x"\n[gate]\n"""\nb = [\n  "c = 1", # d = 2\n]\n'
    text += "[gate]\nwatch.days = 1\nx = {y = {z = 1}}\n"
    assert lines_of(text) == {
        ("a",): 1,
        ("b",): 5,
        ("gate",): 8,
        ("gate", "watch"): 9,
        ("gate", "watch", "days"): 9,
        ("gate", "x"): 10,
        ("gate", "x", "y"): 10,
        ("gate", "x", "y", "z"): 10,
    }


def test_lines_of_repeated_tables() -> None:
    assert lines_of("[[steps]]\ndays = 1\n\n[[steps]]\r\ndays = 2\r\n") == {
        ("steps", 1): 1,
        ("steps", 1, "days"): 2,
        ("steps", 2): 4,
        ("steps", 2, "days"): 5,
    }


def test_the_search_for_lines_gives_up_in_time() -> None:
    long = "a = [\n" + "1,\n" * 5000 + "]\nb = 1\n"
    assert lines_of("c = 1\n" + long) == {("c",): 1}
