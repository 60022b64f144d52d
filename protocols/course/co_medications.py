"""Other medicines beside the drug, as they stand: running or stopped, planned, near their stop.

They are said and never acted on: nothing here stops a medicine or enters the gate (rules.md, "Doses";
domain.md 4.4 row 18).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from protocols.definition.protocol import CoMedication
from protocols.entries import CoMedicationGiven, CoMedicationStarted, CoMedicationStopped
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry, of_kind
from protocols.values.amounts import is_amount, tidy
from protocols.values.clinic_time import day_of
from protocols.values.derived import derived
from protocols.values.formatting import amount_text, day_text
from protocols.values.identity import drug_key
from protocols.values.text import visible

NOT_STATED = "as published: frequency not stated"
"""How often a medicine is given whose source does not say (domain.md 4.4 row 18)."""

_EXACT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([^\W\d_]+)", re.ASCII)


_UNITS = {"u": "units", "iu": "international units"} | dict.fromkeys(("ug", "µg", "μg", "mcg"), "micrograms")
_UNIT = re.compile(r"([0-9]) ?(u|iu|ug|µg|μg|mcg)\b", re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_NAKED = re.compile(r"(?<![0-9])\.(?=[0-9])")


@dataclass(frozen=True)
class Medicine:
    """One medicine: the line that started it, each time it was given, and what stopped it."""

    start: CorrectedEntry
    what: CoMedicationStarted
    given: tuple[CorrectedEntry, ...]
    stop: CorrectedEntry | None

    @property
    def id(self) -> str:
        """The id of the entry that started it."""
        return self.start.id

    @property
    def name(self) -> str:
        """Drug and amount, as they are shown: "prednisolone 10 mg"."""
        return named(self.what.drug, self.what.amount)

    def stops_on(self) -> date | None:
        """The first day on which it is no longer planned."""
        last = self.what.last_day
        return None if last is None else last + timedelta(days=1)


@derived
def medicines(chart: Chart) -> tuple[Medicine, ...]:
    """Every medicine of the course that was started, in the order of the record."""
    given: dict[str, list[CorrectedEntry]] = {}
    stops: dict[str, CorrectedEntry] = {}
    for line in of_kind(chart.lines.values(), CoMedicationGiven, CoMedicationStopped):
        if isinstance(line.what, CoMedicationGiven):
            given.setdefault(line.what.medicine, []).append(line)
        elif isinstance(line.what, CoMedicationStopped):
            stops[line.what.medicine] = line
    return tuple(
        Medicine(
            line,
            line.what,
            tuple(sorted(given.get(line.id, ()), key=lambda each: each.at)),
            stops.get(line.id),
        )
        for line in of_kind(chart.lines.values(), CoMedicationStarted)
        if isinstance(line.what, CoMedicationStarted)
    )


def running(chart: Chart) -> list[Medicine]:
    """The medicines that nothing has stopped."""
    return [medicine for medicine in medicines(chart) if medicine.stop is None]


def not_started(chart: Chart) -> list[CoMedication]:
    """What the protocol plans beside the drug and nobody has started."""
    started = {drug_key(medicine.what.drug) for medicine in medicines(chart)}
    return [plan for plan in chart.protocol.co_medications if drug_key(plan.drug) not in started]


def protocol_date(chart: Chart, day: int) -> date | None:
    """The date of protocol day `day`, None while nobody knows when day 1 is."""
    first = chart.first_day or (chart.stretches[0].first.day if chart.stretches else None)
    return None if first is None else first + timedelta(days=day - 1)


def exact_amount(text: str) -> tuple[Decimal, str] | None:
    """The amount and its unit where `text` is one exact amount, such as "10 mg"; None for other words."""
    match = _EXACT.fullmatch(text.strip())
    if match is None or not is_amount(Decimal(match[1])):
        return None
    return tidy(Decimal(match[1])), match[2]


def stated_amount(text: str) -> str:
    """An amount as it is shown: an exact one by the rules for amounts, any other in its own words, without a
    trailing zero or a naked point, and its unit as a word that is not misread (domain.md 2.2).
    """
    safe = _UNIT.sub(lambda found: f"{found[1]} {_UNITS[found[2].casefold()]}", visible(text))
    safe = _DECIMAL.sub(lambda found: found[0].rstrip("0").rstrip("."), _NAKED.sub("0.", safe))
    exact = exact_amount(safe)
    return amount_text(*exact) if exact else safe


def named(drug: str, amount: str) -> str:
    """Drug and amount: "prednisolone 10 mg", "antihistamine, amount not stated"."""
    return f"{visible(drug)} {stated_amount(amount)}" if amount else f"{visible(drug)}, amount not stated"


UNMASKED = "A rash may be unmasked when it stops."
"""Why the stop of a medicine is announced (domain.md 4.4 row 18)."""


def stop_prompt(medicine: Medicine, now: datetime, zone: str) -> str:
    """What to say from the day before a planned stop on, until somebody records it; "" before and after."""
    stops = medicine.stops_on()
    today = day_of(now, zone)
    if medicine.stop is not None or stops is None or today < stops - timedelta(days=1):
        return ""
    if today < stops:
        return f"{medicine.name} is planned to stop tomorrow. {UNMASKED}"
    if today == stops:
        return f"{medicine.name} is planned to stop today. {UNMASKED}"
    return f"{medicine.name} was planned to stop {day_text(stops)}: no stop is on record. {UNMASKED}"


def stop_prompts(chart: Chart, now: datetime) -> list[str]:
    """The prompts of every medicine of the course."""
    prompts = (stop_prompt(medicine, now, chart.zone) for medicine in running(chart))
    return [prompt for prompt in prompts if prompt]
