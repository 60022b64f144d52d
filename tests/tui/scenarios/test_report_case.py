"""The report's case keyed in through the screens alone, from an empty folder to the full dose.

46 doses, four gates, each tried too early and refused with the right words; 600 mg twice daily from
protocol day 24, 19,200 mg before it (shared figures: case report, Table 1; domain.md 4.2).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from protocols.course.day_numbers import protocol_day
from protocols.course.schedule import next_dose, scheduled
from protocols.entries import DoseGiven
from protocols.record.chart import Chart
from protocols.reports.status import status_of
from protocols.values.clinic_time import instant_of
from store.ledger.ledger import Ledger
from tests.tui.helpers.rest import come_to_rest, press
from tests.tui.helpers.staffed import PIN
from tui.app.app import StepwardApp
from tui.screens.patient.chart import ChartScreen
from tui.session import Session

DAY_ONE = date(2026, 11, 2)
ZONE = "Europe/Berlin"


@dataclass
class Keyboard:
    """A nurse at the keyboard, and the clock on the wall."""

    app: StepwardApp
    pilot: Pilot[None]
    now: datetime

    def clock(self) -> datetime:
        return self.now

    def at(self, day: int, wall: str) -> None:
        """Protocol day `day`."""
        self.now = instant_of(DAY_ONE + timedelta(days=day - 1), wall, ZONE)
        self.app.redraw()

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def write(self, text: str) -> None:
        await press(self.pilot, *(NAMES.get(char, char) for char in text))

    async def fill(self, *texts: str) -> None:
        """Each text, then Enter."""
        for text in texts:
            await self.write(text)
            await self.press("enter")

    @property
    def chart(self) -> Chart:
        chart = self.app.session.ledger.record("00481-7").latest
        assert chart is not None
        return chart

    @property
    def message(self) -> str:
        return " ".join(str(self.app.screen.query_one("#message", Static).content).split())

    async def try_too_early(self, *words: str) -> None:
        """The next step, tried; refused with all of `words`; nothing is recorded."""
        before, step = self.app.session.ledger.position, self.chart.step_number
        await self.press("u", "tab", "enter")
        for said in words:
            assert said in self.message
        await self.press("escape")
        assert (self.app.session.ledger.position, self.chart.step_number) == (before, step)


NAMES = {" ": "space", "-": "minus", "/": "slash", ":": "colon"}


@asynccontextmanager
async def ward(path: Path) -> AsyncIterator[Keyboard]:
    now = instant_of(DAY_ONE, "07:00", ZONE)
    app = StepwardApp(Session(path, now=lambda: keyboard.now))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        keyboard = Keyboard(app, pilot, now)
        await come_to_rest(pilot)
        yield keyboard


async def begin(keys: Keyboard) -> None:
    """The first start, sign-on, admission, enrolment, the check before dose 1 and the start."""
    zone = keys.app.screen.query_one("#zone")
    await keys.fill("Ward 3")
    zone.query_one("Input").value = ZONE  # type: ignore[attr-defined]
    await keys.press("enter")
    await keys.fill("Mara Silva", "MS", PIN, PIN)
    await keys.press("enter")
    await keys.press("at")
    for name, initials in (("Ada Okafor", "AO"), ("Ben Lind", "BL")):
        await keys.press("home", "enter")
        await keys.fill(name, initials)
        await keys.press("n")
        await keys.fill(PIN, PIN)
        await keys.press("enter")
    await keys.press("escape", "i")
    await keys.write(f"AO{PIN}")
    await keys.press("enter")
    assert keys.app.session.person is not None
    assert keys.app.session.person.name == "Ada Okafor"
    await keys.press("a")
    await keys.fill("00481-7", "Ng", "Li Wei", "12-Mar-1958", "12")
    await keys.press("f", "c", "enter")
    await keys.press("e", "a")
    await keys.fill("150")
    await keys.press("5")
    await keys.fill("Cleo Marsh")
    await keys.press("enter")
    assert keys.chart.target == 5
    await keys.press("u", "tab", "enter")
    assert "No rash-free check yet" in keys.message
    await keys.press("escape")
    await keys.press("s", "w", "m", "enter")
    await keys.press("u", "y", "enter")
    assert keys.chart.step_number == 1


async def give(keys: Keyboard, day: int, wall: str) -> None:
    """The dose in three keys; the first one of a step is checked by a second nurse, who types it in."""
    keys.at(day, wall)
    coming = next_dose(scheduled(keys.chart, keys.now))
    assert coming is not None
    first = len(keys.chart.taken) in (0, 4, 14, 30)
    await keys.press("d", "g", "enter")
    if first:
        await keys.press("1")
        await keys.fill("BL", PIN, str(coming.amount), str(coming.amount // 150))
        await keys.press("enter")


async def test_the_reports_whole_course(tmp_path: Path) -> None:
    async with ward(tmp_path / "ward.json") as keys:
        await begin(keys)
        await keys.press("enter")
        assert isinstance(keys.app.screen, ChartScreen)
        day = 1
        for step, days in ((1, 2), (2, 5), (3, 8), (4, 8)):
            for nth in range(days):
                await give(keys, day, "08:00")
                await give(keys, day, "20:00")
                if nth == 0:
                    await keys.try_too_early("doses missing", "Not before", "was before the last dose")
                day += 1
            keys.at(day - 1, "23:59")
            await keys.press("s", "w", "m", "enter")
            keys.at(day, "07:00")
            await keys.try_too_early("3 Rash-free check", "too soon after the last dose")
            await keys.press("s", "w", "m", "enter")
            await keys.press("u", "y", "enter")
            assert keys.chart.step_number == step + 1
        check_full_dose(keys)
        kept = keys.app.session.ledger.entries()
        keys.app.session.ledger.close()
    with Ledger.open(tmp_path / "ward.json", read_only=True) as ledger:
        assert ledger.entries() == kept


def check_full_dose(keys: Keyboard) -> None:
    chart = keys.chart
    given = [line.what for line in chart.taken]
    assert len(given) == 46
    checks = [what.second for what in given if isinstance(what, DoseGiven) and what.second]
    assert [(check.by.initials, check.amount) for check in checks] == [
        ("BL", Decimal(150)),
        ("BL", Decimal(300)),
        ("BL", Decimal(450)),
        ("BL", Decimal(450)),
    ]
    assert sum(what.amount for what in given if isinstance(what, DoseGiven)) == Decimal(19200)
    dose = next_dose(scheduled(chart, keys.now))
    assert dose is not None
    assert (dose.amount, protocol_day(chart, dose.key.day), dose.key.slot) == (Decimal(600), 24, "morning")
    step = chart.step
    assert step is not None
    assert [planned.amount for planned in step.doses] == [Decimal(600), Decimal(600)]
    assert status_of(chart, keys.now).gate.to is None
