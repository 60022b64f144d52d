"""The keys that record something about a patient, for the board and the chart alike."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from protocols.entries import Entry, RashFound
from protocols.scales.red_flags import signs
from tui.forms.base.form import Form
from tui.screens.base.ward_screen import WardScreen
from tui.widgets.plain import plain


class PatientActions(WardScreen):
    """A screen on which a patient is chosen."""

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The patient and the course the keys are about, None when there is none."""
        return None

    def tell(self, words: str) -> None:
        """Say why a key did nothing."""
        self.notify(plain(words).plain, markup=False, timeout=6)

    def _open(
        self, form: type[Form], *, course: bool = True, then: Callable[[Entry | None], None] | None = None
    ) -> None:
        if self.chosen is None:
            self.tell("There is no patient yet. Press a to admit one.")
        elif course and not self.chosen[1]:
            self.tell("This patient has no course yet. Press e to enrol on a protocol.")
        else:
            self.app.push_screen(form(*self.chosen), then)

    def action_dose(self) -> None:
        """Record a dose."""
        from tui.forms.doses.dose import DoseForm

        self._open(DoseForm)

    def action_afterwards(self) -> None:
        """Enter doses from a paper record."""
        from tui.forms.doses.from_paper import AfterwardsForm

        self._open(AfterwardsForm)

    def action_skin(self) -> None:
        """Record a skin check."""
        from tui.forms.skin.skin import SkinForm

        self._open(SkinForm, then=self._point_to_red_flag)

    def _point_to_red_flag(self, kept: Entry | None) -> None:
        """A finding that points to a red flag opens the red flag: nobody has to remember to."""
        from tui.forms.skin.red_flag import RedFlagForm

        seen = signs(kept.what) if kept is not None and isinstance(kept.what, RashFound) else ()
        if kept is not None and seen:
            self.app.push_screen(RedFlagForm(kept.patient, kept.course, seen))

    def action_step_up(self) -> None:
        """Start the next step."""
        from tui.forms.course.step_up import StepUpForm

        self._open(StepUpForm)

    def action_reaction(self) -> None:
        """Assess a reaction."""
        from tui.forms.skin.naranjo import NaranjoForm

        self._open(NaranjoForm)

    def action_earlier(self) -> None:
        """Record the reaction that led to the course."""
        from tui.forms.skin.earlier_reaction import EarlierForm

        self._open(EarlierForm)

    def action_note(self) -> None:
        """Write a note."""
        from tui.forms.patient.note import NoteForm

        self._open(NoteForm, course=False)

    def action_vomited(self) -> None:
        """A dose already given was vomited."""
        from tui.forms.doses.vomited import VomitedForm

        self._open(VomitedForm)

    def action_medicines(self) -> None:
        """Start, give or stop another medicine."""
        from tui.forms.patient.medicines import MedicinesForm

        self._open(MedicinesForm)

    def action_follow_up(self) -> None:
        """Record how it went after the last step."""
        from tui.forms.course.follow_up import FollowUpForm

        self._open(FollowUpForm)

    def action_hold(self) -> None:
        """Hold the course."""
        from tui.forms.course.hold import HoldForm

        self._open(HoldForm)

    def action_decision(self) -> None:
        """A prescriber's decision or waiver."""
        from tui.forms.course.decision import DecisionForm

        self._open(DecisionForm)

    def action_enrol(self) -> None:
        """Enrol on a protocol."""
        from tui.forms.course.enrol import EnrolForm

        self._open(EnrolForm, course=False)

    def action_details(self) -> None:
        """Change bed, name or allergies."""
        from tui.forms.patient.details import DetailsForm

        self._open(DetailsForm, course=False)

    def action_trend(self) -> None:
        """The skin over the course."""
        from tui.screens.patient.trend import TrendScreen

        if self.chosen is None or not self.chosen[1]:
            self.tell("This patient has no course yet. Press e to enrol on a protocol.")
        else:
            self.app.push_screen(TrendScreen(*self.chosen))

    def action_history(self) -> None:
        """Every entry of the patient."""
        from tui.screens.patient.history import HistoryScreen

        if self.chosen is None:
            self.tell("There is no patient yet. Press a to admit one.")
        else:
            screen: Screen[None] = HistoryScreen(*self.chosen)
            self.app.push_screen(screen)

    def action_picture(self) -> None:
        """The course, drawn."""
        from tui.screens.patient.picture import PictureScreen

        if self.chosen is None:
            self.tell("There is no patient yet. Press a to admit one.")
        elif not self.chosen[1]:
            self.tell("This patient has no course yet. Press e to enrol on a protocol.")
        else:
            self.app.push_screen(PictureScreen(*self.chosen))

    def action_write_out(self) -> None:
        """Choose what to write into the exports folder."""
        from tui.screens.patient.write_out import WriteOutScreen

        self.app.push_screen(WriteOutScreen(*(self.chosen or ("", ""))))
