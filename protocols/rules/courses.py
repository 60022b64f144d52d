"""What a patient's admission, a course's enrolment and its amendment must say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from protocols.definition.making import unmakeable
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import (
    HEIGHTS,
    WEIGHTS,
    FixedAmount,
    Sized,
    asked_amounts,
    size_of,
    working,
)
from protocols.entries import (
    AmendedPlan,
    Confirmed,
    CourseAmended,
    CourseEnrolled,
    DoseKey,
    Entry,
    PatientAdmitted,
    PatientDetailsChanged,
    amended,
)
from protocols.entries.wording import left_text
from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.record.imported import said_last
from protocols.record.slots import slot_instant
from protocols.rules.doses import course_of
from protocols.rules.second_check import LONGEST_BEFORE, may_check
from protocols.sites import way
from protocols.values.amounts import is_amount
from protocols.values.birth import birth_of
from protocols.values.clinic_time import day_of, is_wall_time, is_zone
from protocols.values.formatting import amount_text, date_text, listed, name_text, number_text
from protocols.values.identity import drug_key
from protocols.values.refusal import Refused, fits, need, need_text, refuse_if
from protocols.values.text import visible


def admitted(record: Record, entry: Entry, now: datetime) -> None:
    """A new patient. The hospital number is the record's key and can be admitted once."""
    what = entry.what
    assert isinstance(what, PatientAdmitted)
    need_text(entry.patient, "the hospital number (MRN)", "patient")
    refuse_if(len(entry.patient) > 40, "The hospital number (MRN) has more than 40 characters.", "patient")
    if record.details is not None and not way.is_joined(record):
        who = name_text(record.details.family, record.details.given)
        raise Refused(
            f"MRN {visible(entry.patient)} is already here: {who}, born {record.details.birth.text}.",
            _where(record) or "Open that record, or correct the number.",
            about="patient",
        )
    _identity(what, entry, now)


def _where(record: Record) -> str:
    """That the patient can be admitted again under the same number, with all that is known of them."""
    if record.left is None:
        return ""
    return f"{left_text(record.left, record.zone)}: find that record with /, then L admits the patient again."


def details_changed(record: Record, entry: Entry, now: datetime) -> None:
    """A correction of identity, or a move to another bed."""
    what = entry.what
    assert isinstance(what, PatientDetailsChanged)
    known = need(record.details, "There is no patient with this number.")
    refuse_if(what.details == known == said_last(record.entries, known.bed), "Nothing has changed.")
    need_text(what.reason, "a reason for the change", "reason")
    _identity(what.details, entry, now)


def _identity(details: PatientAdmitted, entry: Entry, now: datetime) -> None:
    need_text(details.family, "the family name", "family")
    fits(details.given, "the given name", "given")
    fits(details.bed, "the bed", "bed")
    fits(details.sex, "the sex", "sex")
    fits(details.allergies, "the allergies", "allergies")
    today = day_of(now, entry.zone)
    _birth(details, today)
    refuse_if(
        details.allergies_known == "known" and not details.allergies.strip(),
        "Write the known allergies, or choose none known or not recorded.",
        "allergies",
    )


def _birth(details: PatientAdmitted, today: date) -> None:
    """A day, month or year that can be; not known at all is an answer too."""
    if details.born_about:
        try:
            readable = details.born is None and birth_of(details.born_about).day is None
        except ValueError:
            readable = False
        refuse_if(not readable, "What is known of the date of birth is a year, or a year and month.", "born")
    first = details.birth.first
    refuse_if(
        first is not None and (first > today or first.year < today.year - 130),
        f"Born {details.birth.text} cannot be right: enter the date of birth.",
        "born",
    )


