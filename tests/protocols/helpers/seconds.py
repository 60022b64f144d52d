"""Doses with the second check the protocol asks for, made by another nurse, as they should be."""

from __future__ import annotations

from datetime import datetime

import msgspec

from protocols.course.second_check import asked
from protocols.definition.units import units
from protocols.entries import DoseGiven, Person, SecondCheck
from protocols.record.chart import Chart

ADA, BEN = Person("Ada Okafor", "AO", "nurse", "ada"), Person("Ben Lind", "BL", "nurse", "ben")
"""The two nurses of the tests: each checks what the other gives."""


def check_of(chart: Chart, what: DoseGiven, at: datetime, first: Person) -> SecondCheck:
    """What a second person enters who finds what the first one did."""
    by = ADA if first.name == BEN.name else BEN
    return SecondCheck(by, at, what.amount, units(what.amount, chart.plan.strengths) or ())


def seconded(chart: Chart, what: DoseGiven, at: datetime, first: Person = ADA) -> DoseGiven:
    """`what` with a second check where the protocol asks for one."""
    if not asked(chart, what, at):
        return what
    return msgspec.structs.replace(what, second=check_of(chart, what, at, first))
