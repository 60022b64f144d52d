"""A patient's way through the ward: on leave, discharged, died; on the ward again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Leaving, PatientLeft, PatientReturned, What, is_death
from protocols.entries.wording import left_text
from protocols.record.fold import Record
from protocols.values.formatting import listed
from protocols.values.text import visible
from protocols.values.time_words import This, expected
from tui.forms.base.form import Form
from tui.parsing import Fault, day, time_of_day
from tui.views.course.namesakes import bed_warning
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain
from tui.widgets.when import When

_LEAVES = (
    Option("L", "leave", "On leave: comes back, and the bed stays theirs"),
    Option("D", "discharged", "Discharged: the bed is free"),
    Option("X", "died", "Died"),
)
_BACK = Option("R", "back", "On the ward again")
_ERROR = Option("E", "error", "Entered in error: never left")
_FROM_LEAVE = (_BACK, Option("D", "discharged", "Discharged from leave"), _LEAVES[-1], _ERROR)


def _offered(record: Record) -> tuple[Option, ...]:
    """What fits: the patient is here, on leave, discharged, or has died."""
    left = record.left.what if record.left else None
    if left is None:
        return _LEAVES
    if isinstance(left, PatientLeft) and left.how == "leave":
        return _FROM_LEAVE
    return (_ERROR,) if is_death(left) else (_BACK, _ERROR)


OPEN = "{drugs}: the course is open. A prescriber says what becomes of it: key p"


class WayForm(Form):
    """Leaving and returning, at its true time."""

    TITLE_TEXT: ClassVar[str] = "The patient leaves, or is here again"
    ABOUT: ClassVar[str] = (
        "Says that a patient goes on leave, is discharged or has died, or is on the ward again. Nothing is "
        "due meanwhile; doses of a leave are asked for after the return. An open course waits for a "
        "prescriber. Somebody who comes back is found with / by name or number, with the whole record."
    )
    FIRST: ClassVar[str] = "#what"

    def fields(self) -> Iterable[Widget]:
        """Where the patient is now, what happens, and when."""
        yield Static(id="where", classes="says", markup=False)
        yield Choice("What", _LEAVES, id="what")
        yield Field("Where to", hint="such as: home, with her daughter", id="to")
        yield Field("Expected back", hint="day, such as 17-Nov-2026", id="back-day")
        yield Field("At", hint="time, such as 18:00", id="back-time")
        yield Field("Bed", self._bed(), id="bed")
        yield Static(id="bed-taken", classes="warns", markup=False)
        yield Field("Note", id="note")
        yield When(self.session.now, self.session.ledger.zone)

    def _bed(self) -> str:
        return visible(self.record.details.bed) if self.record.details else ""

    def addressed(self) -> tuple[str, str]:
        """The patient, not one of the courses."""
        return self.patient, ""

    def rearrange(self) -> None:
        """Ask what fits."""
        record, choice = self.record, self.query_one("#what", Choice)
        choice.offer(_offered(record), choice.value)
        what = choice.value
        opened = [visible(chart.protocol.drug) for chart in record.charts if chart.ended is None]
        words = f"{left_text(record.left, record.zone)}." if record.left else "The patient is on the ward."
        if opened and what in ("discharged", "died"):
            words = f"{words} {OPEN.format(drugs=listed(opened))}"
            words += "." if what == "died" else ", or T to another site."
        self.query_one("#where", Static).update(plain(words))
        self.query_one("#to", Field).display = what in ("leave", "discharged")
        for name in ("#back-day", "#back-time"):
            self.query_one(name, Field).display = what == "leave"
        self.query_one("#bed", Field).display = what in ("back", "error")
        note = self.query_one("#note", Field)
        note.required = what == "error"
        taken = self.query_one("#bed-taken", Static)
        told = bed_warning(self.patient, self._text("bed"), self.session.ledger.people())
        taken.update(plain(told))
        taken.display = bool(told) and what in ("back", "error")

    def build(self) -> tuple[What, datetime | None]:
        """What happened, at its time."""
        what = self.query_one("#what", Choice).value
        if what is None:
            raise Fault("Choose what happens.")
        at = self.query_one(When).instant()
        if what in ("back", "error"):
            return PatientReturned(self._text("bed"), what == "error", self._text("note")), at
        back = self._expected() if what == "leave" else None
        to = self._text("to") if what != "died" else ""
        return PatientLeft(cast(Leaving, what), to, back, self._text("note")), at

    def _expected(self) -> datetime | None:
        """When somebody on leave is expected, None where nobody said."""
        said, time = self._text("back-day"), self._text("back-time")
        if not said and not time:
            return None
        answer = expected(day(said, "Expected back"), time_of_day(time, "At"), self.session.ledger.zone)
        if isinstance(answer, This):
            return answer.at
        raise Fault(f"At: {answer.words}", "At")

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value
