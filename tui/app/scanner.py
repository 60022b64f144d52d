"""What is done with a code: a wristband opens its patient, a pack goes to the dose, a badge signs on."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from protocols.course.catalogue import numbers_in
from protocols.sites.way import is_joined
from protocols.values.codes import Code, read_code
from protocols.values.formatting import name_text
from protocols.values.identity import numbers_meant, same_number
from protocols.values.text import visible
from tui.app.routes import name_of
from tui.host import Host
from tui.screens.base.ward_screen import WardScreen
from tui.screens.sign_on.sign_on_screen import SignOnScreen
from tui.terminal import own_version
from tui.terminal.driver.burst import ENDS
from tui.terminal.typed_ahead import NoScanner

SHOWN = 40
"""Characters of a code that are shown."""
AGAIN = "Enter came together with the text, as from a scanner. Press Enter if it was you."
TORN_CODE = (
    "PART OF A CODE: the line tore it, and it may name somebody or something else. "
    "Nothing was done with this part. Check whose chart is open, and scan again."
)
EARLY = "Scan again: part of it came while this was recorded."
LATE_ENTER = "Enter came behind a code and was taken for a part of it. Press it again if it was you."
STAYS = ("red_flag", "which_patient")
"""What is never closed but by whoever has it open."""
NOT_SET = "Nothing was done: scanning is not set up here. An admin sets it: @, then S."
WRISTBAND_FIRST = "Scan the wristband first: it opens the patient. Then scan the pack."
SECONDS = 8


@runtime_checkable
class TakesCodes(Protocol):
    """A form that does something with a code."""

    def take_code(self, code: Code, patient: str) -> bool:
        """Do what `code` means here; `patient` is whose wristband it is, "" for none. False for nothing."""

    def forget_codes(self, why: str) -> None:
        """What was scanned here may have been a part of a code: it is void, and stays so until a new scan."""


@runtime_checkable
class TakesBack(Protocol):
    """A screen on which keys that nobody pressed may have done something."""

    def take_back(self) -> None:
        """Undo it, or ask before anything comes of it."""


@runtime_checkable
class TakesBadges(Protocol):
    """A screen at which people say who they are."""

    def take_badge(self, text: str) -> bool:
        """Take the initials on a badge; False for a code that is none."""

    def is_badge(self, text: str) -> bool:
        """Whether it is a badge of somebody who may sign on."""


class Scanner(NoScanner):
    """Codes are never keys: each does what it names on the screen on top, or is said to mean nothing."""

    def __init__(self, app: Host) -> None:
        self.app = app
        self._identified = ""
        self._chart: object = None

    def take(self, text: str) -> None:
        """Do what the code `text` names."""
        screen = self.app.screen
        if isinstance(screen, SignOnScreen):
            if not (isinstance(screen, TakesBadges) and screen.take_badge(text)):
                screen.say("Something was scanned that is no badge of this ward. Nothing was done.")
            return
        code = self._read(text)
        patient = self._whose(code)
        if isinstance(screen, TakesCodes):
            done = screen.take_code(code, patient)
        else:
            done = isinstance(screen, WardScreen) and self._on_ward_screen(screen, code, patient)
        if not done:
            self._say(f"Scanned {shown(text)}: it means nothing here, and nothing was done.")

    def take_torn(self, text: str) -> None:
        """The line tore a code: what its other part named may be somebody else, or another pack."""
        if not text.strip(ENDS):
            self._say(LATE_ENTER)
            return
        self._refuse(TORN_CODE)

    def take_back(self, depth: int) -> bool:
        """Close what the first characters of a code have opened as keys, but no red flag and no lock.

        Where they have opened nothing, the screen on top takes back what they did. Nothing is a code where
        nothing is scanned.
        """
        if self.app.session.ledger.catalogue.wanted.is_off:
            return False
        app, open_now = self.app, len(self.app.screen_stack)
        for _ in range(depth, open_now):
            if name_of(app.screen) in STAYS:
                break
            app.pop_screen()  # which the lock withstands
        if len(app.screen_stack) < open_now:
            return True
        if isinstance(app.screen, TakesBack):
            app.screen.take_back()
        return False

    def take_early(self, text: str) -> None:
        """The other part was dropped with the keys for a screen that is gone."""
        if text.strip(ENDS):
            self._refuse(EARLY)

    def _refuse(self, why: str) -> None:
        """A part of a code came: nothing that was scanned before it counts."""
        screen = self.app.screen
        self._identified = ""
        self._say(why)
        if isinstance(screen, TakesCodes):
            screen.forget_codes(why)

    def names(self, text: str, whole: bool) -> bool:
        """Whether `text`, which came at once into a text field, is a badge, a pack or a patient's number.

        A number alone may be what somebody typed while the line had stalled: where patients are looked for
        it is text, and a wristband only in a form that takes wristbands.
        """
        screen = self.app.screen
        if isinstance(screen, TakesBadges):
            return screen.is_badge(text.strip())
        if not isinstance(screen, TakesCodes | WardScreen):
            return False
        code = self._read(text)
        if code.is_pack:
            return True
        patient = self._whose(code)
        typed = same_number(patient, text)
        return bool(patient) and (not typed or (whole and isinstance(screen, TakesCodes)))

    def identified(self, patient: str) -> bool:
        """Whether the wristband of `patient` was scanned and their chart is open since."""
        return self._identified == patient and self._chart in self.app.screen_stack

    def _read(self, text: str) -> Code:
        """What is on a code; of a pack no more than its text where what reads it was taken away meanwhile."""
        try:
            return read_code(text)
        except ImportError:
            if own_version.is_here():
                raise
            self._say(own_version.REPLACED)
            return Code(text)

    def _whose(self, code: Code) -> str:
        """The patient with the number of a wristband, "" for nobody, and where it could be one of two."""
        if code.is_pack:
            return ""
        ledger = self.app.session.ledger
        sought = numbers_in(code, ledger.catalogue.wanted)
        found = {meant for number in sought for meant in numbers_meant(number, ledger.patients())}
        found = {patient for patient in found if not is_joined(ledger.record(patient))}
        return found.pop() if len(found) == 1 else ""

    def _on_ward_screen(self, screen: WardScreen, code: Code, patient: str) -> bool:
        if self.app.session.ledger.catalogue.wanted.is_off:
            self._say(f"Scanned {shown(code.text)}. {NOT_SET}")
        elif code.is_pack:
            self._pack(screen, code)
        elif not patient:
            self._identified = ""
            self._say(
                f"NOBODY HERE HAS THE NUMBER {shown(code.text)}. Compare the wristband with the patient."
            )
        else:
            self._wristband(patient)
        return True

    def _wristband(self, patient: str) -> None:
        """Open the chart of `patient` in the place of whatever is open."""
        while len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        record = self.app.session.ledger.record(patient)
        self.app.open("chart", patient, record.latest.id if record.latest else "")
        self._identified, self._chart = patient, self.app.screen
        who = record.details
        name = name_text(who.family, who.given) if who else visible(patient)
        self._say(f"Wristband of {name}, MRN {visible(patient)}.")

    def _pack(self, screen: WardScreen, code: Code) -> None:
        """For the dose of the patient whose chart is open; an unknown one, for a pharmacist to confirm."""
        person, ledger = self.app.session.person, self.app.session.ledger
        if code.gtin and code.gtin not in ledger.catalogue.packs and person and person.role == "pharmacist":
            self.app.open("confirm_pack", code.gtin)
            return
        patient, course = getattr(screen, "chosen", None) or ("", "")
        if name_of(screen) != "chart" or not course:
            self._say(WRISTBAND_FIRST)
            return
        self.app.open("dose", patient, course)
        form = self.app.screen
        assert isinstance(form, TakesCodes)
        form.call_after_refresh(form.take_code, code, "")

    def enter_goes_on(self) -> bool:
        """Whether Enter in the field in focus does no more than go on; where it does, say that it waits."""
        if getattr(self.app.screen, "ENTER_GOES_ON", False):
            return True
        self._say(AGAIN)
        return False

    def _say(self, words: str) -> None:
        """On the lock nothing is shown over it."""
        screen = self.app.screen
        if isinstance(screen, SignOnScreen):
            screen.say(words)
        else:
            self.app.tell(words, SECONDS)


def shown(text: str) -> str:
    """`text` on one line, cut where it is long."""
    text = visible(text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ..."
