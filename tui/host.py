"""What screens and forms may ask of the app they are in. They know the app by this alone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from protocols.entries import Entry, Person
from tui.session import Session
from tui.terminal.typed_ahead import NoScanner
from tui.widgets.plain import plain

if TYPE_CHECKING:
    from tui.views.course.ward import Ward


class Host(App[None]):
    """The app as seen from below: a session, and what happens to all screens together."""

    session: Session
    sign_on_hint: str = ""
    """Words on the sign-on screen, such as whose PIN the invented ward has."""

    faulted: bool = False
    """Whether it is ending because of a fault of its own."""

    scanner: NoScanner
    """What is done with codes."""

    mouse: bool = False
    """Whether somebody has asked for the mouse: it points, and never records."""

    deaf: bool = False
    """Whether letters and Enter are dropped: an entry is on its way, and what comes next is not seen yet."""

    @abstractmethod
    def forget_keys(self) -> None:
        """Drop keys that were typed ahead for a screen that is gone."""

    def tell(self, words: str, seconds: float) -> None:
        """Show `words` for so many seconds, whatever is in them."""
        self.notify(plain(words).plain, markup=False, timeout=seconds)

    @property
    @abstractmethod
    def ward(self) -> Ward:
        """The ward as of now; of a large one what there was time for."""

    @abstractmethod
    def open(self, name: str, *made_with: Any, then: Callable[[Any], object] | None = None) -> None:
        """Open the screen or form called `name` in app/routes.py; `then` is given what comes of it."""

    @abstractmethod
    def start(self) -> None:
        """Show the ledger that the session has opened: the board, or the sign-on in front of it."""

    @abstractmethod
    def come_in(self, person: Person) -> None:
        """Somebody has signed on, on the screen that is on top."""

    @abstractmethod
    def when_unlocked(self, act: Callable[[], object]) -> None:
        """Do `act` now, or when the lock is opened by who has locked it; for anybody else it is void."""

    @abstractmethod
    def follow(self) -> None:
        """Take in what other sessions recorded, and draw it."""

    @abstractmethod
    def redraw(self) -> None:
        """Draw every open screen again."""

    @abstractmethod
    def recorded(self, entry: Entry, several: str = "") -> None:
        """Draw `entry`, which is kept, and say that it is; `several` says what else was kept with it."""

    @property
    @abstractmethod
    def to_correct(self) -> Entry | None:
        """The entry whose confirmation stands on the screen, None where there is nothing to correct."""

    @abstractmethod
    def note_access(self, patient: str, what: str) -> None:
        """Write down who looks at `what` of `patient`, "" for the ward."""


class Hosted(MessagePump):
    """A screen, a form or a part of one, in Stepward's app."""

    app: Host

    @property
    def session(self) -> Session:
        """The session of the app."""
        return self.app.session
