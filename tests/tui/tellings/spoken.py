"""Tellings without a screen: fields, paper lines, dose times, amounts and texts, by the code behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from protocols import entries as e
from protocols.course.forecast import StayingDose, without_record
from protocols.record.chart import Chart
from protocols.rules.doses import reach
from protocols.values.clinic_time import day_of
from protocols.values.formatting import number_text
from protocols.values.text import REPLACEMENT, clean
from protocols.values.time_words import Filled, Never, This, said
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import library
from tests.tui.tellings.people import ZONES, changes, day_words, happened, wait, wall_words
from tui.forms.doses.paper_line import Common, read_line
from tui.parsing import Fault, day, number, strengths, time_of_day, wall_time


@dataclass(frozen=True)
class Told:
    """What became of one telling: "kept" or "asked"; `wrong` says what was kept instead of what was meant."""

    outcome: str
    wrong: str = ""


def at_a_form(random: Random) -> Told:
    """A time typed into a form. Whoever sees a day that is not the right one types the day, too."""
    zone = random.choice(ZONES)
    true, known = happened(random, zone), None
    now = true + wait(random)
    if random.random() < 0.3:  # the entry is on record with a wrong time
        known = min(now, true + timedelta(minutes=random.randint(-900, 900)))
    shown = known or now
    names_day = day_of(true, zone) != day_of(shown, zone) or random.random() < 0.2
    answer = said(_filled(random, true, zone, names_day=names_day), zone, now, known)
    if isinstance(answer, This):
        return Told("kept", _unlike(answer.at, true, zone, now))
    if isinstance(answer, Never):
        return Told("refused", f"{answer.words} It was {true} in {zone}, told {now}.")
    if true not in answer.instants:
        return Told("asked", f"{answer.words} None of it is {true} in {zone}, told {now}, known {known}.")
    again = said(_filled(random, true, zone, names_day=True, offset=True), zone, now, known)
    return Told(
        "asked", "" if again == This(true) else f"{again}, answered to {answer.words}, is not {true}."
    )


def _filled(random: Random, at: datetime, zone: str, *, names_day: bool, offset: bool = False) -> Filled:
    wall = time_of_day(wall_words(random, at, zone, offset=offset or random.random() < 0.1), "Time")
    return Filled(wall, day(day_words(random, at, zone), "Day") if names_day else None)


def _unlike(kept: datetime, true: datetime, zone: str, now: datetime) -> str:
    return "" if kept == true else f"{kept} was kept, {true} was meant, told {now} in {zone}."


@cache
def doses_of(zone: str, change: int) -> tuple[Chart, list[StayingDose], datetime]:
    """A course begun the day before the clocks change, with no dose recorded, and its doses of six days."""
    begun = day_of(changes(zone)[change] - timedelta(days=1), zone)
    bed = Bedside(library("alectinib-report-2020"), zone=zone, day=begun)
    bed.begin()
    began = bed.now
    bed.go(days=6)
    return bed.chart, without_record(bed.chart, bed.now), began


def on_paper(random: Random) -> Told:
    """A line of paper: letter and time, the day where whoever writes it thinks of it.

    Below the line stands what it is kept as: whoever sees another day there than it was writes the day.
    """
    zone = random.choice(ZONES)
    chart, doses, _ = doses_of(zone, random.randint(0, 1))
    dose = random.choice(doses)
    longest = int(reach(chart, dose.key) / timedelta(minutes=1))
    late = random.choice((random.randint(-60, 240), random.randint(-longest, longest)))
    true = dose.at + timedelta(minutes=late)
    now = max(dose.at, true) + wait(random)
    names_day = random.random() < 0.3
    try:
        what, at = _line(random, true, dose, chart, now, names_day=names_day, offset=False)
        outcome = "kept" if at == true else "seen"
    except Fault as fault:
        outcome = f"asked: {fault}"
    if outcome != "kept":
        try:
            what, at = _line(random, true, dose, chart, now, names_day=True, offset=True)
        except Fault as again:
            return Told("asked", f"{again} It was {true} in {zone}; {outcome}")
        outcome = outcome.partition(":")[0]
    assert isinstance(what, e.DoseGiven)
    if (what.amount, what.dose) != (dose.amount, dose.key):
        return Told(outcome, f"{what} was kept of {dose}.")
    return Told(outcome, _unlike(at, true, zone, now))


def _line(
    random: Random,
    at: datetime,
    dose: StayingDose,
    chart: Chart,
    now: datetime,
    *,
    names_day: bool,
    offset: bool,
) -> tuple[e.DoseGiven | e.DoseNotGiven, datetime]:
    time = wall_words(random, at, chart.zone, offset=offset or random.random() < 0.1)
    words = [random.choice("gwGW"), *([day_words(random, at, chart.zone, now)] if names_day else []), time]
    note = random.choice(("", "after the scan", "10 min late", "- by her son"))
    return read_line(" ".join([*words, note]).strip(), dose, chart, Common("downtime"), now)


def a_dose_time(random: Random) -> Told:
    """When a dose is due every day, as it is typed at enrolment."""
    wall = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
    kept = wall_time(random.choice((wall, wall.replace(":", ""), wall.removeprefix("0"))), "Morning dose at")
    return Told("kept", "" if kept == wall else f"{kept} was kept, {wall} was meant.")


def an_amount(random: Random) -> Told:
    """An amount, and the strengths in stock, with a point or with the comma of another country."""
    meant = Decimal(random.randint(1, 10**7)).scaleb(-random.randint(0, 4))
    text = format(meant, "f")
    if random.random() < 0.3:
        text = random.choice((text.replace(".", ","), number_text(meant)))
    try:
        kept = random.choice((lambda: number(text, "Amount"), lambda: strengths(text)[0]))()
    except Fault:
        return Told("asked")
    return Told("kept", "" if kept == meant else f"{kept} was kept, {meant} was meant by {text}.")


_WORDS = (
    *("Called Dr Roe", "450 mg", "क्‍षेत्री", "علی‌رضا", "ශ්‍රී"),
    *("soft\u00adhyphen", "\u200fleft", "O'Neil", "[b]"),
)


def a_text(random: Random) -> Told:
    """Lines that are pasted: every character is there, or the sign for one that no screen shows."""
    lines = [" ".join(random.choices(_WORDS, k=random.randint(1, 4))) for _ in range(random.randint(1, 4))]
    kept = clean(random.choice(("\n", "\r\n")).join(lines), multiline=True).split("\n")
    same = len(kept) == len(lines) and all(
        len(one) == len(other) and all(a in (b, REPLACEMENT) for a, b in zip(one, other, strict=True))
        for one, other in zip(kept, lines, strict=True)
    )
    return Told("kept", "" if same else f"{kept} was kept, {lines} was pasted.")


WAYS: tuple[tuple[Callable[[Random], Told], int], ...] = (
    (at_a_form, 10),
    (on_paper, 8),
    (a_dose_time, 1),
    (an_amount, 1),
    (a_text, 1),
)
"""The ways to tell something, and how often each is taken."""


def tell(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """What became of `count` tellings, and what is wrong with any."""
    random, outcomes, wrong = Random(seed), Counter[str](), list[str]()
    ways, weights = [way for way, _ in WAYS], [weight for _, weight in WAYS]
    for way in random.choices(ways, weights, k=count):
        told = way(random)
        outcomes[f"{way.__name__} {told.outcome}"] += 1
        wrong += [f"{way.__name__}: {told.wrong}"] if told.wrong else []
    return outcomes, wrong
