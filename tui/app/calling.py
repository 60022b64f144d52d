"""Being called: a quiet line when something falls due, and the terminal's bell where the site wants it.

Never a modal, never over text: the line is a notice, which has a row of its own. What leaves the program for
a desktop's notifications names nobody and no bed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from tui.app.routes import load

if TYPE_CHECKING:
    from tui.views.course.board import BoardRow
    from tui.views.round.calls import Seen

Signal = Literal["none", "bell", "osc9", "osc777"]
SECONDS = 30
"""How long the line stands."""

BYTES: dict[Signal, str] = {
    "none": "",
    "bell": "\a",
    "osc9": "\x1b]9;Stepward: somebody needs something\a",
    "osc777": "\x1b]777;notify;Stepward;Somebody needs something\x1b\\",
}
"""What is sent to the terminal for each: its bell, or the notification of its desktop."""


SAID: dict[Signal, str] = {
    "none": "You are called by a line on the screen alone",
    "bell": "You are called by a line and the terminal's bell",
    "osc9": "You are called by a line and a notification (OSC 9)",
    "osc777": "You are called by a line and a notification (OSC 777)",
}
"""What each is, to whoever chooses it."""
_WORD = " call:"


class Calling:
    """Compares the board with what it was, once a minute and when others record something."""

    def __init__(self, tell: Callable[[str, float], None], send: Callable[[str], None]) -> None:
        self.signal: Signal = "none"
        """What the site wants."""
        self.own: Signal | None = None
        """What whoever is signed on wants, None where they have not said."""
        self.quiet = False
        """Whether what is new is somebody's own doing, and calls nobody."""
        self._tell, self._send = tell, send
        self._rows: Sequence[BoardRow] | None = None
        self._seen: Seen | None = None

    def look(self, rows: Sequence[BoardRow], *, aloud: bool) -> None:
        """Call for what is new in `rows`; not `aloud` while nobody is there."""
        if rows is self._rows:
            return  # nothing else is said of anybody
        self._rows = rows
        words_of, calls = load("views.round.calls:words_of"), load("views.round.calls:calls")
        before, self._seen = self._seen, words_of(rows)
        words = calls(rows, before) if aloud and not self.quiet and before is not None else ""
        if words:
            self._tell(words, SECONDS)
            self._signal()

    def choose_next(self) -> str:
        """The next way to be called, for whoever is signed on, given once to try it; its words."""
        signals: tuple[Signal, ...] = get_args(Signal)
        self.own = signals[(signals.index(self._wanted) + 1) % len(signals)]
        self._signal()
        tried = ", as was just tried" if BYTES[self.own] else ""
        return f"{SAID[self.own]}{tried}. Kept for you."

    @property
    def preference(self) -> str:
        """What is kept for the person beside their theme; "" where they have not said."""
        return f"{_WORD}{self.own}" if self.own else ""

    def prefer(self, preference: str) -> str:
        """Call as that preference says, else as the site does; the preference without it."""
        theme, _, said = preference.partition(_WORD)
        self.own = next((signal for signal in get_args(Signal) if signal == said), None)
        return theme

    @property
    def _wanted(self) -> Signal:
        return self.own or self.signal

    def _signal(self) -> None:
        if BYTES[self._wanted]:
            self._send(BYTES[self._wanted])
