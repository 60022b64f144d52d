"""The gate to a step down, which a file may have of its own (docs/protocols.md)."""

from __future__ import annotations

import msgspec

from protocols.definition.protocol import GateRules
from tests.protocols.second_opinion.model.course import Course


def is_down(course: Course, to: int) -> bool:
    """Whether step `to` asks for less than the one before, at once or in a day, and for more in neither."""
    if to < 2:
        return False
    here, before = course.step(to), course.step(to - 1)
    single, daily = max(here.amounts_used), here.per_day
    were = max(before.amounts_used), before.per_day
    return single <= were[0] and daily <= were[1] and (single, daily) != were


def down_rules(course: Course) -> GateRules:
    """The numbers of the gate with those of a step down."""
    gate, down = course.protocol.gate, course.protocol.gate_down
    after, valid = down.check_after_dose_hours, down.check_valid_hours
    return msgspec.structs.replace(
        gate,
        check_after_dose_hours=gate.check_after_dose_hours if after is None else after,
        check_valid_hours=gate.check_valid_hours if valid is None else valid,
    )


def gates_behind(course: Course, step: int) -> list[GateRules]:
    """The numbers that may hold for a start of `step`, whatever was swallowed by then."""
    gate = course.protocol.gate
    return [gate, down_rules(course)] if is_down(course, step) else [gate]
