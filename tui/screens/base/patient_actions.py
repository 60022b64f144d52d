"""The keys that open something about a patient, for the board and the chart alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protocols.entries import Entry, RashFound
from protocols.record.handovers import waiting
from protocols.scales.red_flags import signs
from protocols.values.text import visible
from tui.screens.base.ward_screen import WardScreen
from tui.views.handover.waiting import handovers

NO_PATIENT = "There is no patient yet. Press a to admit one."
NO_COURSE = "This patient has no course yet. Press e to enrol on a protocol."


def _opens(name: str, *, course: bool = True) -> Callable[[PatientActions], None]:
    """The action that opens what routes.py calls `name`, about the chosen patient."""
    return lambda screen: screen.open_about(name, course=course)


class PatientActions(WardScreen):
    """A screen on which a patient is chosen."""

    action_dose = _opens("dose")
    action_from_paper = _opens("from_paper")
    action_step_up = _opens("step_up")
    action_reaction = _opens("reaction")
    action_earlier = _opens("earlier")
    action_vomited = _opens("vomited")
    action_named_check = _opens("named_check")
    action_medicines = _opens("medicines")
    action_follow_up = _opens("follow_up")
    action_hold = _opens("hold")
    action_decision = _opens("decision")
    action_trend = _opens("trend")
    action_picture = _opens("picture")
    action_way = _opens("way", course=False)
    action_number = _opens("number", course=False)
    action_send = _opens("send", course=False)
    action_note = _opens("note", course=False)
    action_enrol = _opens("enrol", course=False)
    action_amend = _opens("amend")
    action_details = _opens("details", course=False)
    action_history = _opens("history", course=False)

    @property
    def chosen(self) -> tuple[str, str] | None:
        """The patient and the course the keys are about, None when there is none."""
        return None

    def tell(self, words: str) -> None:
        """Say why a key did nothing."""
        self.app.tell(words, 6)

    def open_about(
        self, name: str, *, course: bool = True, then: Callable[[Any], object] | None = None
    ) -> None:
        """Open what is called `name` about the chosen patient; `course` where it needs one."""
        trouble = self._trouble(*self.chosen[:1]) if self.chosen else ""
        if self.chosen is None:
            self.tell(NO_PATIENT)
        elif trouble:
            self.tell(f"MRN {visible(self.chosen[0])}. {trouble} Nothing can be recorded in it.")
        elif course and not self.chosen[1]:
            self.tell(NO_COURSE)
        else:
            self.app.open(name, *self.chosen, then=then)

    def _trouble(self, patient: str) -> str:
        """Why the record of `patient` cannot be shown, before anything is opened; "" when it can."""
        self.session.ledger.try_out(patient)
        return self.session.ledger.record(patient).trouble

    def action_skin(self) -> None:
        """Record a skin check."""
        self.open_about("skin", then=self._point_to_red_flag)

    def _point_to_red_flag(self, kept: Entry | None) -> None:
        """A finding that points to a red flag opens the red flag: nobody has to remember to."""
        if kept is None or not isinstance(kept.what, RashFound):
            return
        chart = self.session.ledger.record(kept.patient).chart(kept.course)
        seen = signs(kept.what, chart.protocol if chart else None)
        if seen:
            self.app.open("red_flag", kept.patient, kept.course, seen)

    def action_correct(self) -> None:
        """Correct what was just recorded, while its confirmation stands; else choose it in the history."""
        kept = self.app.to_correct
        if kept is not None and (not self.patient or kept.patient == self.patient):
            self.app.open("correct", kept.patient, kept.course, kept.id)
        else:
            self.tell("Highlight the entry that is wrong, then press c.")
            self.action_history()

    def action_alarm_seen(self) -> None:
        """Say that a red flag was seen: that of the chosen patient, else the first nobody has seen."""
        waiting = [told.patient for told in self.app.ward.alarms if not told.seen]
        if not waiting:
            self.tell("No red flag waits to be seen.")
            return
        chosen = self.chosen[0] if self.chosen else ""
        self.app.open("alarm_seen", chosen if chosen in waiting else waiting[0])

    def action_write_out(self) -> None:
        """Choose what to write into the exports folder."""
        self.app.open("write_out", *(self.chosen or ("", "")))

    def open_handover(self, only: str = "") -> None:
        """The sheet as things are now; on top of it the one that waits for an answer, where there is one."""
        self.app.open("handover", only)
        waits = waiting(handovers(self.session.ledger), only)
        if waits is not None:
            self.app.open("handover", only, waits.id)