def enrolled(record: Record, entry: Entry, now: datetime) -> None:
    """A course: startable protocol, target, strengths, dose times, prescriber; one a drug."""
    what = entry.what
    assert isinstance(what, CourseEnrolled)
    need(record.details, "Admit the patient first.")
    protocol = what.protocol
    refuse_if(not protocol.startable, f"{protocol.title} has no schedule: it can be read, not started.")
    for chart in record.charts:
        refuse_if(
            chart.ended is None and drug_key(chart.protocol.drug) == drug_key(protocol.drug),
            f"This patient already has an open course of {visible(chart.protocol.drug)} "
            f"({visible(chart.protocol.title)}). "
            "A prescriber ends it before another begins.",
        )
    need_text(what.prescriber, "the prescriber's name", "prescriber")
    refuse_if(
        not 1 <= what.target <= len(protocol.steps),
        f"Choose the target dose: a step from 1 to {len(protocol.steps)}.",
        "target",
    )
    refuse_if(not is_zone(what.zone), f"{visible(what.zone)} is not a time zone.")
    _times(what)
    if protocol.per:
        amounts_fixed(protocol, what.sized, what.confirmed, entry, now)
    refuse_if(
        not protocol.per and (what.sized is not None or what.confirmed is not None),
        "The doses of this protocol are fixed in its file: no amounts are entered for a weight.",
    )
    _strengths(what, what.fixed, what.target)


AHEAD = timedelta(days=31)
"""How far ahead other dose times can be set; a day further on is a slip of the pen."""


def course_amended(record: Record, entry: Entry, now: datetime) -> None:
    """The plan of an open course is another from now on: its step, doses and gate go on as they were."""
    what = entry.what
    assert isinstance(what, CourseAmended)
    chart = course_of(record, entry)
    refuse_if(chart.ended is not None, f"This course was {chart.ended_text}: its plan stays as it was.")
    need_text(what.reason, "the reason for the change", "reason")
    plan = amended(chart.plan, what, now, entry.zone)
    parts = ("times", "zone", "strengths", "made_by", "prescriber")
    same = all(getattr(plan, part) == getattr(chart.plan, part) for part in parts)
    refuse_if(same, "Nothing has changed.")
    need_text(plan.prescriber, "the prescriber's name", "prescriber")
    if what.times is not None:
        _times(plan)
        _from_a_day_on(chart, plan, now)
    if (what.strengths, what.made_by) != (None, None):
        _strengths(plan, chart.protocol, chart.target)


def _from_a_day_on(chart: Chart, plan: AmendedPlan, now: datetime) -> None:
    """Other times are of days to come: what is past, recorded, or begins a step stays where it was."""
    since = need(plan.since, "Enter the day from which the new times hold.")
    refuse_if(set(plan.times) != set(plan.protocol.slots), "These are not the times of day of this protocol.")
    refuse_if(
        plan.zone != chart.plan.zone and any(step.every_minutes for step in plan.protocol.steps),
        f"This protocol has doses by the clock of {visible(chart.plan.zone)}: its times stay in that zone.",
    )
    today = day_of(now, plan.zone)
    refuse_if(
        not today <= since <= today + AHEAD,
        f"The new times hold from today or from one of the next {AHEAD.days} days on.",
        "since",
    )
    said = f"Choose a later day than {date_text(since)}:"
    for slot in plan.protocol.slots:
        key = DoseKey(since, slot)
        past = min(slot_instant(chart.plan, key), slot_instant(plan, key)) <= now
        refuse_if(past, f"{said} its {slot} dose would be one of the past.", "since")
    recorded = any(key.day >= since for key in chart.statuses)
    refuse_if(recorded, f"{said} a dose of it has a record already.", "since")
    begins = any(stretch.first.day >= since for stretch in chart.stretches)
    refuse_if(begins, f"{said} a step begins with a dose of it, and was checked for its time.", "since")


