"""What is done with a scanned code: the screen on top takes it, or says that it means nothing there."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from protocols.values.text import visible
from tui.host import Host
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.terminal.typed_ahead import NoScanner

SHOWN = 40
"""Characters of a code that are shown."""
AGAIN = "Enter came together with the text, as from a scanner. Press Enter if it was you."


@runtime_checkable
class TakesScans(Protocol):
    """A screen or form that does something with a code."""

    def take_scan(self, text: str) -> bool:
        """Do what `text` means here; False where it means nothing."""


class Scanner(NoScanner):
    """Codes go to the screen on top. They are never keys: where they mean nothing, that is said."""

    def __init__(self, app: Host) -> None:
        self.app = app

    def take(self, text: str) -> None:
        """Give `text` to the screen on top."""
        screen = self.app.screen
        if not (isinstance(screen, TakesScans) and screen.take_scan(text)):
            self._say(f"Scanned {shown(text)}: it means nothing here, and nothing was done.")

    def enter_goes_on(self) -> bool:
        """Whether Enter in the field in focus does no more than go on; where it does, say that it waits."""
        if getattr(self.app.screen, "ENTER_GOES_ON", False):
            return True
        self._say(AGAIN)
        return False

    def _say(self, words: str) -> None:
        """On the lock nothing is shown over it, and what was scanned could be a patient."""
        screen = self.app.screen
        if isinstance(screen, SignOnScreen):
            screen.say(words if words == AGAIN else "Something was scanned. Sign on first.")
        else:
            self.app.tell(words, 6)


def shown(text: str) -> str:
    """`text` on one line, cut where it is long."""
    text = visible(text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ..."
