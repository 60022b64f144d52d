"""A protocol to read: its steps with totals, where it comes from, what the source leaves open."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from protocols.definition.named_check import NamedCheck
from protocols.definition.protocol import CoMedication, Protocol
from protocols.definition.totals import (
    StepTotals,
    before_last,
    length_text,
    ratio_text,
    step_text,
    step_totals,
)
from protocols.definition.wording import arrow
from protocols.record.approvals import Approvals
from protocols.values.formatting import amount_text, hours_text, listed, number_text, plural, when_text
from protocols.values.text import visible
from protocols.values.unit import substance_of
from protocols.wording.dose_rules import rule_sentences
from store.site.library import built_in
from tui.views.lines.lines import Line, width, wrap


def summary(protocol: Protocol) -> str:
    """One line for the library."""
    if not protocol.startable:
        return f"{visible(protocol.title)}: literature only, no schedule"
    before = before_last(protocol)
    last = step_text(protocol.steps[-1], protocol.unit)
    days = length_text(before.length) if before else ""
    return f"{visible(protocol.title)}: {len(protocol.steps)} steps, {days} to {last}"


def approval_word(approvals: Approvals, protocol: Protocol) -> str:
    """The state of a site's own protocol in front of its name, "" for one that comes with Stepward."""
    if not protocol.startable or protocol in approvals.built_in():
        return ""
    return "" if approvals.of(protocol) else "NOT APPROVED: "


def approval_text(approvals: Approvals, protocol: Protocol, zone: str) -> str:
    """How a site's own protocol stands, "" for one that comes with Stepward."""
    if not protocol.startable or protocol in approvals.built_in():
        return ""
    entry = approvals.of(protocol)
    if entry is not None:
        when = when_text(entry.recorded or entry.at, zone)
        return f"Approved {when} by {visible(entry.by.name)}."
    earlier = "This version is not approved." if protocol.id in approvals.newest else "Not approved yet."
    return f"{earlier} A prescriber reads it and presses p."


def matches(protocol: Protocol, sought: str) -> bool:
    """Whether every word of `sought` is in the name, drug, source, type of rash or highest dose."""
    told, source = protocol.published, protocol.citation
    named = (protocol.id, protocol.title, protocol.drug)
    everything = " ".join(
        (*named, source.text, source.reference, told.rash_type, told.maximum_dose)
    ).casefold()
    return all(word in everything for word in sought.casefold().split())


def reading(protocol: Protocol, cells: int) -> list[Line]:
    """Everything the file says, and what its steps add up to."""
    lines: list[Line] = [
        [(visible(protocol.title), "strong")],
        *_named("Drug", _drug(protocol), cells),
        [("", "")],
        *_steps(protocol, cells),
        [("", "")],
        [("Rules of this protocol", "strong")],
        *_rules(protocol, cells),
        [("", "")],
        [("As published", "strong")],
        *_published(protocol, cells),
    ]
    if protocol.co_medications:
        lines += [[("", "")], [("Beside the drug", "strong")]]
        for medicine in protocol.co_medications:
            lines += _named(visible(medicine.drug), _beside(medicine), cells)
    if protocol.left_open:
        lines += [[("", "")], [("What the source leaves open, and what was decided", "strong")]]
        for sentence in protocol.left_open:
            lines += [[(text, "")] for text in wrap(f"- {visible(sentence)}", cells, "  ")]
    return lines


def _beside(medicine: CoMedication) -> str:
    days = ""
    if medicine.first_day is not None:
        until = f" to {medicine.last_day}" if medicine.last_day is not None else " on"
        days = f"protocol day{'s' if until else ''} {medicine.first_day}{until}"
    return ", ".join(visible(part) for part in (medicine.amount, days, medicine.text) if part)


