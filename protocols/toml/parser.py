"""From the text of a protocol file to a Protocol, or to every fault that keeps it from being one.

The format is described in docs/protocols.md. Numbers are exact; nothing is guessed or filled in,
except that optional keys may be left out.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil
from pathlib import PurePath

from protocols.definition.named_check import MOST_CHECKS
from protocols.definition.protocol import (
    CTCAE_VERSIONS,
    SECOND_CHECK_RULES,
    Citation,
    CoMedication,
    CtcaeVersion,
    DoseRules,
    DownRules,
    GateRules,
    Protocol,
    Published,
    Windows,
)
from protocols.definition.step import Step, direction
from protocols.definition.usual import USUAL_GATE, USUAL_SECOND_CHECK, USUAL_WINDOWS
from protocols.toml.check_parser import read_checks
from protocols.toml.faults import Faults
from protocols.toml.making_parser import read_divisible, read_liquids, read_rounding
from protocols.toml.step_parser import longest_interval, read_steps
from protocols.toml.table import Table
from protocols.toml.text import decoded, lines_of, tables_of
from protocols.toml.unit import unit_wrong
from protocols.toml.values import id_wrong
from protocols.values.unit import is_rate

LONGEST_COURSE_DAYS = 3650


def read_bytes(data: bytes, name: str) -> Protocol:
    """The protocol in a file's bytes. ProtocolFault as for `read`, and when they are not UTF-8."""
    return read(decoded(data, name), name)


def read_unnamed(data: bytes, name: str) -> Protocol:
    """The same of bytes that came without a file's name, so that any id will do; `name` is for sentences."""
    text, faults = decoded(data, name), Faults()
    tables = tables_of(text, name)
    protocol = read_tables(tables, str(tables.get("id", "")), faults)
    if faults.found:
        raise faults.told(name, lines_of(text))
    return protocol


def read(text: str, name: str) -> Protocol:
    """The protocol in TOML `text`; `name` is the file it came from, "x.toml" for the id "x".

    Raises ProtocolFault with every fault found: file, line, place, what is wrong, what would be right.
    """
    faults = Faults()
    protocol = read_tables(tables_of(text, name), PurePath(name).stem, faults)
    if faults.found:
        raise faults.told(name, lines_of(text))
    return protocol


def read_tables(found: dict[str, object], stem: str, faults: Faults) -> Protocol:
    """The protocol in the tables of a file called `stem`, and what is wrong with it in `faults`."""
    top = Table(found, (), faults)
    steps = read_steps(top)
    liquids, syringe_step = read_liquids(top)
    round_to, at_most = read_rounding(top)
    protocol = Protocol(
        id=_id(top, stem),
        title=top.text("title"),
        drug=top.text("drug"),
        form=top.text("form"),
        route=top.text("route"),
        unit=_unit(top),
        strengths=_strengths(top),
        peak_hours=top.maybe_amount("peak_hours"),
        half_life_hours=top.maybe_amount("half_life_hours"),
        with_food=top.flag("with_food"),
        red_flags=top.texts("red_flags"),
        left_open=top.texts("left_open"),
        ctcae=_ctcae(top),
        divisible=read_divisible(top),
        syringe_step=syringe_step,
        liquids=liquids,
        round_to=round_to,
        at_most=at_most,
        citation=_citation(top.table("citation")),
        published=_published(top.table("published")),
        gate=_gate(top.table("gate")),
        windows=_windows(top.table("windows")),
        doses=_dose_rules(top.table("doses")),
        co_medications=tuple(_co_medication(table) for table in top.tables("co_medications")),
        steps=steps,
        checks=read_checks(top, len(steps)),
        gate_down=_gate_down(top, steps),
    )
    _break_fits(top, protocol)
    _checks_fit(top, protocol)
    top.close()
    return protocol


def _break_fits(top: Table, protocol: Protocol) -> None:
    """Two doses at their times are never a break: it is at least one and a half times their distance."""
    least = ceil(longest_interval(protocol.steps) * 1.5 / timedelta(hours=1))
    hours = protocol.gate.treatment_break_hours
    if hours < least:
        right = f"Write at least {least}: one and a half times the longest time between two doses"
        top.wrong(
            (f"a treatment break of {hours} hours is too short for these steps", right),
            "gate",
            "treatment_break_hours",
        )


def _checks_fit(top: Table, protocol: Protocol) -> None:
    """Beside doses per kg or m² weight and height are recorded as checks, each with a number in the form."""
    most = MOST_CHECKS - 2
    if protocol.per and len(protocol.checks) > most:
        right = f"Write at most {most}: weight and height are recorded beside them"
        top.wrong((f"there are {len(protocol.checks)} checks beside doses per kg or m²", right), "checks")


def _id(top: Table, stem: str) -> str:
    value = top.value("id", f'"{stem}"')
    if value is not None:
        top.wrong(id_wrong(value, stem), "id")
    return value if isinstance(value, str) else ""


def _unit(top: Table) -> str:
    value = top.value("unit", '"mg"')
    if value is not None:
        top.wrong(unit_wrong(value), "unit")
    return value if isinstance(value, str) else ""


