"""What comes faster than anybody types is one burst, never keys; what a person types stays keys."""

from __future__ import annotations

import random

import pytest
from textual import events

from tests.tui.terminal.driver.test_keys import Clock
from tui.terminal.driver.burst import KEY_GAP, LEAST, SCAN_GAP, Burst
from tui.terminal.driver.keys import KeyParser

PACK = "]d20105012345678900" + "17261231" + "10B1\x1d21S"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def told(clock: Clock, *arriving: tuple[str, float], prefix: str = "") -> list[str | tuple[str, ...]]:
    """What is made of each text and the seconds behind it: keys by name, a burst as a tuple of its lines."""
    parser, found = KeyParser(prefix=prefix), list[events.Event]()
    for text, after in (*arriving, ("", 1.0)):
        found += [event for event in parser.feed(text) if isinstance(event, events.Event)] if text else []
        clock.now += after
        found += [event for event in parser.tick() if isinstance(event, events.Event)]
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
    assert told(clock, *one_by_one("nguyen42\r", KEY_GAP)) == [*"nguyen42", "enter"]


def test_a_key_held_down_acts_while_it_is_held(clock: Clock) -> None:
    assert told(clock, *one_by_one("j" * 40, 0.033)) == ["j"] * 40
    parser, shown = KeyParser(), 0
    for held in range(40):  # a keyboard set to 60 a second, through a line that brings them closer together
        shown += len(list(parser.feed("j")))
        assert held - shown < LEAST
        clock.now += 0.012


def test_a_slow_line_brings_a_code_in_parts(clock: Clock) -> None:
    assert told(clock, ("0048", SCAN_GAP / 2), ("17\r", 0.0)) == [("004817\r",)]


def test_two_codes_after_each_other_are_two(clock: Clock) -> None:
    assert told(clock, ("004817\r", 0.3), (PACK + "\r", 0.0)) == [("004817\r",), (PACK + "\r",)]


@pytest.mark.parametrize("prefix", ["~", "\x02", "#!"])
def test_behind_the_sites_prefix_a_short_and_a_slow_code_is_one_too(prefix: str, clock: Clock) -> None:
    assert told(clock, (prefix, 0.01), ("ab", 0.2), ("c\r", 0.0), prefix=prefix) == [("abc\r",)]
    assert told(clock, ("abc\r", 0.0), prefix=prefix) == ["a", "b", "c", "enter"]


def test_no_random_code_leaves_a_key_behind(clock: Clock) -> None:
    chance = random.Random(19)
    signs = [chr(code) for code in range(32, 127)] + ["\x1d"]
    for _ in range(300):
        code = chance.choice(signs[:-1]) + "".join(chance.choices(signs, k=chance.randint(LEAST, 60)))
        speed = chance.choice((0.0, 0.001, 0.005, 0.01))
        assert told(clock, *one_by_one(code + "\r", speed)) == [(code + "\r",)]
