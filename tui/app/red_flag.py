"""The red flag from wherever one is: one key, and the form is there (rules.md, "Rash, red flags, holds")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.forms.base.form import Form
from tui.forms.skin.red_flag import RedFlagForm
from tui.screens.base.which_patient import WhichPatientScreen
from tui.screens.help.command_palette import PaletteScreen
from tui.screens.help.help import HelpScreen
from tui.screens.sign_on.sign_on_screen import DoorScreen
from tui.widgets.plain import plain

if TYPE_CHECKING:
    from tui.app.app import StepwardApp

CALL_NOW = "RED FLAG: give no more of the medicine and call the prescriber now."


def raise_flag(app: StepwardApp, *, ask: bool = False) -> None:
    """Open the form for the patient on the screen; `ask` who is meant where the screen is about nobody."""
    if isinstance(app.screen, DoorScreen):
        app.flag_waits = True
        app.screen.say(f"{CALL_NOW} Sign on: the form to record it opens then.")
        return
    if isinstance(app.screen, HelpScreen | PaletteScreen):
        app.pop_screen()
    if isinstance(app.screen, RedFlagForm | WhichPatientScreen):
        return
    patient, course = ("", "") if ask else patient_on(app.screen)
    if course:
        app.push_screen(RedFlagForm(patient, course))
    elif patient:
        _say(app, f"{CALL_NOW} There is no course yet to hold: n writes a note.")
    elif any(app.ledger.record(name).charts for name in app.ledger.patients()):
        app.call_later(_ask, app)
    else:
        _say(app, f"{CALL_NOW} No patient here has a course yet, so there is nothing to hold.")


def patient_on(screen: Screen[object]) -> tuple[str, str]:
    """The patient and the course that `screen` is about, "" for none."""
    if isinstance(screen, Form):
        patient, course = screen.addressed()
        latest = screen.record.latest if patient and not course else None
        return patient, latest.id if latest else course
    chosen: tuple[str, str] | None = getattr(screen, "chosen", None)
    return chosen or ("", "")


def _ask(app: StepwardApp) -> None:
    """Called by the app itself: an answer to a screen that is being closed would get lost."""
    app.when_unlocked(
        lambda: app.push_screen(WhichPatientScreen(CALL_NOW), lambda chosen: _go_on(app, chosen))
    )


def _go_on(app: StepwardApp, chosen: tuple[str, str] | None) -> None:
    if chosen is not None:
        app.push_screen(RedFlagForm(*chosen))


def _say(app: StepwardApp, words: str) -> None:
    app.notify(plain(words).plain, markup=False, severity="error", timeout=15)
