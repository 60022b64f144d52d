"""What a terminal sends, one key or message at a time: no part of a sequence is ever taken for a letter.

Textual gives up on a sequence it does not know and hands its characters on as keys; here every complete one
is taken whole (ECMA-48, 5.4: parameters, intermediates, a final character), whatever it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import suppress

from textual import constants, events
from textual._parser import ParseEOF, ParseTimeout, Peek1, Read1
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, FOCUSIN, FOCUSOUT, XTermParser
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from tui.terminal.driver.burst import ENDS, LEAST, SCAN_GAP, TORN, Burst, goes_on, is_burst, is_held
from tui.terminal.driver.mouse import mouse_event
from tui.terminal.driver.sequences import complete, key_of, says_characters
from tui.terminal.driver.typed_line import TypedLine

ESC = "\x1b"
STALL = 0.5
"""Seconds that the rest of a sequence may be on its way; what comes later is taken for keys."""
LOST_PASTE = 10.0
"""Seconds without a character after which pasted text has ended, although nothing says so."""

_LONGEST = 64
"""Characters of a sequence that are looked at; the rest is taken with it."""
_OLD_MOUSE = f"{ESC}[M"
_IN_EIGHT_BITS = {"\x9b": "[", "\x8f": "O"}
_STRINGS = "]PX^_"
_POSITION = re.compile(r"\x1b\[([0-9]{1,5});([0-9]{1,5})R")
_SYNCHRONIZED = re.compile(r"\x1b\[\?2026;[1-4]\$y")

Reading = Generator[Read1 | Peek1, str, str]
"""Reads characters; gives back one that belongs to what follows, "" for none."""


class KeyParser(XTermParser):
    """Keys, pasted text and answers of the terminal. Unless `mouse` is on, reports of one mean nothing.

    `term` is what the environment calls the terminal: some sequences mean one key in one, another elsewhere.
    `prefix` is what the site's scanners send before each code, "" for nothing. `typing` says whether a text
    field has the focus, as far as is known when it is asked.
    """

    def __init__(
        self,
        debug: bool = False,
        *,
        term: str = "",
        prefix: str = "",
        typing: Callable[[], bool] = lambda: False,
        mouse: bool = False,
    ) -> None:
        self._term, self._prefix, self._typing, self._mouse = term, prefix, typing, mouse
        self._line = TypedLine()
        self._tell: Callable[[Message], object] = lambda _token: None
        super().__init__(debug)

    def parse(self, token_callback: Callable[[Message], object]) -> Generator[Read1 | Peek1, str, None]:
        """Read characters for ever."""
        self._tell = token_callback
        char = ""
        with suppress(ParseEOF):
            while True:
                char = char or (yield self.read1())
                if char == ESC:
                    char = yield from self._escape()
                elif char in _IN_EIGHT_BITS:
                    char = yield from self._sequence(ESC + _IN_EIGHT_BITS[char])
                elif self._line.ends_with(char, get_time()):
                    char = ""
                elif self._begins_burst(char):
                    char = yield from self._burst(char)
                else:
                    self._line.end()
                    self._character(char)
                    char = ""

    def _begins_burst(self, char: str) -> bool:
        known = char.isprintable() or char == self._prefix[:1]
        return known or (goes_on("", char) and self._line.goes_on_with(char, get_time()))

    def _burst(self, text: str) -> Reading:
        """A character and what comes too fast behind it for a person: a burst, else keys."""
        self._line.take(text, get_time())
        head, acted = self._line.head, tuple(self._line.acted)
        char = ""
        try:
            while goes_on(text, char := (yield self.read1(self._gap(text)))):
                self._line.take(char, get_time())
                if is_held(text) and len(text) >= LEAST:  # a held key, which acts while it is held
                    self._keys(text[:-1])
                    text = text[-1]
                text += char
                char = ""
        except ParseTimeout:
            char = ""
        self._tell_line(text, head, acted)
        return char

    def _gap(self, text: str) -> float:
        """Seconds that the next character may take behind `text` to belong to it."""
        if self._prefix and text and (text.startswith(self._prefix) or self._prefix.startswith(text)):
            return SCAN_GAP if text[-1] in ENDS else TORN
        return self._line.gap(self._typing())

    def _tell_line(self, text: str, head: int, acted: tuple[events.Key, ...]) -> None:
        """What has come of a line, as a burst or as keys; `head` characters of it came before, as `acted`."""
        line, now = self._line, get_time()
        sure = bool(self._prefix) and text.startswith(self._prefix)
        head = 0 if sure else head
        fast_head = head if line.is_fast(self._typing()) else 0
        if burst := sure or line.is_burst or is_burst(text, fast_head):
            code = self._without_prefix(text) if sure else text
            self._tell(Burst(code, sure, torn=head > 0, acted=acted, pace=line.pace))
        else:
            self._keys(text)
        line.told(text, now, burst)

    def _without_prefix(self, text: str) -> str:
        """The codes of `text` without the prefix before each."""
        return re.sub(f"(^|[{ENDS}]){re.escape(self._prefix)}", r"\1", text)

    def _keys(self, text: str) -> None:
        for char in text:
            self._line.acted.extend(self._character(char))

    def _escape(self) -> Reading:
        """Behind an Esc: the key alone, a sequence, or a key with Alt, which many terminals send so."""
        try:
            char = yield self.read1(constants.ESCAPE_DELAY)
        except ParseTimeout:
            self._key("escape", ESC)
            return ""
        if char == ESC:
            return (yield from self._escape_twice())
        if char in "[O":
            return (yield from self._sequence(ESC + char))
        if char in _STRINGS:
            return (yield from self._string())
        return self._with_alt(char)

    def _escape_twice(self) -> Reading:
        """Behind two: a sequence with Alt, as rxvt and PuTTY send it, or Esc pressed twice."""
        following = ""
        with suppress(ParseTimeout):
            following = yield self.read1(constants.ESCAPE_DELAY)
            if following in "[O":
                return (yield from self._sequence(ESC + following, alt=True))
        self._key("escape", ESC)
        self._key("escape", ESC)
        return following

    def _sequence(self, text: str, *, alt: bool = False) -> Reading:
        """A sequence to its end. One that does not end is dropped; an Esc or another control begins anew."""
        try:
            while not complete(text):
                char = yield self.read1(STALL)
                if not " " <= char <= "~":
                    return char
                text = text[:_LONGEST] + char
        except ParseTimeout:
            return ""
        if text == BRACKETED_PASTE_START:
            return (yield from self._paste())
        if text == _OLD_MOUSE and not alt:
            return (yield from self._old_mouse())
        self._meaning(text, alt)
        return ""

    def _old_mouse(self) -> Reading:
        """Three characters behind: a report of the mouse, left on by another program. Else a key of PuTTY."""
        char = ""
        with suppress(ParseTimeout):
            for _ in range(3):
                char = yield self.read1(constants.ESCAPE_DELAY)
                if char < " ":
                    break
            else:
                return ""
        self._meaning(_OLD_MOUSE, False)
        return char if char < " " else ""

    def _string(self) -> Reading:
        """An answer in words (OSC, DCS): to its end, or as long as it comes without a pause."""
        char = ""
        with suppress(ParseTimeout):
            while char not in ("\x07", "\x9c"):
                last, char = char, (yield self.read1(constants.ESCAPE_DELAY))
                if (last, char) == (ESC, "\\"):
                    break
        return ""

    def _paste(self) -> Reading:
        """Pasted text, which is never keys."""
        text: list[str] = []
        with suppress(ParseTimeout):
            while "".join(text[-len(BRACKETED_PASTE_END) :]) != BRACKETED_PASTE_END:
                text.append((yield self.read1(LOST_PASTE)))
        pasted = "".join(text).removesuffix(BRACKETED_PASTE_END).replace("\x00", "")
        self._tell(events.Paste(pasted))
        return ""

    def _meaning(self, text: str, alt: bool) -> None:
        """What a complete sequence says, if anything."""
        if text == FOCUSIN:
            self._tell(events.AppFocus())
        elif text == FOCUSOUT:
            self._tell(events.AppBlur())
        elif position := _POSITION.fullmatch(text):
            self._tell(events.CursorPosition(int(position[2]) - 1, int(position[1]) - 1))
        elif _SYNCHRONIZED.fullmatch(text):
            self._tell(TerminalSupportsSynchronizedOutput())
        elif self._mouse and (pointed := mouse_event(text)):
            self._tell(pointed)
        elif says_characters(text):
            for event in self._parse_extended_key(text) or ():
                self._tell(event.copy())
        elif key := key_of(text, self._term):
            self._key(f"alt+{key}" if alt else key, None)

    def _key(self, key: str, character: str | None) -> None:
        self._line.end()
        self._tell(events.Key(key, character))

    def patience(self) -> float | None:
        """Seconds until something has to be decided without more characters; None where nothing has."""
        return None if self._timeout_time is None else max(self._timeout_time - get_time(), 0.0)

    def _character(self, char: str) -> list[events.Key]:
        """Tell, and give back, the key that sends one character."""
        if not char or char == "\x00" or "\ud800" <= char <= "\udfff":
            return []
        pressed = list(self._sequence_to_key_events(char))
        for event in pressed:
            self._tell(event)
        return pressed

    def _with_alt(self, char: str) -> str:
        """A key with Alt. It types nothing: whoever presses Alt does not mean the letter.

        Before Enter and the like it is Esc itself, which a slow line brings together with them.
        """
        if key := key_of(ESC + char, self._term):
            self._key(key, None)
        elif char < " " or char == "\x7f":
            self._key("escape", ESC)
            return char
        else:
            for event in self._sequence_to_key_events(char, alt=True):
                self._key(event.key if event.key.startswith("alt+") else f"alt+{event.key}", None)
        return ""
