"""No key leaves a letter behind that nobody typed, and the known ones are what they say."""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from tui.terminal.driver.keys import ESC, LOST_PASTE, KeyParser

TERMINFO = Path(__file__).with_name("terminfo_keys.txt")
BEGINS_ANOTHER = ("[M", "[[")
"""Keys of PuTTY in SCO mode that begin a report of the mouse, or a key of the Linux console."""
EXAMPLES = int(os.environ.get("STEPWARD_EXAMPLES", "20"))


class Clock:
    """The parser's clock, put forward instead of waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        for module in ("textual._parser", "tui.terminal.driver.keys"):
            monkeypatch.setattr(f"{module}.get_time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def told(clock: Clock, *bursts: str, term: str = "xterm") -> list[Message]:
    """What is made of `bursts`, with a pause behind each."""
    parser = KeyParser(term=term)
    found: list[Message] = []
    for burst in bursts:
        found += parser.feed(burst)
        clock.now += 2 * LOST_PASTE
        found += parser.tick()
    return found


def keys(clock: Clock, *bursts: str, term: str = "xterm") -> list[str]:
    return [message.key for message in told(clock, *bursts, term=term) if isinstance(message, events.Key)]


def letters(messages: list[Message]) -> str:
    found = [message for message in messages if isinstance(message, events.Key)]
    return "".join(key.character or "" for key in found if key.is_printable or len(key.key) == 1)


def known_to_terminfo() -> list[tuple[str, str, str]]:
    lines = TERMINFO.read_text(encoding="ascii").splitlines()[1:]
    parts = [line.split(" ") for line in lines]
    return [(_WRITTEN.sub(_meant, text), name, term) for text, name, term in parts]


_WRITTEN = re.compile(r"\\(.)|\^I")


def _meant(found: re.Match[str]) -> str:
    """What terminfo writes so: an Esc, a tab, or the character itself."""
    return {"E": ESC, None: "\t"}.get(found[1], found[1])


def test_no_key_of_terminfo_leaves_a_letter(clock: Clock) -> None:
    found = known_to_terminfo()
    assert len(found) > 300
    for text, name, term in found:
        assert not letters(told(clock, text, term=term)), (name, term)
        assert "escape" not in keys(clock, text, term=term), (name, term)
        assert keys(clock, text + "x", term=term)[-1:] == ["x"] or text.endswith(BEGINS_ANOTHER), (name, term)


@pytest.mark.parametrize(
    ("text", "term", "key"),
    [
        ("\x1bOP", "xterm", "f1"),
        ("\x1b[11~", "xterm", "f1"),
        ("\x1b[20~", "xterm", "f9"),
        ("\x1b[[A", "linux", "f1"),
        ("\x1b\t", "linux", "shift+tab"),
        ("\x1bOX", "xterm", "f9"),  # PuTTY, VT100+
        ("\x1b[U", "xterm", "f9"),  # PuTTY, SCO
        ("\x1b[M", "xterm", "f1"),
        ("\x1b[P", "st-256color", "delete"),
        ("\x1b[P", "xterm-kitty", "f1"),
        ("\x1b[3~", "xterm", "delete"),
        ("\x1b[A", "xterm", "up"),
        ("\x1bOB", "xterm", "down"),
        ("\x1b[1;5C", "xterm", "ctrl+right"),
        ("\x1b[Z", "xterm", "shift+tab"),
        ("\x1b[1~", "xterm", "home"),
        ("\x1b[8~", "rxvt", "end"),
        ("\x1b[5~", "xterm", "pageup"),
        ("\x1b[1;3A", "xterm", "alt+up"),
        ("\x1b\x1b[A", "rxvt", "alt+up"),  # rxvt and PuTTY
        ("\x1b\x1bOB", "rxvt", "alt+down"),
        ("\x1bx", "xterm", "alt+x"),
        ("\x1b[97;5u", "xterm-kitty", "ctrl+a"),
        ("\x1b", "xterm", "escape"),
        ("\r", "xterm", "enter"),
        ("\x7f", "xterm", "backspace"),
        ("\x9bA", "xterm", "up"),
    ],
)
def test_a_known_key_is_what_it_says(text: str, term: str, key: str, clock: Clock) -> None:
    assert keys(clock, text, term=term) == [key]


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[1;2S",  # Konsole's Shift+F4 and its like may be known: then they are one key without a letter
        "\x1bO1;2S",
        "\x1b[23$",
        "\x1b[23^",
        "\x1b[27;5;97~",
        "\x1b[1;2;100A",
        "\x1b[46A",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[97:65;1:2u",
        f"\x1b[{'9' * 5000}u",
        f"\x1b[{'1;' * 5000}A",
        "\x1b[48;9000;9000;0;0t",
        "\x1b[M !!",
        "\x1b[<35;10;10M",
        "\x1b[?2048;1$y",
        "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]0;words\x07",
        "\x1bP1$r0m\x1b\\",
        "\x1b[5;7R",
        "\x1b[I",
        "\x1b[",
        "\x1bO",
        "\x1b[1;",
    ],
)
def test_what_is_not_known_is_taken_whole(text: str, clock: Clock) -> None:
    found = told(clock, text, "x")
    assert letters(found) == "x"
    assert not any(isinstance(message, events.Resize | events.MouseEvent) for message in found)


def test_a_stalled_line_may_bring_a_sequence_in_two_parts() -> None:
    parser = KeyParser()
    first = list(parser.feed("\x1b[1"))
    time.sleep(0.11)  # longer than a lone Esc waits
    found = [*first, *parser.tick(), *parser.feed("5~")]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["f5"]


def test_esc_twice_is_esc_twice(clock: Clock) -> None:
    assert keys(clock, "\x1b\x1b") == ["escape", "escape"]
    assert keys(clock, "\x1b", "\x1b[A") == ["escape", "up"]


def test_pasted_text_is_no_keys_and_ends(clock: Clock) -> None:
    found = told(clock, "\x1b[200~a\x1b[Ab\x1b[201~x")
    assert [message.text for message in found if isinstance(message, events.Paste)] == ["a\x1b[Ab"]
    assert letters(found) == "x"
    lost = told(clock, "\x1b[200~never ended", "x")
    assert letters(lost) == "x"
    assert any(isinstance(message, events.Paste) for message in lost)


def test_esc_and_a_key_in_one_packet_are_two(clock: Clock) -> None:
    assert keys(clock, "\x1b\x11") == ["escape", "ctrl+q"]
    assert keys(clock, "\x1b\r") == ["escape", "enter"]


def test_a_key_with_alt_types_nothing(clock: Clock) -> None:
    assert not letters(told(clock, *(ESC + char for char in "dgy1/.")))


def test_noise_is_survived(clock: Clock) -> None:
    pieces = [
        "\x1b[",
        "\x1bO",
        "\x1b",
        "\x1b]",
        "\x1b[<",
        ";",
        "~",
        "u",
        "t",
        "M",
        "R",
        "48;",
        "9",
        "2",
        "\x9b",
    ]
    for seed in range(EXAMPLES):
        chance = random.Random(seed)
        noise = "".join(
            chance.choice(pieces) if chance.random() < 0.7 else chr(chance.randrange(0x180))
            for _ in range(4000)
        )
        found = told(clock, noise, "\x1b[201~", "x")
        assert letters(found)[-1:] == "x", seed
        assert not any(isinstance(message, events.Resize) for message in found)


def test_many_escapes_in_a_row_need_no_room(clock: Clock) -> None:
    assert keys(clock, "\x1b[" * 50_000 + "A")[-1:] == ["up"]
    assert len(keys(clock, "\x1b" * 5_000)) == 5_000