def _drug(protocol: Protocol) -> str:
    strengths = (
        listed([amount_text(s, protocol.plain_unit) for s in protocol.strengths])
        if protocol.strengths
        else "none"
    )
    parts = [f"{visible(protocol.drug)} {protocol.form}, {protocol.route}, strengths {strengths}"]
    if protocol.peak_hours is not None:
        parts.append(f"peak {number_text(protocol.peak_hours)} hours after a dose")
    if protocol.half_life_hours is not None:
        parts.append(f"half-life {number_text(protocol.half_life_hours)} hours")
    if protocol.divisible != "no":
        parts.append(f"may be divided into {protocol.divisible}")
    for liquid in protocol.liquids:
        holds = amount_text(liquid.amount, substance_of(protocol.unit))
        parts.append(f"{visible(liquid.name)} with {holds} in 1 mL")
    if protocol.syringe_step is not None:
        parts.append(f"measured in steps of {number_text(protocol.syringe_step)} mL")
    if protocol.with_food:
        parts.append("with food")
    return ", ".join(parts)


def _steps(protocol: Protocol, cells: int) -> list[Line]:
    if not protocol.startable:
        return [[("No schedule was published: this entry can be read, not started.", "warn")]]
    rows = step_totals(protocol)
    largest = max((row.cumulative or 0 for row in rows), default=0)
    unit = f" {protocol.unit}" if width(f"{number_text(largest)} {protocol.unit}") < _SUM else ""
    room = max(_SUM, width(number_text(largest)) + 2)
    sums = f"{'Step total':>{room}}{'So far':>{room}}"
    lines: list[Line] = [[(f"{'Step':<5}{'Days':<12}{sums}{'Ratio':>7}  Dose", "dim")]]
    for row in rows:
        lines += _step(row, protocol, cells, lambda value: f"{number_text(value)}{unit}".rjust(room))
    before = before_last(protocol)
    if before is not None:
        total = amount_text(before.amount, protocol.unit)
        counts = f"{length_text(before.length)}, {plural(before.doses, 'dose')}"
        words = f"Before the last step: {counts}{'' if protocol.is_rate else f', {total} in all'}."
        lines += [[(text, "")] for text in wrap(words, cells)]
    return lines


_SUM = 12
"""Cells of a sum. Where sums and unit together need more, the unit stands at the doses alone."""


def _step(row: StepTotals, protocol: Protocol, cells: int, summed: Callable[[Decimal], str]) -> list[Line]:
    days = f"{row.first_day} to {row.last_day}" if row.last_day else f"{row.first_day} on"
    if row.last_day == row.first_day:
        days = str(row.first_day)
    blank = " " * width(summed(Decimal(0)))
    total = blank if row.amount is None or protocol.is_rate else summed(row.amount)
    so_far = blank if row.cumulative is None or protocol.is_rate else summed(row.cumulative)
    ratio = ratio_text(row.daily_ratio) if row.daily_ratio else ""
    head = f"{row.number:<5}{days:<12}{total}{so_far}{ratio:>7}  "
    doses = f"{arrow(protocol, row.number)}{step_text(row.step, protocol.unit)}"
    texts = wrap(doses, max(cells - width(head), 20))
    lines: list[Line] = [[(head, ""), (texts[0], "strong")]]
    lines += [[(" " * width(head) + text, "strong")] for text in texts[1:]]
    if row.step.at_most is not None:
        lines.append([(f"     At most {amount_text(row.step.at_most, protocol.plain_unit)} at once.", "")])
    if row.step.at_most_days is not None:
        lines.append([(f"     At most {plural(row.step.at_most_days, 'day')}.", "")])
    if row.step.text:
        lines += [[(f"     {text}", "")] for text in wrap(visible(row.step.text), cells - 5)]
    return lines


