"""The app at a bedside for Pilot tests: a ledger with one patient, people signed on, a clock set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Static

from protocols import entries as e
from protocols.course.schedule import next_dose, scheduled
from protocols.record.chart import Chart
from protocols.record.slots import open_slot
from protocols.values.clinic_time import instant_of, local
from store.ledger.ledger import Ledger
from store.site.library import find
from tests.protocols.helpers.seconds import seconded
from tests.tui.helpers.rest import come_to_rest, press
from tui.app.app import StepwardApp
from tui.app.confirmation import RECORDED
from tui.forms.base.form import Form
from tui.session import Session
from tui.terminal.driver.burst import Burst
from tui.widgets.field import Lines

NURSE = e.Person("Ada Okafor", "AO", "nurse", "ada")
OTHER_NURSE = e.Person("Ben Lind", "BL", "nurse", "ben")
PRESCRIBER = e.Person("Cleo Marsh", "CM", "prescriber", "cleo")
ZONE = "Europe/Berlin"
MRN = "00481-7"
FIRST_DAY = date(2026, 11, 2)
NG = e.PatientAdmitted("Ng", "Li Wei", date(1958, 3, 12), "female", "12", "penicillin", "known")
_ids = count(1)


class Ward:
    """A ledger in a folder, written as another session would, and the clock all of them share."""

    def __init__(self, folder: Path, day: date | None = None, zone: str = ZONE) -> None:
        self.path, self.zone = folder / "ward.json", zone
        self.now = instant_of(day or FIRST_DAY, "07:00", zone).astimezone(UTC)
        self.ledger = Ledger.create(self.path, "Ward 3", zone, NURSE, now=self.clock)
        self.course = ""

    def clock(self) -> datetime:
        return self.now

    def reopen(self) -> None:
        """Open the ledger again, as after a power cut."""
        self.ledger.close()
        self.ledger = Ledger.open(self.path, now=self.clock)

    def at(self, day: int, wall: str) -> None:
        """Set the clock to protocol day `day`."""
        self.now = instant_of(FIRST_DAY + timedelta(days=day - 1), wall, ZONE).astimezone(UTC)

    def record(
        self, what: e.What, *, by: e.Person = NURSE, patient: str = MRN, course: str | None = None
    ) -> e.Entry:
        self.ledger.refresh()
        entry = e.Entry(
            id=f"ward-{next(_ids)}",
            patient=patient,
            course=self.course if course is None else course,
            at=local(self.now, self.zone),
            zone=self.zone,
            by=by,
            what=what,
        )
        return self.ledger.append(entry, self.ledger.record(patient).version)

    @property
    def chart(self) -> Chart:
        self.ledger.refresh()
        chart = self.ledger.record(MRN).chart(self.course)
        assert chart is not None
        return chart

    @property
    def last(self) -> e.Entry:
        """The newest entry of the patient, whoever recorded it."""
        self.ledger.refresh()
        return self.ledger.record(MRN).entries[-1]

    def said(self) -> object:
        """What the newest entry says."""
        return self.last.what

    def admit(self) -> None:
        self.record(NG)

    def enrol(self, protocol: str = "alectinib-report-2020") -> None:
        plan = find(protocol)
        times = {"morning": "08:00", "evening": "20:00"}
        enrolled = e.CourseEnrolled(
            plan, "Cleo Marsh", len(plan.steps), plan.strengths, times, ZONE, "suspension"
        )
        self.course = self.record(enrolled, course="").id

    def rash_free(self) -> e.Entry:
        return self.record(e.RashFreeChecked(True, True))

    def start(self, step: int) -> e.Entry:
        chart = self.chart
        first = open_slot(chart.plan, chart.protocol.step(step), self.now, chart.known, chart.step)
        return self.record(e.StepStarted(step, first))

    def give(self) -> e.Entry:
        dose = next_dose(scheduled(self.chart, self.now))
        assert dose is not None
        what = e.DoseGiven(dose.key, dose.amount, with_food=True)
        return self.record(seconded(self.chart, what, self.now))

    def begin(self) -> None:
        """Admitted, enrolled on the report's protocol, seen rash-free, on step 1 at 07:00 of day 1."""
        self.admit()
        self.enrol()
        self.rash_free()
        self.start(1)

    def step_one(self) -> None:
        """Step 1 done: its four doses given; it is 06:30 on day 3, before the check."""
        self.begin()
        for day, wall in ((1, "08:00"), (1, "20:00"), (2, "08:00"), (2, "20:00")):
            self.at(day, wall)
            self.give()
        self.at(3, "06:30")

    def gate_open(self) -> None:
        """Day 3, 07:30: the gate to step 2 is open."""
        self.step_one()
        self.at(3, "07:00")
        self.rash_free()
        self.at(3, "07:30")


def key(day: int, slot: str) -> e.DoseKey:
    """The dose of protocol day `day`."""
    return e.DoseKey(FIRST_DAY + timedelta(days=day - 1), slot)


@dataclass
class Bedside:
    """The running app, its ward, and what the tests ask of both."""

    app: StepwardApp
    pilot: Pilot[None]
    ward: Ward

    async def open(self, form: Form) -> Form:
        await self.app.push_screen(form)
        await self.settle()
        return form

    async def settle(self) -> None:
        """Wait until keys, screens and workers have come to rest."""
        await come_to_rest(self.pilot)

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def choose(self, id: str, *letters: str) -> None:
        """Go to that choice, as with Tab, and press its letters: a key changes only what is in focus."""
        self.app.screen.query_one(id).focus()
        await self.settle()
        await self.press(*letters)

    async def type(self, text: str) -> None:
        """Write `text` where the cursor is, at once; fails where there is no cursor."""
        field = self.app.focused
        assert isinstance(field, Input | Lines), field
        field.insert_text_at_cursor(text)
        await self.settle()

    async def scan(self, text: str, end: str = "\r") -> None:
        """Scan a code with a scanner that sends `end` behind each."""
        self.app.post_message(Burst(text + end))
        await self.settle()

    async def key_in(self, text: str) -> None:
        """Press the keys of `text` one by one."""
        await self.press(*[_NAMES.get(char, char) for char in text])

    @property
    def is_open(self) -> bool:
        return isinstance(self.app.screen, Form)

    @property
    def message(self) -> str:
        """The words above the buttons, in one line."""
        return said(self.app.screen.query_one("#message", Static))

    @property
    def confirmed(self) -> str:
        """The confirmation that stands on the screen."""
        told = [one.message for one in self.app._notifications if one.message.startswith(RECORDED)]
        return told[-1] if told else ""

    def text(self, selector: str) -> str:
        return said(self.app.screen.query_one(selector, Static))


def said(static: Static) -> str:
    """What a Static says, without its line breaks."""
    return " ".join(str(static.content).split())


_NAMES = {" ": "space", ",": "comma", ".": "full_stop", "-": "minus", ":": "colon", ";": "semicolon"}


@asynccontextmanager
async def bedside(
    ward: Ward, by: e.Person | None = NURSE, size: tuple[int, int] = (80, 24), only: str = ""
) -> AsyncIterator[Bedside]:
    """The app on the ward's ledger, with `by` signed on; None leaves it at the door.

    It locks itself after an hour: a busy computer may need minutes for a test that presses no key.
    """
    app = StepwardApp(Session(ward.path, now=ward.clock, only=only), lock_after=3600)
    app.session.person = by
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            here = Bedside(app, pilot, ward)
            await here.settle()
            yield here
    finally:
        if app.session.is_open:
            app.session.ledger.close()
