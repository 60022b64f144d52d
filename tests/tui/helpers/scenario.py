"""What people do in the scenarios, on the screens. The days before are written by another session."""

from __future__ import annotations

from textual.widgets import Button

from protocols.course.schedule import scheduled
from protocols.entries import DecisionMade, DoseGiven, Person, PreconditionWaived, RashFreeChecked
from protocols.reports.status import Status, status_of
from tests.tui.helpers.bedside_app import NURSE, PRESCRIBER, Bedside, Ward
from tui.widgets.field import Field


def to_step(ward: Ward, number: int) -> int:
    """Bring a course to the morning on which step `number` was started; gives its protocol day."""
    ward.begin()
    day = 1
    for step in range(1, number):
        for _ in range(ward.chart.protocol.step(step).days or 0):
            for wall in ("08:00", "20:00"):
                ward.at(day, wall)
                ward.give()
            day += 1
        ward.at(day, "06:30")
        ward.rash_free()
        ward.start(step + 1)
    return day


async def go(here: Bedside, day: int, wall: str) -> None:
    """Let the clock come to `wall` on protocol day `day`."""
    here.ward.at(day, wall)
    here.app.follow()
    here.app.redraw()
    await here.settle()


async def sign_on(here: Bedside, person: Person) -> None:
    """Another person is at the keyboard."""
    here.app.session.person = person
    here.app.redraw()
    await here.settle()


async def look(here: Bedside) -> None:
    """Whole skin and mucosa seen, no rash."""
    await here.press("s", "w", "m", "enter")
    assert here.ward.said() == RashFreeChecked(True, True)


async def give(here: Bedside) -> DoseGiven:
    """The dose that is next, as prescribed; nobody is there for a second check where one is asked for."""
    await here.press("d", "g", "enter")
    if here.is_open:
        await here.press("n", "enter")
    said = here.ward.said()
    assert isinstance(said, DoseGiven), here.message
    return said


async def decide(here: Bedside, *keys: str, reason: str = "as discussed") -> None:
    """A prescriber decides and gives the keyboard back."""
    await sign_on(here, PRESCRIBER)
    await here.press("p", *keys)
    here.app.screen.query_one("#reason", Field).focus_input()
    await here.settle()
    await here.type(reason)
    await here.press("enter", "enter")
    assert isinstance(here.ward.said(), DecisionMade | PreconditionWaived), here.message
    await sign_on(here, NURSE)


async def refused(here: Bedside, *keys: str) -> str:
    """The words with which Record after these keys is refused; nothing is recorded."""
    before = here.ward.last
    await here.press(*keys)
    here.app.screen.query_one("#record", Button).press()
    await here.settle()
    words = here.message
    await here.press("escape")
    assert here.ward.last == before
    assert words
    return words


def stands(ward: Ward) -> Status:
    """Where the course stands now."""
    return status_of(ward.chart, ward.now)


def due(ward: Ward) -> list[str]:
    """The doses that are due or past their time without a record, by day and time of day."""
    states = ("due", "overdue", "deferred")
    doses = [dose for dose in scheduled(ward.chart, ward.now) if dose.state in states]
    return [f"{dose.key.day:%d} {dose.key.slot}" for dose in doses]
