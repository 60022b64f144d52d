"""The named checks of a protocol file: the [[checks]] tables."""

from __future__ import annotations

import re
from decimal import Decimal

from protocols.definition.named_check import MOST_CHECKS, WAIVED_BY, NamedCheck
from protocols.toml.faults import shown
from protocols.toml.step_parser import MOST_STEPS
from protocols.toml.table import Table
from protocols.values.formatting import plural
from protocols.values.identity import drug_key

LONGEST_VALID_HOURS = 366 * 24
_LOINC = re.compile(r"[0-9]{1,7}-[0-9]", re.ASCII)
_UCUM = re.compile(r"[!-~]{1,40}")


def read_checks(top: Table, steps: int) -> tuple[NamedCheck, ...]:
    """The [[checks]] tables of a file with so many steps; every fault in them is noted."""
    tables = top.tables("checks")
    if len(tables) > MOST_CHECKS:
        top.wrong((f"there are {len(tables)} checks", f"Write at most {MOST_CHECKS}"), "checks")
    found = tuple(_check(table, steps) for table in tables)
    known: set[str] = set()
    for table, check in zip(tables, found, strict=True):
        if check.name and drug_key(check.name) in known:
            table.wrong((f"the check {shown(check.name)} stands twice", "Give each its own name"), "name")
        known.add(drug_key(check.name))
    return found


def _check(table: Table, steps: int) -> NamedCheck:
    check = NamedCheck(
        name=table.text("name"),
        unit=table.maybe_text("unit"),
        at_least=table.maybe_value("at_least"),
        at_most=table.maybe_value("at_most"),
        valid_hours=table.hours("valid_hours", Decimal("0.25"), LONGEST_VALID_HOURS, 24),
        before_steps=_before(table, steps),
        waived_by=table.one_of("waived_by", WAIVED_BY) if table.has("waived_by") else "nobody",
        holds=table.flag("holds") if table.has("holds") else False,
        text=table.maybe_text("text"),
        loinc=_code(table, "loinc", _LOINC, "Write it as 751-8"),
        ucum=_code(table, "ucum", _UCUM, "Write it as 10*9/L, without blanks"),
    )
    if check.at_least is not None and check.at_most is not None and check.at_most < check.at_least:
        table.wrong(("at_most is less than at_least", "Write the smaller one as at_least"), "at_most")
    limited = "at_least" in table.found or "at_most" in table.found
    if check.unit and not limited:
        right = "Add at_least or at_most, or leave unit out where somebody only states it"
        table.wrong(("the check has a unit and no limit", right), "unit")
    if check.ucum and not check.unit:
        table.wrong(("ucum stands without unit", "Add unit, or leave out both"), "ucum")
    table.close()
    return check


def _before(table: Table, steps: int) -> tuple[int, ...]:
    numbers = table.wholes("before_steps", 1, MOST_STEPS)
    beyond = [number for number in numbers if max(steps, 1) < number <= MOST_STEPS]
    if beyond:
        right = f"Name some of the {plural(steps, 'step')}" if steps else "Leave it out"
        table.wrong((f"there is no step {beyond[0]}", right), "before_steps")
    if len(set(numbers)) < len(numbers):
        table.wrong(("a step stands twice", "Write each step once"), "before_steps")
    if table.found.get("before_steps") == []:
        right = "Write the numbers of the steps, or leave it out: then every step waits for the check"
        table.wrong(("no step is named", right), "before_steps")
    return tuple(sorted(numbers))


def _code(table: Table, key: str, form: re.Pattern[str], right: str) -> str:
    code = table.maybe_text(key)
    if code and not form.fullmatch(code):
        table.wrong((f"{shown(code)} is not a code", right), key)
    return code