def _strengths(top: Table) -> tuple[Decimal, ...]:
    strengths = top.amounts("strengths")
    if len(set(strengths)) < len(strengths):
        top.wrong(("a strength stands twice", "Write each strength once"), "strengths")
    measured = bool(top.found.get("liquids"))
    if not strengths and top.found.get("strengths") == [] and top.found.get("steps") and not measured:
        top.wrong(("no strength is given", "Write the strengths that exist: [20, 40, 150]"), "strengths")
    return strengths


def _ctcae(top: Table) -> CtcaeVersion:
    """The version the site grades by; version 5 when the file does not say."""
    return top.one_of("ctcae", CTCAE_VERSIONS) if top.has("ctcae") else "v5"


def _citation(table: Table) -> Citation:
    citation = Citation(
        text=table.text("text"),
        evidence=table.maybe_text("evidence"),
        reference=table.maybe_text("reference"),
        doi=table.maybe_text("doi"),
        pmid=table.maybe_text("pmid"),
        pmcid=table.maybe_text("pmcid"),
    )
    table.close()
    return citation


def _published(table: Table) -> Published:
    published = Published(
        onset_of_rash=table.text("onset_of_rash"),
        rash_type=table.text("rash_type"),
        time_to_improvement=table.text("time_to_improvement"),
        maximum_dose=table.text("maximum_dose"),
        outcome=table.text("outcome"),
        follow_up=table.text("follow_up"),
    )
    table.close()
    return published


def _gate(table: Table) -> GateRules:
    """Bounds: what a nurse can do between two doses, and a shift's rounds; see `_break_fits`.

    The library's number is named where a key is missing.
    """
    usual = USUAL_GATE
    rules = GateRules(
        check_after_dose_hours=table.hours(
            "check_after_dose_hours", Decimal(0), 24, usual.check_after_dose_hours
        ),
        check_valid_hours=table.hours("check_valid_hours", Decimal("0.25"), 72, usual.check_valid_hours),
        treatment_break_hours=table.whole("treatment_break_hours", 2, 1440, usual.treatment_break_hours),
        watch_days=table.whole("watch_days", 1, 365, usual.watch_days),
        onset_from_days=table.maybe_whole("onset_from_days", 1, 365),
        onset_to_days=table.maybe_whole("onset_to_days", 1, 365),
    )
    if ("onset_from_days" in table.found) != ("onset_to_days" in table.found):
        table.wrong(("one of onset_from_days and onset_to_days is missing", "Write both, or leave out both"))
    elif rules.onset is not None and rules.onset[1] < rules.onset[0]:
        table.wrong(("onset_to_days is before onset_from_days", "Write a later day"), "onset_to_days")
    table.close()
    return rules


def _gate_down(top: Table, steps: tuple[Step, ...]) -> DownRules:
    """The check before a step down, within the bounds of any; nothing where the file has no such table."""
    if not top.has("gate_down"):
        return DownRules()
    table = top.table("gate_down")
    rules = DownRules(
        check_after_dose_hours=_maybe_hours(table, "check_after_dose_hours", Decimal(0), 24, 4),
        check_valid_hours=_maybe_hours(table, "check_valid_hours", Decimal("0.25"), 72, 12),
    )
    pairs = [pair for pair in pairwise(steps) if all(step.doses for step in pair)]
    rate = is_rate(str(top.found.get("unit", "")))
    if pairs and not any(direction(*pair, rate=rate) == "down" for pair in pairs):
        top.wrong(("no step goes down", "Leave [gate_down] out"), "gate_down")
    table.close()
    return rules


def _maybe_hours(table: Table, key: str, low: Decimal, high: int, usual: int) -> int | Decimal | None:
    return table.hours(key, low, high, usual) if table.has(key) else None


def _windows(table: Table) -> Windows:
    """Bounds: half the time to the next dose, beyond which a dose would be nearer to that one."""
    windows = Windows(
        once_daily_minutes=table.whole("once_daily_minutes", 1, 720, USUAL_WINDOWS.once_daily_minutes),
        more_often_minutes=table.whole("more_often_minutes", 1, 360, USUAL_WINDOWS.more_often_minutes),
    )
    table.close()
    return windows


def _dose_rules(table: Table) -> DoseRules:
    """Bounds: less than a day to the next dose, and half the time to it twice daily."""
    rules = DoseRules(
        second_check=table.one_of("second_check", SECOND_CHECK_RULES, USUAL_SECOND_CHECK),
        make_up_not_given_hours=table.maybe_whole("make_up_not_given_hours", 1, 23),
        make_up_vomited_minutes=table.maybe_whole("make_up_vomited_minutes", 1, 360),
    )
    table.close()
    return rules


def _co_medication(table: Table) -> CoMedication:
    medicine = CoMedication(
        drug=table.text("drug"),
        text=table.text("text"),
        amount=table.maybe_text("amount"),
        how_often=table.maybe_text("how_often"),
        taper=table.maybe_text("taper"),
        first_day=table.maybe_whole("first_day", 1, LONGEST_COURSE_DAYS),
        last_day=table.maybe_whole("last_day", 1, LONGEST_COURSE_DAYS),
    )
    if medicine.last_day is not None:
        if medicine.first_day is None:
            table.wrong(("last_day stands without first_day", "Add first_day, or leave out both"), "last_day")
        elif medicine.last_day < medicine.first_day:
            table.wrong(("last_day is before first_day", "Write a later day"), "last_day")
    table.close()
    return medicine