def amounts_fixed(
    protocol: Protocol, sized: Sized | None, confirmed: Confirmed | None, entry: Entry, now: datetime
) -> None:
    """The amounts of a protocol per kg or m²: entered by a prescriber, held against it, confirmed by another.

    The cap is never passed, and a difference beyond the rounding needs a reason. That the other person is
    another one is asked in second_check.py.
    """
    refuse_if(entry.by.role != "prescriber", "The amounts for a weight are entered by a prescriber.")
    sized = need(sized, "Enter the weight and the fixed amount of each step.")
    size = _size(protocol, sized)
    found = [(one.step, one.asked) for one in sized.amounts]
    refuse_if(found != list(asked_amounts(protocol)), "Enter one fixed amount for each amount of each step.")
    for place, one in enumerate(sized.amounts, start=1):
        _amount_fits(protocol, one, size, f"amount-{place}")
    confirmed = need(confirmed, "A second person looks at the amounts and confirms them.")
    may_check(confirmed.by, "The amounts are confirmed")
    refuse_if(
        confirmed.at.utcoffset() is None
        or not entry.at - LONGEST_BEFORE <= confirmed.at <= max(now, entry.at),
        "The time at which the amounts were confirmed cannot be right: confirm them again.",
    )


def _size(protocol: Protocol, sized: Sized) -> Decimal:
    """The kg or m² that the amounts are worked out with; Refused where the measures cannot be."""
    _measure(sized.weight_kg, WEIGHTS, "weight", "kg")
    if protocol.per == "m2":
        _measure(need(sized.height_cm, "Enter the height in cm, such as 120."), HEIGHTS, "height", "cm")
    refuse_if(
        protocol.per == "kg" and sized.height_cm is not None,
        "The amounts of this protocol are per kg: it asks for no height.",
    )
    return need(size_of(protocol, sized.weight_kg, sized.height_cm), "Enter the weight.")


def _measure(value: Decimal, bounds: tuple[Decimal, Decimal], name: str, unit: str) -> None:
    low, high = bounds
    refuse_if(
        not (is_amount(value) and low <= value <= high),
        f"The {name} is from {number_text(low)} to {number_text(high)} {unit}: enter it again.",
        name,
    )


def _amount_fits(protocol: Protocol, one: FixedAmount, size: Decimal, about: str) -> None:
    asked = working(protocol, one.step, one.asked, size)
    said = asked.text(protocol)
    refuse_if(not is_amount(one.amount), f"Enter the amount of step {one.step}: {said}.", about)
    amount = amount_text(one.amount, protocol.plain_unit)
    if asked.over_cap(one.amount):
        cap = amount_text(asked.cap or one.amount, protocol.plain_unit)
        raise Refused(
            f"Step {one.step}: {amount} is MORE THAN THE CAP of {cap}, which no dose may pass ({said}).",
            about=about,
        )
    fits(one.reason, f"the reason of step {one.step}", about)
    if not asked.is_rounded(one.amount):
        need_text(
            one.reason,
            f"why step {one.step} has {amount}, beyond the rounding of the protocol ({said})",
            about,
        )


def _times(plan: CourseEnrolled) -> None:
    times = []
    for slot in plan.protocol.slots:
        time = plan.times.get(slot, "")
        refuse_if(
            not is_wall_time(time), f"Enter the time of the {slot} dose in 24 hours, such as 08:00.", slot
        )
        times.append(time)
    refuse_if(times != sorted(set(times)), "The dose times must follow each other within the day.")


def _strengths(plan: CourseEnrolled, protocol: Protocol, target: int) -> None:
    refuse_if(
        not (plan.strengths or protocol.liquids) or not all(is_amount(s) for s in plan.strengths),
        f"Enter the strengths of {protocol.drug} in stock, such as 150 {protocol.unit}.",
        "strengths",
    )
    fits(plan.made_by, "how the doses are made", "made_by")
    missing = unmakeable(protocol, plan.strengths, target)
    if missing and not plan.made_by.strip():
        doses = listed([amount_text(amount, protocol.unit) for amount in missing])
        raise Refused(
            f"The strengths in stock cannot make {doses}. "
            "A pharmacist writes how these doses are made, or another strength is entered.",
            about="made_by",
        )
