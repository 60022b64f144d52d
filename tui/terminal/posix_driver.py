"""The terminal driver: Textual's own for POSIX, made to outlive a bad byte and a lost terminal.

All that leans on Textual's inside is here, each with its reason; Windows consoles have neither trouble.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

from textual.drivers import linux_driver

if TYPE_CHECKING:
    from textual.app import App


class TerminalGone(Exception):
    """The other end of the terminal was closed."""


class InputDecoder:
    """Decodes what the terminal sends: U+FFFD for bytes that make no sense, and an end at its end."""

    def __init__(self) -> None:
        encoding = sys.__stdin__.encoding if sys.__stdin__ else "utf-8"
        self._inner = codecs.getincrementaldecoder(encoding)("replace")

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of `data`; TerminalGone when a terminal that had something to say said nothing."""
        if not data and not final:
            raise TerminalGone
        return self._inner.decode(data, final)


# The input loop makes itself a strict UTF-8 decoder, so one Latin-1 key press ends the app
# (Textualize/textual#6456), and it goes round for ever on a closed terminal (#5140). This name in its
# module is the one place where another decoder can be put in without copying the loop.
cast(Any, linux_driver).getincrementaldecoder = lambda _encoding: InputDecoder


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


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver for POSIX terminals; it asks the app to end when the terminal has gone."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # The thread that writes dies of its first failed write; its queue then fills up and the app hangs.
        self._file = cast(Any, Output(cast(IO[str], self._file), lambda: self._tell("hang_up")))

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
