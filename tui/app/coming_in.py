"""Somebody has signed on: the screen opens for them, and what another person had open is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protocols.entries import Person
from tui.screens.sign_on.sign_on_screen import SignOnScreen

if TYPE_CHECKING:
    from tui.app.app import StepwardApp


def come_in(app: StepwardApp, person: Person) -> None:
    """Open the lock or the sign-on on top for `person`, who finds again what they had open."""
    session, before = app.session, app.session.person
    if session.preferences:
        app.prefer(session.preferences.of(person))
    session.person, other = person, app.lock.open(person, before)
    while not isinstance(app.screen, SignOnScreen):
        app.pop_screen()  # A problem with the ledger, which is said again where it lasts.
    if len(app.screen_stack) > 2:
        app.pop_screen()
    else:
        app.show("board")
    if other and before is not None:
        _close_for(app, person, before)
    else:
        app.lock.go_on()
    for told in app.lock.told(person):
        app.tell(told, 20)
    app.redraw()


def _close_for(app: StepwardApp, person: Person, before: Person) -> None:
    """Close what `before` had open, down to the board, and tell both."""
    titles = [title for screen in app.screen_stack if (title := getattr(screen, "TITLE_TEXT", ""))]
    while len(app.screen_stack) > 2:
        app.pop_screen()
    for words in app.lock.closed(titles, before, person):
        app.tell(words, 20)
