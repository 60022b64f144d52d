"""Tellings through the forms: opened earlier, sent later, while others record, or offered again next day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from textual import events

from protocols import entries as e
from protocols.course.forecast import without_record
from protocols.record.slots import open_slot
from protocols.scales.red_flags import red_flags
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from protocols.values.text import clean, visible
from protocols.values.time_words import moment_text
from store.site.library import find
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, Bedside, Ward, bedside
from tests.tui.tellings.people import changes, day_words, wait, wall_words
from tui.app.resume import draft_of, fill, form_of
from tui.forms.base.form import Form
from tui.forms.base.two_person_form import CheckedForm
from tui.forms.base.which_dose import WhichDose
from tui.forms.doses.dose import DoseForm
from tui.forms.doses.from_paper import FromPaperForm
from tui.forms.patient.note import NoteForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.forms.skin.skin import SkinForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.tick import Tick

OTHER = "77"
PASTED = ("Called Dr Roe\r\nat once", "क्‍षेत्री asked", "soft\u00adhyphen\nnext line", "as before")


def ward_before_a_change(folder: Path, zone: str, random: Random) -> Ward:
    """A ward in `zone`, begun the day before its clocks change."""
    return Ward(folder, day_of(random.choice(changes(zone)) - timedelta(days=1), zone), zone)


def world(ward: Ward) -> dict[str, str]:
    """Two patients on a course each; the courses by patient."""
    zone, courses = ward.zone, {}
    for patient, family in ((MRN, "Ng"), (OTHER, "Berg")):
        details = e.PatientAdmitted(family, "Li", date(1958, 3, 12), "female", "1", "", "none known")
        ward.record(details, patient=patient, course="")
        ward.course = ""
        plan = find("alectinib-report-2020")
        times = {"morning": "08:00", "evening": "20:00"}
        enrolled = e.CourseEnrolled(plan, "Cleo Marsh", len(plan.steps), plan.strengths, times, zone, "made")
        courses[patient] = ward.record(enrolled, patient=patient, course="").id
        ward.record(e.RashFreeChecked(True, True), patient=patient, course=courses[patient])
        chart = ward.ledger.record(patient).chart(courses[patient])
        assert chart is not None
        first = open_slot(chart.plan, plan.step(1), ward.now, chart.known, None)
        ward.record(e.StepStarted(1, first), patient=patient, course=courses[patient])
    ward.course = courses[MRN]
    return courses


@dataclass
class Telling:
    """One thing that truly happened, and the form it is told through."""

    form: Form
    patient: str
    true: datetime
    fill: Callable[[], Awaitable[None]]
    """Says what happened, as one does after looking at the form: choices, ticks and words."""
    is_it: Callable[[e.What], bool]
    questions: list[str] = field(default_factory=list)


class Teller:
    """A nurse who knows what is true, at a bedside whose clock goes on."""

    def __init__(self, here: Bedside, courses: dict[str, str], random: Random) -> None:
        self.here, self.ward, self.courses, self.random = here, here.ward, courses, random

    @property
    def form(self) -> Form:
        assert isinstance(self.here.app.screen, Form)
        return self.here.app.screen

    async def tell(self) -> str:
        """Tell one thing; what is wrong with what was kept, "" for nothing."""
        random, base = self.random, self.ward.now
        true = base + timedelta(minutes=random.randint(1, 600))
        now = true + wait(random)
        self.ward.now = max(base, now - timedelta(minutes=random.choice((0, 7, 45))))
        self.here.app.follow()
        telling = random.choice((self._note, self._check, self._flag, self._dose))(true)
        before = self.ward.ledger.position
        await self.here.open(telling.form)
        if random.random() < 0.3:
            self._another_records(telling.patient)
        await telling.fill()
        self.ward.now = now
        self.here.app.redraw()
        if random.random() < 0.2:
            await self._offered_again(telling)
        elif telling.true != now or random.random() < 0.5:
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
            elif not form.query_one("#time", Field).value:
                await self._say_when(telling, offset=True)
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
        if kept.patient != telling.patient or kept.at != telling.true or not telling.is_it(kept.what):
            return f"{kept.at} {kept.what} of {kept.patient} was kept: {about}"
        return ""

    # what can be told

    async def _write(self, id: str, text: str) -> None:
        """Paste `text` into an empty field."""
        box = self.form.query_one(f"#{id}", Field)
        box.value = ""
        box.focus_input()
        await self.here.settle()
        self.here.app.post_message(events.Paste(text))
        await self.here.settle()

    def _note(self, true: datetime) -> Telling:
        patient, text = self.random.choice((MRN, OTHER)), self.random.choice(PASTED)
        form = NoteForm(patient, self.courses[patient])
        return Telling(
            form,
            patient,
            true,
            lambda: self._write("note", text),
            lambda what: what == e.NoteAdded(_kept(text)),
        )

    def _check(self, true: datetime) -> Telling:
        text = self.random.choice(PASTED)

        async def fill() -> None:
            for name in ("whole-skin", "mucous"):
                self.form.query_one(f"#{name}", Tick).ticked = True
            await self._write("note", text)

        form = SkinForm(MRN, self.courses[MRN])
        return Telling(form, MRN, true, fill, lambda what: what == e.RashFreeChecked(True, True, _kept(text)))

    def _flag(self, true: datetime) -> Telling:
        letter = self.random.choice("ab")

        async def fill() -> None:
            picks = self.form.query_one("#flags", Picks)
            picks.picked = frozenset({"ab".index(letter)})
            await self.here.settle()

        def is_it(what: e.What) -> bool:
            return isinstance(what, e.RedFlagSeen) and what.flags == flags

        form = RedFlagForm(OTHER, self.courses[OTHER])
        chart = self.ward.ledger.record(OTHER).chart(self.courses[OTHER])
        assert chart is not None
        flags = (red_flags(chart.protocol)["ab".index(letter)],)
        return Telling(form, OTHER, true, fill, is_it)

    def _dose(self, true: datetime) -> Telling:
        amount = Decimal(self.random.choice(("75", "112.5", "150")))
        chart = self.ward.chart
        waiting = without_record(chart, self.ward.now)
        if not waiting:
            return self._note(true)
        dose = self.random.choice(waiting[-4:])
        true = min(self.ward.now, dose.at + timedelta(minutes=self.random.randint(-60, 600)))

        async def fill() -> None:
            which = self.form.query_one(WhichDose)
            which.chosen = [one.key for one in which.doses].index(dose.key)
            self.form.query_one("#event", Choice).choose_letter("x")
            await self.here.settle()
            self.form.query_one("#food", Choice).choose_letter("f")
            self.form.query_one("#amount", Field).value = format(amount, "f")
            await self._write("reason", "half\r\nof it")

        def is_it(what: e.What) -> bool:
            given = isinstance(what, e.DoseGiven) and (what.dose, what.amount) == (dose.key, amount)
            return given and what.reason == "half\nof it"  # type: ignore[union-attr]

        return Telling(DoseForm(MRN, self.courses[MRN]), MRN, true, fill, is_it)

    async def paper(self) -> str:
        """Enter the last doses from paper: letter and time; the day too where another one is shown."""
        zone, random = self.ward.zone, self.random
        self.ward.now += timedelta(hours=random.randint(10, 30))
        self.here.app.follow()
        waiting = without_record(self.ward.chart, self.ward.now)[-2:]
        truth = {
            one.key: min(self.ward.now, one.at + timedelta(minutes=random.randint(-90, 900)))
            for one in waiting
        }
        await self.here.open(FromPaperForm(MRN, self.courses[MRN]))
        form = self.form
        assert isinstance(form, FromPaperForm)
        for name, dose in form.doses.items():
            if dose.key not in truth:
                continue
            at, line = truth[dose.key], form.query_one(f"#{name}", Field)
            line.value = f"g {wall_words(random, at, zone)}"
            await self.here.settle()
            if moment_text(at, self.ward.now, zone) not in self.here.text(f"#{name}-kept"):
                line.value = f"g {date_text(day_of(at, zone))} {time_text(at, zone)}"
        before = self.ward.ledger.position
        await form.submit()
        await self.here.settle()
        said = self.here.message if self.here.is_open else ""
        if self.here.is_open:
            form.dismiss(None)
            await self.here.settle()
        self.ward.ledger.refresh()
        kept = {
            entry.what.dose: entry.at
            for entry in self.ward.ledger.entries(after=before)
            if isinstance(entry.what, e.DoseGiven)
        }
        return "" if kept == truth else f"{kept} was kept, {truth} was meant, told {self.ward.now}. {said}"


def _kept(text: str) -> str:
    """What is kept of a text that was pasted."""
    return clean(visible("\n".join(text.splitlines()), multiline=True), multiline=True)


async def tell_in_forms(ward: Ward, random: Random, count: int) -> list[str]:
    """What is wrong with what was kept of `count` tellings at one ward."""
    courses, wrong = world(ward), list[str]()
    async with bedside(ward) as here:
        teller = Teller(here, courses, random)
        for number in range(count):
            found = await (teller.paper() if number % 6 == 5 else teller.tell())
            wrong += [f"{ward.zone}: {found}"] if found else []
    return wrong
