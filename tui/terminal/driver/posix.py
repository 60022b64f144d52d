"""The terminal driver: Textual's own for POSIX, made to outlive bad bytes, absurd sizes and a lost terminal.

All that leans on Textual's inside is here, each with its reason; Windows consoles have neither trouble.
"""

from __future__ import annotations

import codecs
import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast

from textual import events
from textual.app import App, ScreenStackError
from textual.drivers import linux_driver
from textual.message import Message

from tui.terminal.driver.ending import Ending
from tui.terminal.driver.keys import KeyParser
from tui.terminal.driver.mouse import OFF, ON
from tui.terminal.driver.probe import QUESTIONS
from tui.terminal.limits import drawn_size


class TerminalGone(Exception):
    """The other end of the terminal was closed."""


class InputDecoder:
    """Decodes what the terminal sends: U+FFFD for bytes that make no sense, and an end at its end.

    Textual's own is strict, so one Latin-1 key press ends the app (Textualize/textual#6456).
    """

    def __init__(self) -> None:
        encoding = sys.__stdin__.encoding if sys.__stdin__ else "utf-8"
        self._inner = codecs.getincrementaldecoder(encoding)("replace")

    def decode(self, data: bytes) -> str:
        """The text of `data`; TerminalGone when a terminal that had something to say said nothing."""
        if not data:
            raise TerminalGone
        return self._inner.decode(data)


class Output:
    """Where Textual writes; once the terminal has gone the rest is dropped and `gone` is called, once."""

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file = file
        self._gone: Callable[[], None] | None = gone

    def write(self, text: str) -> int:
        """Write `text`, or drop it when nobody is there."""
        try:
            self._file.write(text)
        except OSError:
            self._lost()
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        try:
            self._file.flush()
        except OSError:
            self._lost()

    def fileno(self) -> int:
        """The descriptor of the terminal."""
        return self._file.fileno()

    def _lost(self) -> None:
        if self._gone is not None:
            self._gone()
            self._gone = None


_KEYS_AS_USUAL = "\x1b[?1l\x1b>"
"""Arrows and the keypad out of the application modes in which another program may have left them."""


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver for POSIX terminals; it asks the app to end when the terminal has gone."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # The thread that writes dies of its first failed write; its queue then fills up and the app hangs.
        self.exit_event = self._ending = Ending()
        self._file = cast(Any, Output(cast(IO[str], self._file), lambda: self._tell("hang_up")))

    def start_application_mode(self) -> None:
        """Take the terminal over, and ask how wide characters are that are not ASCII."""
        cast(Any, super()).start_application_mode()
        if self._writer_thread is not None:
            self.write(_KEYS_AS_USUAL + QUESTIONS)
            self.flush()
            cast(Any, self._app).await_widths()

    def stop_application_mode(self) -> None:
        """Leave nothing of what was shown, also where there is no other screen to go back to."""
        if self._writer_thread is not None:
            # Line by line: some terminals keep a screen that is erased at once where one can scroll back to.
            _, rows = self._get_terminal_size()
            self.write("\x1b[0m" + "".join(f"\x1b[{row}H\x1b[2K" for row in range(rows, 0, -1)))
        super().stop_application_mode()

    def process_message(self, message: Message) -> None:
        """What the terminal said; the answer to what it was asked is for the app."""
        if isinstance(message, events.CursorPosition):
            self._tell("width_answered", message.x)
        else:
            super().process_message(message)

    def _get_terminal_size(self) -> tuple[int, int]:
        """As the terminal itself has it: COLUMNS and LINES, where a shell exports them, stay as they were."""
        with suppress(OSError):
            columns, rows = os.get_terminal_size(cast(Any, self._file).fileno())
            if columns and rows:
                return drawn_size(columns, rows)
        return drawn_size(*super()._get_terminal_size())

    def run_input_thread(self) -> None:
        """Read what the terminal sends, for as long as the app runs.

        Textual's own loop goes round for ever on a closed terminal (Textualize/textual#5140), and looks ten
        times a second for what has timed out: so long each key would wait for another of its burst. This one
        waits until something comes, times out, or the app ends.
        """
        prefix = getattr(self._app, "scan_prefix", "")
        term = os.environ.get("TERM", "")
        parser = KeyParser(self._debug, term=term, prefix=prefix, typing=self._types_text, mouse=self._mouse)
        decoder = InputDecoder()
        while not self._ending.is_set():
            ready, _, _ = select.select([self.fileno, self._ending], [], [], parser.patience())
            # What lies there is read before anything times out: it may have come in time.
            text = decoder.decode(os.read(self.fileno, 4096)) if self.fileno in ready else ""
            for message in parser.feed(text) if text else parser.tick():
                self.process_message(message)

    def _types_text(self) -> bool:
        """Whether a text field has the focus, asked from the thread that reads keys: by then it may not."""
        with suppress(ScreenStackError):  # no screen yet, or none any more
            return bool(getattr(self._app, "types_text", False))
        return False

    def _enable_mouse_support(self) -> None:
        """Presses and the wheel, where the mouse is wanted; never where it moves."""
        if self._mouse:
            self.write(ON)

    def _disable_mouse_support(self) -> None:
        """Leave the mouse to the terminal again."""
        if self._mouse:
            self.write(OFF)

    def _query_in_band_window_resize(self) -> None:
        """Never: the size is asked of the system, so nobody can send another."""

    def _tell(self, method: str, *args: object) -> None:
        """Call the app's `method` in its own thread, from one of the driver's; not after its end."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(getattr(self._app, method), *args)

    def _run_input_thread(self) -> None:
        # Textual's own draws a traceback, with the values of variables, of whatever goes wrong in here.
        try:
            self.run_input_thread()
        except (TerminalGone, OSError):
            self._tell("hang_up")
        except BaseException as error:
            self._tell("stop_for_fault", error)
