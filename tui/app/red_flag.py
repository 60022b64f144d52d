"""The red flag from wherever one is: one key, and the form is there (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from functools import partial

from textual.screen import Screen

from tui.app.routes import name_of
from tui.host import Host
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.widgets.plain import plain

CALL_NOW = "RED FLAG: give no more of the medicine and call the prescriber now."


def raise_flag(app: Host, *, ask: bool = False) -> None:
    """Open the form for the patient on the screen; `ask` who is meant where the screen is about nobody."""
    if isinstance(app.screen, SignOnScreen):
        app.session.flag_waits = True
        app.screen.say(f"{CALL_NOW} Sign on: the form to record it opens then.")
        return
    if name_of(app.screen) in ("help", "palette"):
        app.pop_screen()
    if name_of(app.screen) in ("red_flag", "which_patient"):
        return
    patient, course = ("", "") if ask else patient_on(app.screen)
    ledger = app.session.ledger
    if patient:
        ledger.try_out(patient)
    trouble = ledger.record(patient).trouble if patient else ""
    if course and not trouble:
        app.open("red_flag", patient, course)
    elif patient:
        _say(app, f"{CALL_NOW} {trouble or 'There is no course yet to hold: n writes a note.'}")
    elif _any_course(app):
        app.call_later(_ask, app)
    else:
        _say(app, f"{CALL_NOW} No patient here has a course yet, so there is nothing to hold.")


def raise_at_once(app: Host) -> bool:
    """Raise it behind a key that has opened another screen, before that is drawn; whether it was.

    Only where a form opens: words alone would be taken away by the screen that comes. The board, and
    whoever signs on, are waited for.
    """
    if isinstance(app.screen, SignOnScreen) or name_of(app.screen) == "board":
        return False
    patient, course = patient_on(app.screen)
    opens = course and not app.session.ledger.record(patient).trouble if patient else _any_course(app)
    if opens:
        raise_flag(app)
    return bool(opens)


def _any_course(app: Host) -> bool:
    """Whether anybody here has a course that a red flag can hold."""
    ledger = app.session.ledger
    return any(ledger.record(name).charts for name in ledger.patients())


def patient_on(screen: Screen[object]) -> tuple[str, str]:
    """The patient and the course that `screen` is about, "" for none."""
    chosen: tuple[str, str] | None = getattr(screen, "chosen", None)
    return chosen or ("", "")


def _ask(app: Host) -> None:
    """Called by the app itself: an answer to a screen that is being closed would get lost."""
    app.when_unlocked(lambda: app.open("which_patient", CALL_NOW, then=partial(_go_on, app)))


def _go_on(app: Host, chosen: tuple[str, str] | None) -> None:
    if chosen is not None:
        app.open("red_flag", *chosen)


def _say(app: Host, words: str) -> None:
    app.notify(plain(words).plain, markup=False, severity="error", timeout=15)
