"""`stepward` with a small app in the place of the ward board, so that the terminal is all that is tested.

It leaves the file `ended` beside the ledger when it was unmounted and Python ended as it should.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, Static

from tui.__main__ import main
from tui.app.calling import Calling
from tui.session import Session
from tui.terminal.app import TerminalApp
from tui.widgets.plain import plain

SECRET = "NG Li Wei 00481-7"
HOSTILE = "X\x1b]0;PWN\x07\x9b31m\u202e[bold]O[/] Neil"


class StandIn(TerminalApp):
    """One of each thing a terminal can do wrong."""

    CSS = "#status { color: $error; } #late { color: $warning; } #box { border: round $error; height: 3; }"
    BINDINGS: ClassVar = [
        Binding("f2", "fail", "Fail", priority=True),
        Binding("f3", "fail_in_a_thread", "Fail beside", priority=True),
    ]

    def __init__(self, session: Session, **_ignored: object) -> None:
        super().__init__()
        assert isinstance(session.place, Path)
        self._ledger = session.place
        self.calling = Calling(lambda words, seconds: None, self.send_raw)

    def compose(self) -> ComposeResult:
        """A status, a line of hostile text, a field with hostile text, a box."""
        yield Static(f"READY {os.getpid()}", markup=False)
        yield Static("HOLD", id="status", markup=False)
        yield Static("LATE", id="late", markup=False)
        yield Static(plain(HOSTILE), markup=False)
        yield Static(HOSTILE, markup=False)
        yield Input(HOSTILE, id="field")
        yield Static("box", id="box", markup=False)
        yield Static("", id="echo", markup=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say in ASCII what the field holds."""
        self.query_one("#echo", Static).update(f"field {event.value!a}")

    def on_unmount(self) -> None:
        """Leave the sign of a clean end."""
        atexit.register((self._ledger.parent / "ended").touch)

    def action_fail(self) -> None:
        """A fault of the app's own, with a patient's name in its message and its variables."""
        patient = SECRET
        raise ValueError(f"no such patient: {patient}")

    def action_fail_in_a_thread(self) -> None:
        """A fault in a thread nobody waits for."""
        threading.Thread(target=self.action_fail).start()


if __name__ == "__main__":
    app = ModuleType("tui.app.app")
    vars(app)["StepwardApp"] = StandIn
    sys.modules["tui.app.app"] = app
    sys.exit(main())
