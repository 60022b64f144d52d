"""What was tried, told so that a person can do it again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from protocols import entries as e
from protocols.definition.protocol import Protocol
from tests.protocols.second_opinion.model.paper import from_paper

if TYPE_CHECKING:
    from tests.protocols.second_opinion.world import Act

LASTING = (
    *("days", "hours", "doses_given", "every_days", "every_minutes", "weekdays", "days_on", "days_off"),
    "pattern",
)


def told(acts: list[Act]) -> str:
    """One line an act, in the clinic's time."""
    return "\n".join(_line(act) for act in acts)


def _line(act: Act) -> str:
    now = act.now.astimezone(ZoneInfo(act.zone))
    at = "" if act.at == act.now else f" (at {act.at.astimezone(ZoneInfo(act.zone)):%a %d %H:%M:%S})"
    asked = " asked only" if act.probe else ""
    if act.what is None:
        return f"{now:%a %d-%b-%Y %H:%M:%S %z} the clock is confirmed"
    where = f" [{act.course}]" if act.course else ""
    return f"{now:%a %d-%b-%Y %H:%M:%S %z} {act.id}{where} {act.by.role}{asked}: {_what(act.what)}{at}"


def _what(what: e.What) -> str:
    if isinstance(what, e.CourseEnrolled):
        return f"CourseEnrolled({_protocol(what.protocol)}, times={what.times}, zone={what.zone})"
    fields = []
    for name in what.__struct_fields__:
        value = getattr(what, name)
        if value not in (None, "", False, ()):
            fields.append(f"{name}={_value(value)}")
    return f"{type(what).__name__}({', '.join(fields)})"


def _value(value: object) -> str:
    if isinstance(value, e.DoseKey):
        return f"{value.day:%d-%b} {value.slot}"
    if isinstance(value, e.Kind):
        return _what(value)  # type: ignore[arg-type]
    return str(value)


def _protocol(protocol: Protocol) -> str:
    steps = []
    for step in protocol.steps:
        doses = " + ".join(f"{dose.slot} {dose.amount}".strip() for dose in step.doses)
        rest = {name: getattr(step, name) for name in LASTING}
        last = ", ".join(
            f"{k}={v}" for k, v in rest.items() if v not in (None, ()) and (k, v) != ("every_days", 1)
        )
        steps.append(f"{doses} ({last})")
    gate = msgspec.to_builtins(protocol.gate)
    rules = msgspec.to_builtins(protocol.doses)
    checks = [f"{check.name}: {check.wanted}, {check.steps_text}" for check in protocol.checks]
    said = f"{protocol.id}, drug {protocol.drug!r}: {'; '.join(steps)} {protocol.unit}"
    return f"{said}; gate {gate}; doses {rules}; checks {checks}"


def named(what: e.What | None) -> str:
    """As what it counts."""
    if from_paper(what):
        return "fact" if isinstance(what, e.DoneOnPaper) else "paper"
    match what:
        case e.StepStarted():
            return "start"
        case e.DecisionMade(decision=kind):
            return "completion" if kind == "complete" else "decision"
        case e.PreconditionWaived():
            return "waiver"
        case e.CourseAmended():
            return "amendment"
        case e.PatientLeft() | e.PatientReturned() | e.PatientSent() | e.RecordTakenBack():
            return "way"
        case _:
            return "fact"


def short(words: str) -> str:
    """The first words of a refusal, without what differs from case to case."""
    return " ".join(word for word in words.split()[:9] if not any(letter.isdigit() for letter in word))
