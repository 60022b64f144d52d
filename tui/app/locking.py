"""The lock: nothing of a patient shows and no key reaches behind it until somebody signs on.

Screens and forms stay as they are underneath and go on following the ledger. The same person finds them
again; for another person they are closed, and both are told.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.await_complete import AwaitComplete
from textual.notifications import SeverityLevel

from protocols.entries import Person
from protocols.values.text import visible
from store.location.settings import LOCK_AFTER
from tui.screens.sign_on.sign_on_screen import DoorScreen
from tui.terminal.app import TerminalApp
from tui.terminal.idle import Idle
from tui.widgets.plain import plain


class LockingApp(TerminalApp):
    """An app somebody is signed on to, or that is locked."""

    person: Person | None = None
    locked: bool = False

    def __init__(self, lock_after: float = LOCK_AFTER) -> None:
        super().__init__()
        self.idle = Idle(lock_after)
        self._waiting: list[Callable[[], object]] = []
        self._to_tell: dict[str, list[str]] = {}
        """What to tell a person, by initials, of forms that were closed for somebody else."""

    def door(self, *, locked: bool = False) -> DoorScreen:
        """The screen on which people sign on to this app."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Every key counts as somebody being there."""
        if isinstance(event, events.InputEvent) and self.idle.touch():
            self.clear_notifications()
        await super().on_event(event)

    def watch_idle(self) -> None:
        """Warn, then lock, when nobody has pressed a key for long enough."""
        if self.person is None or self.locked:
            return
        due = self.idle.due()
        if due == "lock":
            self.lock()
        elif due == "warn":
            self.notify(
                "The screen locks in 15 seconds. An arrow key keeps it open.", markup=False, timeout=15
            )

    def lock(self) -> None:
        """Lock the screen, whatever is open."""
        if self.person is None or self.locked:
            return
        if isinstance(self.screen, DoorScreen):
            self.pop_screen()
        self.clear_notifications()
        self.locked = True
        self.push_screen(self.door(locked=True))

    def action_lock(self) -> None:
        """Lock the screen at once."""
        self.lock()

    def come_in(self, person: Person) -> None:
        """Somebody has signed on at the door, which is the screen on top."""
        before, was_locked = self.person, self.locked
        self.person, self.locked = person, False
        self.idle.touch()
        while not isinstance(self.screen, DoorScreen):
            self.pop_screen()  # A problem with the ledger, which is said again where it lasts.
        self.leave_door()
        waiting, self._waiting = self._waiting, []
        if was_locked and before is not None and not _same(before, person):
            self._clear_for(person, before)
        else:
            for act in waiting:
                act()
        for told in self._to_tell.pop(person.initials, ()):
            self.notify(plain(told).plain, markup=False, timeout=20)
        self.redraw()

    def leave_door(self) -> None:
        """Take the door away from what is behind it."""
        self.pop_screen()

    def redraw(self) -> None:
        """Draw every open screen again."""

    def when_unlocked(self, act: Callable[[], object]) -> None:
        """Do `act` now, or when the lock is opened by who has locked it; for anybody else it is void."""
        if self.locked:
            self._waiting.append(act)
        else:
            act()

    def _clear_for(self, person: Person, before: Person) -> None:
        """Close what `before` had open, down to the board, and tell both."""
        titles = [title for screen in self.screen_stack if (title := getattr(screen, "TITLE_TEXT", ""))]
        while len(self.screen_stack) > 2:
            self.pop_screen()
        for title in titles:
            left = f'{visible(before.name)} had "{title}" open. It was closed. What was not recorded is lost.'
            self.notify(plain(left).plain, markup=False, timeout=20)
            self._to_tell.setdefault(before.initials, []).append(
                f'"{title}", which you had open, was closed when {visible(person.name)} signed on. '
                "What was not recorded is lost: look at the history."
            )

    # nothing gets past the lock

    def pop_screen(self) -> AwaitComplete:
        """Take the top screen away, but never the lock: whatever is done underneath may ask for that."""
        if self.locked and isinstance(self.screen, DoorScreen):
            return AwaitComplete()
        return super().pop_screen()

    async def action_quit(self) -> None:
        """Ctrl+Q: end, unless locked; a form may be open underneath."""
        if self.locked and isinstance(self.screen, DoorScreen):
            self.screen.say("The screen is locked. Sign on first; then q ends Stepward.")
        else:
            await super().action_quit()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice as it is written, but none on the lock: it could name a patient."""
        if not self.locked:
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)


def _same(one: Person, other: Person) -> bool:
    return (one.name, one.initials, one.role) == (other.name, other.initials, other.role)
