"""One sitting at a terminal: run the app, end it on signals, and say its last words."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.exit_codes import Exit
from tui.terminal.app import TerminalApp
from tui.terminal.crash import last_words, write_note
from tui.terminal.theme import usual_theme

_ENDINGS = {
    "SIGHUP": Exit.HANGUP,
    "SIGINT": Exit.INTERRUPT,
    "SIGTERM": Exit.TERMINATED,
    "SIGBREAK": Exit.TERMINATED,
}
LONGEST_GOODBYE = 1.0
"""Seconds that threads have to come to an end once the terminal has gone."""

_FEW_COLOURS = (None, "standard")


def run(app: TerminalApp, notes: Path) -> int:
    """Run `app` on this terminal until it ends; the exit code. Notes of faults go to `notes`."""
    app.notes = notes
    app.few_colours = app.console.color_system in _FEW_COLOURS and not app.no_color
    app.on_terminal(os.environ.get("TERM", ""))
    app.show_in(usual_theme(os.environ))
    app.prefer(app.first_preference())
    with _faults_noted(notes):
        asyncio.run(_sitting(app))
    if app.faulted:
        with suppress(OSError):  # nobody may be there to read it
            print(last_words(app.note, app.kept), file=sys.stderr)
    return app.return_code or Exit.OK


async def _sitting(app: TerminalApp) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: _note(context.get("exception"), app.notes))
    for name, code in _ENDINGS.items():
        if hasattr(signal, name):
            _on_signal(loop, getattr(signal, name), app, code)
    await app.run_async(mouse=app.mouse)
    if app.return_code in _ENDINGS.values():
        await _leave_threads(loop, app.return_code or Exit.HANGUP)


async def _leave_threads(loop: asyncio.AbstractEventLoop, code: int) -> None:
    """End although a thread still waits, for another session's lock or for a disk that does not answer.

    Nobody is there any more who could be told. The ledger takes such an end as it takes a killed process.
    """
    closing = asyncio.ensure_future(loop.shutdown_default_executor())
    _, waiting = await asyncio.wait({closing}, timeout=LONGEST_GOODBYE)
    if waiting:
        os._exit(code)


def _on_signal(loop: asyncio.AbstractEventLoop, number: int, app: TerminalApp, code: Exit) -> None:
    """End `app` with `code` when signal `number` comes, also where the parent had it ignored."""
    if sys.platform == "win32":
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(app.hang_up, code))
    else:
        loop.add_signal_handler(number, app.hang_up, code)


@contextmanager
def _faults_noted(notes: Path) -> Iterator[None]:
    """Note faults of threads and finalisers, instead of printing them into the screen."""
    thread_hook, unraisable_hook = threading.excepthook, sys.unraisablehook
    threading.excepthook = lambda fault: _note(fault.exc_value, notes)
    sys.unraisablehook = lambda fault: _note(fault.exc_value, notes)
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = thread_hook, unraisable_hook


def _note(error: BaseException | None, notes: Path | None) -> None:
    if error is not None and notes is not None:
        write_note(error, notes)