def _rules(protocol: Protocol, cells: int) -> list[Line]:
    gate, windows = protocol.gate, protocol.windows
    sentences = [
        *_per_size(protocol),
        f"Rash-free check {hours_text(gate.check_after_dose_hours)} or more after the last dose, "
        f"valid for {hours_text(gate.check_valid_hours)}.",
        *_down(protocol),
        *(_check(check) for check in protocol.checks),
        f"Treatment break: {plural(gate.treatment_break_hours, 'hour')} without a dose.",
        f"Daily skin checks until {plural(gate.watch_days, 'day')} after the last increase.",
        f"Findings are graded in CTCAE v4, v5 and v6; this site uses {protocol.ctcae}.",
        f"Early or late: more than {windows.once_daily_minutes} minutes once daily, "
        f"{windows.more_often_minutes} minutes more often.",
    ]
    if gate.onset is not None:
        low, high = gate.onset
        sentences.append(f"Published rashes came {low} to {high} days after the start.")
    sentences += rule_sentences(protocol.doses)
    if protocol.red_flags:
        sentences.append(
            f"Red flags besides the common ones: {listed([visible(f) for f in protocol.red_flags])}."
        )
    return [[(text, "")] for sentence in sentences for text in wrap(sentence, cells, "  ")]


def _per_size(protocol: Protocol) -> list[str]:
    """That the amounts are per kg or m², how they are rounded, and the cap."""
    if not protocol.per:
        return []
    size = "kg" if protocol.per == "kg" else "m² of body surface, by Mosteller"
    rounded = "not rounded"
    if protocol.round_to is not None:
        rounded = f"rounded by {amount_text(protocol.round_to, protocol.plain_unit)}"
    cap = ""
    if protocol.at_most is not None:
        cap = f", never more than {amount_text(protocol.at_most, protocol.plain_unit)} at once"
    return [
        f"AMOUNTS PER {size}: nothing is given by them. A prescriber enters the fixed amount of each step, "
        f"{rounded}{cap}; another person confirms them."
    ]


def _down(protocol: Protocol) -> list[str]:
    """What the file says of a step down, where there is one."""
    if not protocol.goes_down:
        return []
    rules = protocol.gate_down
    found = ["A step down begins no new rash watch; it needs its rash-free check all the same."]
    if rules.check_after_dose_hours is not None:
        found.append(
            f"Before a step down the check counts {hours_text(rules.check_after_dose_hours)} after a dose."
        )
    if rules.check_valid_hours is not None:
        found.append(f"Before a step down the check is valid for {hours_text(rules.check_valid_hours)}.")
    return found


def _check(check: NamedCheck) -> str:
    """A check beside the skin, in a sentence."""
    out = "holds the course" if check.holds else "keeps the gate shut"
    waived = "a prescriber may waive it" if check.waived_by == "prescriber" else "nobody waives it"
    how = f" {visible(check.text)}" if check.text else ""
    return (
        f"{visible(check.name)} {check.steps_text}: {check.wanted}, not older than "
        f"{hours_text(check.valid_hours)}; else it {out}, and {waived}.{how}"
    )


def _published(protocol: Protocol, cells: int) -> list[Line]:
    told, source = protocol.published, protocol.citation
    ids = [
        f"{name} {value}"
        for name, value in (("DOI", source.doi), ("PMID", source.pmid), ("PMCID", source.pmcid))
        if value
    ]
    rows = [
        ("Onset of rash", told.onset_of_rash),
        ("Type of rash", told.rash_type),
        ("Time to improvement", told.time_to_improvement),
        ("Highest dose", told.maximum_dose),
        ("Outcome", told.outcome),
        ("Follow-up", told.follow_up),
        ("Cited as", source.reference or ("this report's own patient" if protocol in built_in() else "")),
        ("Evidence", source.evidence),
        ("Source", ". ".join([visible(source.text).rstrip("."), *ids])),
    ]
    return [line for name, text in rows if text for line in _named(name, visible(text), cells)]


def _named(name: str, text: str, cells: int) -> list[Line]:
    room = 21
    head = f"{name:<{room - 1}} "
    texts = wrap(text, max(cells - max(room, width(head)), 20))
    lines: list[Line] = [[(head, "dim"), (texts[0], "")]]
    return lines + [[(" " * room + more, "")] for more in texts[1:]]
