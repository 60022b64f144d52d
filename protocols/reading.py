"""From the text of a protocol file to a Protocol, or to every fault that keeps it from being one.

The format is described in docs/protocols.md. Numbers are exact; nothing is guessed or filled in,
except that optional keys may be left out.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from protocols.faults import Faults
from protocols.protocol import (
    CTCAE_VERSIONS,
    SECOND_CHECK_RULES,
    SLOTS,
    Citation,
    CoMedication,
    CtcaeVersion,
    DoseRules,
    GateRules,
    PlannedDose,
    Protocol,
    Published,
    Step,
    Windows,
)
from protocols.toml_table import Table
from protocols.toml_text import decoded, lines_of, tables_of
from protocols.toml_values import id_wrong, unit_wrong

MOST_STEPS = 100
LONGEST_STEP_DAYS = 365
LONGEST_COURSE_DAYS = 3650
ONSET = (11, 14)
"""Days after a start at which rashes were published to come (domain.md 4.4 row 15), if a file is silent."""


def read_bytes(data: bytes, name: str) -> Protocol:
    """The protocol in a file's bytes. ProtocolFault as for `read`, and when they are not UTF-8."""
    return read(decoded(data, name), name)


def read(text: str, name: str) -> Protocol:
    """The protocol in TOML `text`; `name` is the file it came from, "x.toml" for the id "x".

    Raises ProtocolFault with every fault found: file, line, place, what is wrong, what would be right.
    """
    faults = Faults()
    protocol = _protocol(Table(tables_of(text, name), (), faults), PurePath(name).stem)
    if faults.found:
        raise faults.told(name, lines_of(text))
    return protocol


def _protocol(top: Table, stem: str) -> Protocol:
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
        citation=_citation(top.table("citation")),
        published=_published(top.table("published")),
        gate=_gate(top.table("gate")),
        windows=_windows(top.table("windows")),
        doses=_dose_rules(top.table("doses")),
        co_medications=tuple(_co_medication(table) for table in top.tables("co_medications")),
        steps=_steps(top),
    )
    top.close()
    return protocol


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
    if not strengths and top.found.get("strengths") == [] and top.found.get("steps"):
        top.wrong(("no strength is given", "Write the strengths that exist: [20, 40, 150]"), "strengths")
    return strengths


def _ctcae(top: Table) -> CtcaeVersion:
    """The version the site grades by; version 5 when the file does not say."""
    return top.one_of("ctcae", CTCAE_VERSIONS) if top.has("ctcae") else "v5"


def _citation(table: Table) -> Citation:
    citation = Citation(
        text=table.text("text"),
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
    """Bounds: the next dose is at most 24 h away, and two doses once daily are not a break."""
    rules = GateRules(
        check_after_dose_hours=table.whole("check_after_dose_hours", 0, 24),
        check_valid_hours=table.whole("check_valid_hours", 1, 72),
        treatment_break_hours=table.whole("treatment_break_hours", 36, 336),
        watch_days=table.whole("watch_days", 1, 365),
        onset_from_days=_maybe_days(table, "onset_from_days", ONSET[0]),
        onset_to_days=_maybe_days(table, "onset_to_days", ONSET[1]),
    )
    if rules.onset_to_days < rules.onset_from_days:
        table.wrong(("onset_to_days is before onset_from_days", "Write a later day"), "onset_to_days")
    table.close()
    return rules


def _maybe_days(table: Table, key: str, default: int) -> int:
    days = table.maybe_whole(key, 1, 365)
    return default if days is None else days


def _windows(table: Table) -> Windows:
    """Bounds: half the time to the next dose, beyond which a dose would be nearer to that one."""
    windows = Windows(
        once_daily_minutes=table.whole("once_daily_minutes", 1, 720),
        more_often_minutes=table.whole("more_often_minutes", 1, 360),
    )
    table.close()
    return windows


def _dose_rules(table: Table) -> DoseRules:
    """Bounds: less than a day to the next dose, and half the time to it twice daily."""
    rules = DoseRules(
        second_check=table.one_of("second_check", SECOND_CHECK_RULES),
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


def _steps(top: Table) -> tuple[Step, ...]:
    if "steps" not in top.found:
        right = "Add a table [[steps]] for each, or steps = [] for a publication without a schedule"
        top.wrong(("the steps are missing", right))
    tables = top.tables("steps")
    if len(tables) > MOST_STEPS:
        top.wrong((f"there are {len(tables):,} steps", f"Write at most {MOST_STEPS}"), "steps")
    written = [[_dose(table, slot) for slot in SLOTS] for table in tables]
    for table, before, doses in zip(tables[1:], written, written[1:], strict=False):
        if doses == before and any(dose is not None for dose in doses):
            table.wrong(("the doses are those of the step before", "Make it one step with the days of both"))
    return tuple(_step(table, last=table is tables[-1]) for table in tables)


def _dose(table: Table, slot: str) -> object:
    """A dose to compare: None when there is none, and a wrong one is like no other."""
    dose = table.found.get(slot)
    return dose if isinstance(dose, int | Decimal | None) else object()


def _step(table: Table, last: bool) -> Step:
    days = table.maybe_whole("days", 1, LONGEST_STEP_DAYS)
    if last and days is not None:
        right = "Leave days out: the last step goes on until a prescriber decides"
        table.wrong(("the last step has days", right), "days")
    if not last and "days" not in table.found:
        right = "Add a line such as days = 2: only the last step goes on without an end"
        table.wrong(("days is missing", right))
    text = table.maybe_text("text")
    at_most_days = _at_most_days(table, days, last)
    amounts = [(slot, table.maybe_amount(slot)) for slot in SLOTS]
    doses = tuple(PlannedDose(slot, amount) for slot, amount in amounts if amount is not None)
    if not any(slot in table.found for slot in SLOTS):
        table.wrong(("the step has no dose", f"Add a line such as {SLOTS[0]} = 150"))
    table.close("key or time of day")
    return Step(doses=doses, days=days, text=text, at_most_days=at_most_days)


def _at_most_days(table: Table, days: int | None, last: bool) -> int | None:
    """A limit is longer than the days of the step, which a dose not given makes longer."""
    limit = table.maybe_whole("at_most_days", 1, LONGEST_STEP_DAYS)
    if limit is not None and last:
        right = "Leave it out: the last step goes on until a prescriber decides"
        table.wrong(("the last step has a longest stay", right), "at_most_days")
    elif limit is not None and days is not None and limit <= days:
        right = f"Write more than {days}, or leave it out for no limit"
        table.wrong(("at_most_days is not more than days", right), "at_most_days")
    return limit
