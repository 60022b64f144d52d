"""Sheets of paper, entered in one go: doses, and what stands beside them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from protocols import entries as e
from protocols.course.forecast import without_record
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from protocols.values.time_words import moment_text
from tests.tui.helpers.bedside_app import MRN, NURSE
from tests.tui.tellings.patients import course
from tests.tui.tellings.people import day_words, wall_words
from tests.tui.tellings.teller import Teller
from tui.forms.doses.from_paper import FromPaperForm
from tui.widgets.field import Field


async def paper(teller: Teller) -> str:
    """Enter the last doses from paper: letter and time; the day too where another one is shown."""
    here, ward, random = teller.here, teller.ward, teller.random
    zone = ward.zone
    ward.now += timedelta(hours=random.randint(10, 30))
    here.app.follow()
    waiting = without_record(teller.chart(MRN), ward.now)[-2:]
    truth = {one.key: min(ward.now, one.at + timedelta(minutes=random.randint(-90, 900))) for one in waiting}
    await here.open(FromPaperForm(MRN, teller.courses[MRN]))
    form = teller.form
    assert isinstance(form, FromPaperForm)
    for name, dose in form.doses.items():
        if dose.key not in truth:
            continue
        at, line = truth[dose.key], form.query_one(f"#{name}", Field)
        line.value = f"g {wall_words(random, at, zone)}"
        await here.settle()
        if moment_text(at, ward.now, zone) not in here.text(f"#{name}-kept"):
            line.value = f"g {date_text(day_of(at, zone))} {time_text(at, zone)}"
    before = ward.ledger.position
    await form.submit()
    await here.settle()
    said = here.message if here.is_open else ""
    if here.is_open:
        form.dismiss(None)
        await here.settle()
    ward.ledger.refresh()
    kept = {
        entry.what.dose: entry.at
        for entry in ward.ledger.entries(after=before)
        if isinstance(entry.what, e.DoseGiven)
    }
    return "" if kept == truth else f"{kept} was kept, {truth} was meant, told {ward.now}. {said}"


def _line(
    random: Random, letter: str, at: datetime, words: str, zone: str, now: datetime, *, names_day: bool
) -> str:
    on = f"{day_words(random, at, zone, now)} " if names_day else ""
    return f"{letter} {on}{wall_words(random, at, zone, offset=names_day)} {words}".strip()


async def beside(teller: Teller) -> str:
    """Enter what stands beside the doses of a patient: checks, a hold, a decision, the start of a step."""
    here, ward, random = teller.here, teller.ward, teller.random
    zone, patient = ward.zone, f"55{len(teller.courses):03}"
    here.app.follow()
    teller.courses[patient] = course(ward, patient, "Sol")
    begun = ward.now
    ward.now += timedelta(hours=random.randint(4, 40))
    here.app.follow()
    minutes = int((ward.now - begun) / timedelta(minutes=1))
    times = [begun + timedelta(minutes=n) for n in sorted(random.sample(range(1, minutes + 1), 4))]
    said = (("c", ""), ("h", "for the scan"), ("p", "CM resume scan done"), ("u", "AO"))
    kinds: tuple[type[e.What], ...] = (e.RashFreeChecked, e.HoldPlaced, e.DecisionMade, e.StepStarted)
    truth = list(zip(times, kinds, strict=True))
    parts = list(zip(times, *zip(*said, strict=True), strict=True))
    random.shuffle(parts)
    await here.open(FromPaperForm(patient, teller.courses[patient]))
    form = teller.form
    field = form.query_one("#beside", Field)
    named = dict.fromkeys(times, False)
    while True:
        lines = [
            _line(random, letter, at, words, zone, ward.now, names_day=named[at])
            for at, letter, words in parts
        ]
        field.value = random.choice(("; ", " / ")).join(lines)
        await here.settle()
        shown = here.text("#beside-kept")
        unseen = [at for at in times if not named[at] and moment_text(at, ward.now, zone) not in shown]
        if not unseen:
            break
        named[unseen[0]] = True
    before = ward.ledger.position
    await form.submit()
    await here.settle()
    message = here.message if here.is_open else ""
    if here.is_open:
        form.dismiss(None)
        await here.settle()
    ward.ledger.refresh()
    new = [one for one in ward.ledger.entries(after=before) if one.by.name == NURSE.name]
    kept = [(one.at, _kind(one.what)) for one in new]
    return "" if kept == truth else f"{kept} was kept, {truth} was meant, told {ward.now}. {message}"


def _kind(what: e.What) -> type[e.What]:
    """A move made on paper is one, whether or not the gate was open."""
    return type(what.what) if isinstance(what, e.DoneOnPaper) else type(what)
