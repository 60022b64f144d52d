"""A protocol as the text of a protocol file: what `read` gives back as the same protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import DownRules, Protocol
from protocols.definition.step import WEEKDAYS, Step
from protocols.values.amounts import tidy

_TABLES = ("citation", "published", "gate", "gate_down", "windows", "doses")


def written(protocol: Protocol) -> str:
    """The file's text, keys in the order of docs/protocols.md, without what is left out."""
    return "\n".join(_lines(protocol)) + "\n"


def _lines(protocol: Protocol) -> Iterator[str]:
    fields = {name: getattr(protocol, name) for name in protocol.__struct_fields__}
    fields["divisible"] = "" if protocol.divisible == "no" else protocol.divisible
    inner = (*_TABLES, "steps", "co_medications", "checks", "liquids")
    yield from _keys({name: value for name, value in fields.items() if name not in inner}, _TOP)
    if not protocol.steps:
        yield "steps = []"
    for name in _TABLES:
        if name == "gate_down" and fields[name] == DownRules():
            continue
        yield f"\n[{name}]"
        yield from _keys(_fields(fields[name]), ())
    for liquid in protocol.liquids:
        yield "\n[[liquids]]"
        yield from _keys(_fields(liquid), ())
    for medicine in protocol.co_medications:
        yield "\n[[co_medications]]"
        yield from _keys(_fields(medicine), ())
    for check in protocol.checks:
        yield "\n[[checks]]"
        yield from _keys(_check(check), ())
    for step in protocol.steps:
        yield "\n[[steps]]"
        yield from _keys(_step(step), ())


_TOP = ("strengths", "with_food")
"""Keys that are written also when they are empty or false."""


def _fields(struct: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def _step(step: Step) -> dict[str, Any]:
    """A step's keys as the file has them."""
    found: dict[str, Any] = {
        "days": step.days,
        "hours": step.hours,
        "doses": step.doses_given,
        "at_most_days": step.at_most_days,
        "every_days": step.every_days if step.every_days > 1 else None,
        "weekdays": ", ".join(WEEKDAYS[day] for day in step.weekdays),
        "days_on": step.days_on,
        "days_off": step.days_off,
        "pattern": [{dose.slot: dose.amount for dose in day} for day in step.pattern] or None,
    }
    minutes = step.every_minutes
    if minutes is None and not step.pattern:
        found |= {dose.slot: dose.amount for dose in step.doses}
    elif minutes is not None:
        found["amount"] = step.doses[0].amount
        found |= {"every_hours": minutes // 60} if minutes % 60 == 0 else {"every_minutes": minutes}
    return found | {"at_most": step.at_most, "text": step.text}


def _check(check: NamedCheck) -> dict[str, Any]:
    """A named check's keys, without those that say what a missing one says."""
    found = _fields(check)
    return found | {
        "waived_by": check.waived_by if check.waived_by != "nobody" else None,
        "holds": check.holds or None,
    }


def _keys(values: dict[str, Any], always: tuple[str, ...]) -> Iterator[str]:
    for name, value in values.items():
        if name in always or value not in (None, "", ()):
            yield f"{name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(tidy(value), "f")
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, tuple):
        items = [_value(item) for item in value]
        long = any(isinstance(item, str) for item in value)
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]" if long else f"[{', '.join(items)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
