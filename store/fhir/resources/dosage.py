"""The doses of a step as FHIR Dosage: one where all amounts are the same, else one a time of day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from protocols.definition.protocol import Protocol
from protocols.definition.step import WEEKDAYS, PlannedDose, Step
from protocols.definition.totals import rhythm_text, step_text
from protocols.definition.wording import slot_text
from protocols.values.formatting import amount_text
from protocols.values.unit import is_rate
from store.fhir.core.codes import HL7
from store.fhir.core.values import Json, coding, concept, filled, quantity

_EVENTS = {
    "waking": "WAKE",
    "morning": "MORN",
    "midmorning": "MORN.late",
    "midday": "NOON",
    "afternoon": "AFT",
    "teatime": "AFT.late",
    "evening": "EVE",
    "bedtime": "HS",
}
"""Times of day in the codes of FHIR's event timing."""


def dosages(protocol: Protocol, number: int, times: Mapping[str, str], only_then: str = "") -> Iterator[Json]:
    """The dosages of step `number`; `times` are clock times by time of day, empty in a protocol itself.

    Those of one step have its number as their sequence, so that they are taken side by side and the steps one
    after the other. `only_then` says when. There are no bounds: no step ends by the calendar. A dose given
    once, and a last step that ends, have the count of their doses.
    """
    step = protocol.step(number)
    for doses in _together(step):
        said = f"Step {number}: {_words(step, doses, protocol.unit, times)}"
        yield filled(
            sequence=number,
            text=said,
            additionalInstruction=[concept(only_then)] if only_then else [],
            patientInstruction="With food." if protocol.with_food else "",
            timing=_timing(protocol, number, doses, times),
            route=concept(protocol.route),
            doseAndRate=[] if step.pattern else [dose_and_rate(doses[0].amount, protocol.unit)],
        )


def dose_and_rate(amount: Decimal, unit: str) -> Json:
    """A single dose as ordered."""
    ordered = concept("", coding(f"{HL7}/dose-rate-type", "ordered", "Ordered"))
    return filled(
        type=ordered, **{"rateQuantity" if is_rate(unit) else "doseQuantity": quantity(amount, unit)}
    )


def _together(step: Step) -> list[tuple[PlannedDose, ...]]:
    """The doses of a step, those with one amount together; a pattern as a whole."""
    if step.pattern:
        return [step.doses]
    if len({dose.amount for dose in step.doses}) == 1:
        return [step.doses]
    return [(dose,) for dose in step.doses]


def _words(step: Step, doses: tuple[PlannedDose, ...], unit: str, times: Mapping[str, str]) -> str:
    """The dosage in words: "450 mg in the morning, at 08:00"."""
    clock = [times[dose.slot] for dose in doses if dose.slot in times]
    at = f", at {' and '.join(clock)}" if clock else ""
    if doses == step.doses:
        return f"{step_text(step, unit)}{at}"
    rhythm = f", {rhythm_text(step)}" if rhythm_text(step) else ""
    return f"{amount_text(doses[0].amount, unit)} {slot_text(doses[0].slot)}{rhythm}{at}"


def _timing(
    protocol: Protocol, number: int, doses: tuple[PlannedDose, ...], times: Mapping[str, str]
) -> Json:
    """When; a cycle and a pattern stand in the text alone, for FHIR has no word for them."""
    step = protocol.step(number)
    if step.from_first_day:
        return {}
    return filled(repeat={**_count(protocol, number, doses), **_repeat(step, doses, times)})


def _count(protocol: Protocol, number: int, doses: tuple[PlannedDose, ...]) -> Json:
    """How many of `doses` there are, where the step asks for no more however long it lasts."""
    step, last = protocol.step(number), number == len(protocol.steps)
    if not step.once and (not last or step.doses_needed is None):
        return {}
    return {"count": len([dose for dose in step.taken(step.doses_needed or 0) if dose in doses])}


def _repeat(step: Step, doses: tuple[PlannedDose, ...], times: Mapping[str, str]) -> Json:
    """When: by the clock, at times of every day, or at parts of every so many days."""
    if step.every_minutes is not None:
        hours, rest = divmod(step.every_minutes, 60)
        each = (
            {"period": step.every_minutes, "periodUnit": "min"}
            if rest
            else {"period": hours, "periodUnit": "h"}
        )
        return {"frequency": 1, **each}
    if step.weekdays:
        days = [WEEKDAYS[day].lower() for day in step.weekdays]
        clock = [f"{times[dose.slot]}:00" for dose in doses if dose.slot in times]
        return {"dayOfWeek": days, **({"timeOfDay": clock} if clock else {})}
    if step.every_days == 1 and all(dose.slot in times for dose in doses):
        return {"timeOfDay": [f"{times[dose.slot]}:00" for dose in doses]}
    events = [_EVENTS[dose.slot] for dose in doses]
    return {"frequency": len(doses), "period": step.every_days, "periodUnit": "d", "when": events}
