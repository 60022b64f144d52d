"""A nurse who tells through forms: opened earlier, sent later, while others record, or offered again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from textual import events

from protocols import entries as e
from protocols.record.chart import Chart
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text
from protocols.values.text import clean, visible
from tests.tui.helpers.bedside_app import NURSE, OTHER_NURSE, Bedside
from tests.tui.tellings.patients import chart_of
from tests.tui.tellings.people import day_words, wait, wall_words
from tui.app.resume import draft_of, fill, form_of
from tui.forms.base.form import Form
from tui.forms.base.two_person_form import CheckedForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field

PASTED = ("Called Dr Roe\r\nat once", "क्‍षेत्री asked", "soft\u00adhyphen\nnext line", "as before")


@dataclass
class Telling:
    """One thing that truly happened, and the form it is told through."""

    form: Form
    patient: str
    true: datetime
    fill: Callable[[], Awaitable[None]]
    """Says what happened, as one does after looking at the form: choices, ticks and words."""
    is_it: Callable[[e.What], bool]
    known: datetime | None = None
    """The time that stands there by itself, where that is not now."""
    at: Callable[[e.Entry], datetime] | None = None
    """When it happened, as it is kept; None for the time of the entry."""
    meanwhile: Callable[[], None] | None = None
    """What another person records while the form is open; None for a note."""
    has_time: bool = True
    questions: list[str] = field(default_factory=list)


class Teller:
    """A nurse who knows what is true, at a bedside whose clock goes on."""

    def __init__(self, here: Bedside, courses: dict[str, str], random: Random) -> None:
        self.here, self.ward, self.courses, self.random = here, here.ward, courses, random

    @property
    def form(self) -> Form:
        assert isinstance(self.here.app.screen, Form)
        return self.here.app.screen

    async def tell(self, way: Way) -> str:
        """Tell one thing; what is wrong with what was kept, "" for nothing."""
        random, base = self.random, self.ward.now
        true = base + timedelta(minutes=random.randint(1, 600))
        now = true + wait(random)
        self.ward.now = max(base, now - timedelta(minutes=random.choice((0, 7, 45))))
        self.here.app.follow()
        telling = way(self, true)
        before = self.ward.ledger.position
        await self.here.open(telling.form)
        if random.random() < 0.3:
            (telling.meanwhile or partial(self._another_records, telling.patient))()
        await telling.fill()
        self.ward.now = now
        self.here.app.redraw()
        if random.random() < 0.2:
            await self._offered_again(telling)
        elif telling.has_time and (telling.true != (telling.known or now) or random.random() < 0.5):
            await self._say_when(telling, offset=False)
        await self._record(telling)
        return self._wrong(telling, before)

    def _another_records(self, patient: str) -> None:
        self.ward.record(
            e.NoteAdded("Seen by the physio."), by=OTHER_NURSE, patient=patient, course=self.courses[patient]
        )

    async def _say_when(self, telling: Telling, *, offset: bool) -> None:
        """The time, and the day where another one stands there than it was."""
        zone, form, true = self.ward.zone, self.form, telling.true
        if not telling.has_time:
            return
        form.query_one("#time", Field).value = wall_words(self.random, true, zone, offset=offset)
        if offset or form.query_one("#day", Field).value != date_text(day_of(true, zone)):
            form.query_one("#day", Field).value = day_words(self.random, true, zone)
        await self.here.settle()

    async def _offered_again(self, telling: Telling) -> None:
        """The connection breaks; next day the form is offered again, and what was said is said anew."""
        draft = draft_of(self.form, self.ward.now)
        self.form.dismiss(None)
        await self.here.settle()
        self.ward.now += timedelta(hours=self.random.randint(1, 20))
        again = form_of(draft) if draft else type(telling.form)(*telling.form.made_with())
        assert isinstance(again, Form)
        await self.here.open(again)
        if draft is not None:
            fill(again, draft, self.ward.zone)
            await self.here.settle()
        if again.frozen:
            await again.submit()
        await telling.fill()
        await self._say_when(telling, offset=False)

    async def _record(self, telling: Telling) -> None:
        """Press Record; answer what is asked, until the form is gone."""
        for _ in range(8):
            form = self.form
            await form.submit()
            await self.here.settle()
            if self.here.app.screen is not form:
                return
            said = self.here.message
            if isinstance(form, CheckedForm) and form.first is not None:
                form.query_one("#second-who", Choice).choose_letter("N")
            elif "The record has changed" not in said and not form.frozen and "stays due" not in said:
                telling.questions.append(said)
                await self._say_when(telling, offset=True)
            elif telling.has_time and not form.query_one("#time", Field).value:
                await self._say_when(telling, offset=True)
            await self.here.settle()

    def chart(self, patient: str) -> Chart:
        """The patient's course as it stands."""
        return chart_of(self.ward, patient, self.courses[patient])

    async def write(self, id: str, text: str) -> None:
        """Paste `text` into an empty field."""
        box = self.form.query_one(f"#{id}", Field)
        box.value = ""
        box.focus_input()
        await self.here.settle()
        self.here.app.post_message(events.Paste(text))
        await self.here.settle()

    async def choose(self, id: str, value: str) -> None:
        """Choose the line that stands for `value`."""
        choice = self.form.query_one(f"#{id}", Choice)
        choice.chosen = [option.value for option in choice.options].index(value)
        await self.here.settle()

    def _wrong(self, telling: Telling, before: int) -> str:
        self.ward.ledger.refresh()
        new = [entry for entry in self.ward.ledger.entries(after=before) if entry.by.name == NURSE.name]
        about = f"{type(telling.form).__name__}, true {telling.true}, {telling.questions}"
        if len(new) != 1:
            said = self.here.message if self.here.is_open else ""
            if self.here.is_open:
                self.form.dismiss(None)
            return f"{len(new)} entries were kept: {about} {said}"
        (kept,) = new
        at = telling.at(kept) if telling.at else kept.at
        at = at if telling.has_time else telling.true
        if kept.patient != telling.patient or at != telling.true or not telling.is_it(kept.what):
            return f"{at} {kept.what} of {kept.patient} was kept: {about}"
        return ""


Way = Callable[[Teller, datetime], Telling]
"""Something that can be told: of a true time, what it was and its form."""


def kept_text(text: str) -> str:
    """What is kept of a text that was pasted."""
    return clean(visible("\n".join(text.splitlines()), multiline=True), multiline=True)
