"""What comes faster than anybody types is one burst, never keys; what a person types stays keys."""

from __future__ import annotations

import random

import pytest
from textual import events

from tests.tui.terminal.driver.test_keys import Clock
from tui.terminal.driver.burst import KEY_GAP, LEAST, SCAN_GAP, TORN, Burst
from tui.terminal.driver.keys import KeyParser

PACK = "]d20105012345678900" + "17261231" + "10B1\x1d21S"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def heard(
    clock: Clock, *arriving: tuple[str, float], prefix: str = "", typing: bool = False
) -> list[events.Event]:
    """What is made of each text and the seconds behind it."""
    parser, found = KeyParser(prefix=prefix, typing=lambda: typing), list[events.Event]()
    for text, after in (*arriving, ("", 2 * TORN)):
        found += [event for event in parser.feed(text) if isinstance(event, events.Event)] if text else []
        clock.now += after
        found += [event for event in parser.tick() if isinstance(event, events.Event)]
    return found


def told(
    clock: Clock, *arriving: tuple[str, float], prefix: str = "", typing: bool = False
) -> list[str | tuple[str, ...]]:
    """The same: keys by name, a burst as a tuple of its lines."""
    found = heard(clock, *arriving, prefix=prefix, typing=typing)
    return [(event.text,) if isinstance(event, Burst) else getattr(event, "key", "") for event in found]


def one_by_one(text: str, seconds: float) -> list[tuple[str, float]]:
    return [(char, seconds) for char in text]


@pytest.mark.parametrize(
    "code", ["004817", "00481-7", "swm swm", "5012345678900", PACK, "]C1" + "0" * 20 + "1"]
)
@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01, 0.025])
@pytest.mark.parametrize("end", ["\r", "\t", "\r\n", ""])
def test_a_code_is_one_burst_at_the_speed_of_any_scanner(
    code: str, seconds: float, end: str, clock: Clock
) -> None:
    assert told(clock, *one_by_one(code + end, seconds)) == [(code + end,)]
    assert told(clock, (code + end, 0.0)) == [(code + end,)], "all in one packet, as through SSH"


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("d", ["d"]),
        ("dg\r", ["d", "g", "enter"]),  # typed ahead of a slow line
        ("swm\r\r", ["s", "w", "m", "enter", "enter"]),
        ("\r", ["enter"]),
        ("\x1b[A", ["up"]),
        ("d\x1b[B", ["d", "down"]),
        ("ab\x7fc", ["a", "b", "backspace", "c"]),
    ],
)
def test_a_few_keys_at_once_stay_keys(typed: str, keys: list[str], clock: Clock) -> None:
    assert told(clock, (typed, 0.0)) == keys


def test_what_a_person_types_stays_keys(clock: Clock) -> None:
    assert told(clock, *one_by_one("nguyen42\r", 2 * KEY_GAP)) == [*"nguyen42", "enter"]


def test_a_key_held_down_acts_while_it_is_held(clock: Clock) -> None:
    assert told(clock, *one_by_one("j" * 40, 0.033)) == ["j"] * 40
    parser, shown = KeyParser(), 0
    for held in range(40):  # a keyboard set to 60 a second, through a line that brings them closer together
        shown += len(list(parser.feed("j")))
        assert held - shown < LEAST
        clock.now += 0.012


def test_a_slow_line_brings_a_code_in_parts(clock: Clock) -> None:
    assert told(clock, ("0048", SCAN_GAP / 2), ("17\r", 0.0)) == [("004817\r",)]


@pytest.mark.parametrize("cut", range(3, 7))
def test_a_code_that_the_line_tears_apart_is_one_code(cut: int, clock: Clock) -> None:
    code = "004817\r"
    assert told(clock, (code[:cut], 0.9 * TORN), (code[cut:], 0.0)) == [(code,)]


def test_no_part_of_a_torn_code_is_keys_once_it_has_come_too_fast(clock: Clock) -> None:
    """However many parts, however late each, with letters that are commands and an Enter behind."""
    chance = random.Random(53)
    for _ in range(300):
        code = "".join(chance.choices("dgswm4817-\x1d", k=chance.randint(LEAST, 30))) + "\r"
        cuts = sorted({0, chance.randint(3, len(code)), *chance.choices(range(3, len(code)), k=3)})
        parts = [code[a:b] for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
        if len(set(parts[0])) == 1 or "\x1d" in parts[0]:
            continue
        assert told(clock, *[(part, chance.uniform(SCAN_GAP, 0.9 * TORN)) for part in parts]) == [(code,)]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("d", "g1234\r"), ["d", ("g1234\r",)]),
        (("d", "g1", "23", "4\r"), ["d", "g", "1", ("234\r",)]),
        (("dg", "12", "34", "\r"), ["d", "g", ("1234\r",)]),
    ],
)
def test_keys_before_the_tear_count_with_the_line(
    parts: tuple[str, ...], found: list[object], clock: Clock
) -> None:
    """One or two may have acted before anybody could know; the Enter behind the rest never does."""
    assert told(clock, *[(part, 0.3) for part in parts]) == found
    assert told(clock, *[(part, 2 * TORN) for part in ("d", "j")]) == ["d", "j"], "a line of its own each"


