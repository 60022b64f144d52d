"""Give a handover: of the ward, or of one patient. What is on the sheet is never typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Static

from protocols.entries import Entry, HandoverGiven, What
from protocols.record.handovers import waiting
from protocols.values.formatting import plural, when_text
from protocols.values.text import visible
from tui.forms.base.form import Form
from tui.views.course.history import new_since
from tui.views.handover.sheets import patient_name, sheet_at
from tui.views.handover.waiting import handovers
from tui.widgets.field import Field
from tui.widgets.plain import plain


class HandOverForm(Form):
    """Place, who else is there, and what the entries do not say. It is of the ward where `only` is ""."""

    TITLE_TEXT: ClassVar[str] = "Give a handover"
    ABOUT: ClassVar[str] = (
        "Hands over what the sheet shows. Patients stay with whoever has them until another person "
        "has accepted."
    )
    RECORD: ClassVar[str] = "Hand over"
    FIRST: ClassVar[str] = "#place"
    IN_ORDER: ClassVar[bool] = True

    def __init__(self, only: str) -> None:
        super().__init__("")
        self.only, self.seen = only, 0
        self._made: tuple[HandoverGiven, datetime] | None = None

    def made_with(self) -> tuple[str, ...]:
        """The patient alone."""
        return (self.only,)

    def fields(self) -> Iterable[Widget]:
        """What is handed over, then the little that is asked."""
        self.seen = self.session.ledger.position
        yield Static(plain("\n".join(self._about()), multiline=True), classes="says", markup=False)
        yield Field("Place", visible(self.session.ledger.ward), required=True, id="place")
        yield Field("Others present", hint="names; empty for nobody", id="others")
        yield Field("To add", hint="what the entries do not say", lines=True, id="note")

    def _about(self) -> list[str]:
        ledger = self.session.ledger
        sheet = sheet_at(ledger, self.seen, self.session.now(), self.only)
        whom = patient_name(ledger, self.only) if self.only else plural(len(sheet.blocks), "patient")
        said = [
            f"{whom}, as shown on the sheet behind this form. Another person then accepts or refuses it; "
            "until then everybody stays with whoever has them."
        ]
        earlier = waiting(handovers(ledger), self.only)
        if earlier is not None:
            given = earlier.given
            when = when_text(given.at, given.zone)
            said.append(
                f"The one given {when} by {visible(given.by.name)} was not accepted: this takes its place."
            )
        return said

    def build(self) -> tuple[What, datetime | None]:
        """The handover of the sheet as it is now; tried again unchanged, it is the same one."""
        place, others, note = (self.query_one(f"#{id}", Field).value for id in ("place", "others", "note"))
        at = self.session.now()
        digest = sheet_at(self.session.ledger, self.seen, at, self.only).digest
        what = HandoverGiven(place, self.seen, digest, self.only, others, note)
        if self._made is not None and _typed(self._made[0]) == _typed(what):
            return self._made
        self._made = what, at
        return self._made

    async def submit(self) -> None:
        """What others record meanwhile is shown first: nobody hands over what they have not seen."""
        self.app.follow()
        ledger = self.session.ledger
        fresh = ledger.entries(after=self.seen)
        if all(entry.id != self.tried for entry in fresh):  # else it was recorded, though that was unclear
            self.seen = ledger.position
            new = [entry for entry in fresh if entry.patient and self.only in ("", entry.patient)]
            if new:
                self._tell_new(new)
                return
        await super().submit()

    def _tell_new(self, new: list[Entry]) -> None:
        told = []
        for entry in new[-3:]:
            record = self.session.ledger.record(entry.patient)
            told += [f"{patient_name(self.session.ledger, entry.patient)}: {new_since([entry], record)[0]}"]
        count = f" {len(new)} new entries, the last 3 are:" if len(new) > 3 else ""
        self.say(f"Recorded since this form was opened, and on the sheet now:{count}", *told, AGAIN)


AGAIN = "Press Hand over again if the sheet is still to be handed over."


def _typed(what: HandoverGiven) -> tuple[str | int, ...]:
    return what.seen, what.only, what.place, what.others, what.note