@pytest.mark.parametrize(
    ("parts", "pace"),
    [((("d", 0.05), ("0481-7\r", 0.0)), 0.05 / 7), ((("d", 0.05), ("g", 0.1), ("0481-7\r", 0.0)), 0.15 / 8)],
)
def test_how_fast_a_torn_line_came_says_that_its_first_keys_were_nobodys(
    parts: tuple[tuple[str, float], ...], pace: float, clock: Clock
) -> None:
    *keys, burst = heard(clock, *parts)
    assert isinstance(burst, Burst)
    assert [*map(id, burst.acted)] == [*map(id, keys)]
    assert burst.pace == pytest.approx(pace, rel=0.1)


def test_a_rest_that_comes_with_the_next_code_is_torn_all_the_same(clock: Clock) -> None:
    first, rest = heard(clock, ("d", 0.3), (f"0481-7\r{PACK}\r", 0.0))
    assert getattr(first, "key", "") == "d"
    assert isinstance(rest, Burst)
    assert rest.torn


@pytest.mark.parametrize("typing", [False, True])
def test_what_comes_behind_a_burst_without_an_end_is_held_to_it(typing: bool, clock: Clock) -> None:
    parser, found = KeyParser(typing=lambda: typing), list[Burst]()
    for text in ("004817", "2", "3\r"):
        found += [event for event in parser.feed(text) if isinstance(event, Burst)]
        clock.now += 1.01 * TORN if text == "004817" else 0.9 * TORN
        told_now = list(parser.tick())
        assert all(isinstance(event, Burst) for event in told_now), told_now
        found += [event for event in told_now if isinstance(event, Burst)]
    assert [(burst.text, burst.torn) for burst in found] == [("004817", False), ("2", True), ("3\r", True)]


def test_text_that_comes_too_fast_is_not_kept_back_where_it_is_typed(clock: Clock) -> None:
    parser = KeyParser(typing=lambda: True)
    assert not list(parser.feed("Slept well"))
    clock.now += 1.01 * SCAN_GAP
    assert [event.text for event in parser.tick() if isinstance(event, Burst)] == ["Slept well"]


def test_the_second_half_of_an_enter_that_was_torn_is_no_key(clock: Clock) -> None:
    assert told(clock, ("004817\r", 0.4), ("\n", 0.0)) == [("004817\r",)]
    assert told(clock, ("004817\r", 0.4), ("", 2 * TORN), ("\n", 0.0)) == [("004817\r",), "ctrl+j"]


def test_a_key_of_a_person_behind_a_code_is_one_again(clock: Clock) -> None:
    assert told(clock, ("004817\r", 0.3), ("\r", 0.3), ("d", 0.3)) == [("004817\r",), "enter", "d"]
    assert told(clock, ("004817", 0.3), ("\x1b[F", 0.3), ("\r", 0.3)) == [("004817",), "end", "enter"]


def test_two_codes_after_each_other_are_two(clock: Clock) -> None:
    assert told(clock, ("004817\r", 0.3), (PACK + "\r", 0.0)) == [("004817\r",), (PACK + "\r",)]


@pytest.mark.parametrize("prefix", ["~", "\x02", "#!"])
def test_behind_the_sites_prefix_a_short_and_a_slow_code_is_one_too(prefix: str, clock: Clock) -> None:
    assert told(clock, (prefix, 0.01), ("ab", 0.2), ("c\r", 0.0), prefix=prefix) == [("abc\r",)]
    assert told(clock, ("abc\r", 0.0), prefix=prefix) == ["a", "b", "c", "enter"]


def test_each_code_loses_its_own_prefix(clock: Clock) -> None:
    assert told(clock, ("~004817\r~017\r", 0.0), prefix="~") == [("004817\r017\r",)]
    assert told(clock, ("~00", TORN * 0.9), ("4817\r", 0.0), prefix="~", typing=True) == [("004817\r",)]


def test_no_random_code_leaves_a_key_behind(clock: Clock) -> None:
    chance = random.Random(19)
    signs = [chr(code) for code in range(32, 127)] + ["\x1d"]
    for _ in range(300):
        code = chance.choice(signs[:-1]) + "".join(chance.choices(signs, k=chance.randint(LEAST, 60)))
        speed = chance.choice((0.0, 0.001, 0.005, 0.01))
        assert told(clock, *one_by_one(code + "\r", speed)) == [(code + "\r",)]
