"""The words of the gate: what satisfied a precondition, or what is missing and from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from protocols.definition.protocol import GateRules
from protocols.entries import (
    DecisionMade,
    DoneOnPaper,
    Entry,
    HoldPlaced,
    NamedCheckMade,
    PreconditionWaived,
    RedFlagSeen,
    StepStarted,
)
from protocols.record.corrected import CorrectedEntry
from protocols.record.moments import when as moment
from protocols.record.skin_check import SkinCheckState
from protocols.values.formatting import day_text, duration_text, hours_text, number_text, plural, when_text
from protocols.values.text import visible

if TYPE_CHECKING:
    from protocols.course.progress import StepDays
    from protocols.record.chart import Chart
    from protocols.record.held import ToldHold

HOLD_NAMES = {
    "rash": "Rash found",
    "red flag": "Red flag",
    "hold": "Hold",
    "check": "The rash-free check behind a step was taken away",
    "paper": "Done on paper, and not as the gate asks",
    "measurement": "A check out of its range",
    "result": "The result of a check behind a step was taken away",
}
_TAKEN_BACK = {"rash": "Rash", "red flag": "Red flag", "hold": "Hold", "measurement": "A check"}


def doses_words(given: int, needed: int) -> str:
    """Precondition 1."""
    if given >= needed:
        return f"{given} of {needed} given at the prescribed amount."
    return f"{given} of {needed} given at the prescribed amount: {plural(needed - given, 'dose')} missing."


def days_words(days: StepDays, zone: str) -> str:
    """Precondition 2."""
    if days.opens is not None:
        since = "The hours passed" if days.passed else "Not before"
        return f"{since} {when_text(days.opens, zone)}."
    if days.opens_on is None:
        return "This step is measured in doses." if days.passed else "This step has no last day."
    if days.passed:
        return f"{plural(days.planned or 0, 'day')} passed."
    if days.number < 1:
        return f"The step begins {day_text(days.first)}. Not before {day_text(days.opens_on)}."
    return f"Day {days.number} of {days.planned}. Not before {day_text(days.opens_on)}."


def skin_words(state: SkinCheckState, rules: GateRules, now: datetime, zone: str) -> str:
    """Precondition 3, with the time from which a check counts, and a newer check that does not, and why."""
    return f"{_skin_words(state, rules, now, zone)}{_passed_over(state, zone)}"


def _passed_over(state: SkinCheckState, zone: str) -> str:
    check = state.passed_over
    if check is None:
        return ""
    seen = f"{when_text(check.at, zone)} by {visible(check.entry.by.name)}"
    why = {
        "clock": f"it was recorded while this computer's clock was in doubt ({check.clock})",
        "to come": "its time is still to come",
        "denied": "what was recorded after it has an earlier time, so that clock was wrong",
    }[state.why or "clock"]
    return f" The check of {seen} does not count: {why}. Make another, or correct its time."


def _skin_words(state: SkinCheckState, rules: GateRules, now: datetime, zone: str) -> str:
    wanted = "Check the whole skin and the mucosa"
    if state.earliest is not None:
        after = hours_text(rules.check_after_dose_hours)
        wanted += f", {after} or more after the last dose: from {when_text(state.earliest, zone)}"
    if state.check is None:
        return f"No rash-free check yet. {wanted}."
    seen = f"{when_text(state.check.at, zone)} by {visible(state.check.entry.by.name)}"
    match state.fault:
        case "":
            until = when_text(state.until or state.due, zone)
            return f"Rash-free {seen}. Valid until {until}."
        case "too old":
            limit = hours_text(rules.check_valid_hours)
            return f"Last rash-free check {seen} {_age_words(state, now, zone)}, more than {limit}. {wanted}."
        case "rash since":
            return f"A finding was recorded after the last rash-free check ({seen}). {wanted}."
        case "before dose":
            return f"Last rash-free check {seen} was before the last dose. {wanted}."
        case "before step":
            return f"Last rash-free check {seen} was before this step was started. {wanted}."
        case _:
            return f"Last rash-free check {seen} was too soon after the last dose. {wanted}."


def _age_words(state: SkinCheckState, now: datetime, zone: str) -> str:
    assert state.check is not None
    old = duration_text(state.due - state.check.at)
    if state.due <= now:
        return f"is {old} old"
    return f"will be {old} old at the first dose ({when_text(state.due, zone)})"


def rash_words(rashes: Sequence[CorrectedEntry], chart: Chart) -> str:
    """Precondition 4."""
    if not rashes:
        return "No finding waits for a check or a release."
    seen = when_text(rashes[0].at, chart.zone)
    return f"Rash seen {seen} is open: it needs a rash-free check and a prescriber's release."


def hold_words(holds: Sequence[ToldHold], zone: str) -> str:
    """Precondition 5: the first of `holds`."""
    if not holds:
        return "Nothing holds the course."
    first = holds[0]
    if first.cause == "check":
        needs = "It needs a fresh rash-free check, as long after the last dose as the gate asks."
        return f"{HOLD_NAMES['check']} {when_text(first.since, zone)}. {needs}"
    if first.cause == "result":
        needs = "It needs a fresh result as the protocol wants it (key k)."
        return f"{HOLD_NAMES['result']} {when_text(first.since, zone)}. {needs}"
    by_whom = "" if first.taken_back else " Only a prescriber ends this hold."
    if first.cause == "paper":
        by_whom = (
            " A prescriber decides; or enter the rest of the sheet, then the same move again: + on the chart."
        )
    if first.hold.released is not None:
        by_whom = " A prescriber decides how this course goes on."
    return f"{hold_found(first, zone)}.{by_whom}"


def away_words(sent: Entry, to: str, zone: str) -> str:
    """Where the patient is, while moves are made at another site."""
    return f"At {visible(to)} since {when_text(sent.at, zone)}: steps and decisions are made there."


def hold_found(hold: ToldHold, zone: str) -> str:
    """What a hold is for, when that was found, and since when it holds where that is another time."""
    found, since = when_text(hold.found, zone), when_text(hold.since, zone)
    if hold.hold.released is not None and not hold.ended:
        by, when = hold.hold.released.by, hold.hold.released.recorded or hold.hold.released.at
        since = f"{since}, released {when_text(when, zone)} by {visible(by.name)} in another course"
    if hold.taken_back:
        return f"{hold_reason(hold)}; held since {since}"
    return f"{hold_reason(hold)} {found}" + (f", held since {since}" if since != found else "")


def hold_reason(hold: ToldHold) -> str:
    """What a hold is for, as the record now stands."""
    match hold.what:
        case RedFlagSeen(flags=flags):
            return f"Red flag ({', '.join(visible(flag) for flag in flags)})"
        case HoldPlaced(reason=reason):
            return f"Hold ({visible(reason)})"
        case DoneOnPaper(what=done):
            did = (
                f"Step {done.step} started" if isinstance(done, StepStarted) else f'"{done.decision}" decided'
            )
            return f"{did} on paper by {visible(done.paper)}, not as the gate asks"
        case NamedCheckMade() as made:
            return f"Check out of its range ({made_text(made)})"
        case None if hold.taken_back:
            return f"{_TAKEN_BACK[hold.cause]} entered in error, still held until a prescriber decides"
        case _:
            return HOLD_NAMES[hold.cause]


def made_text(made: NamedCheckMade) -> str:
    """A result of a check with its name: "neutrophils 1.1 10^9/L"."""
    if made.value is None:
        return f"{visible(made.name)}: stated {'' if made.stated else 'NOT '}to be so"
    return f"{visible(made.name)} {number_text(made.value)} {visible(made.unit)}".rstrip()


def break_words(found: tuple[datetime, timedelta] | None, rules: GateRules, zone: str) -> str:
    """Precondition 6."""
    if found is None:
        return f"Never {rules.treatment_break_hours} hours without a dose."
    began, length = found
    gap = f"{duration_text(length)} without a dose from {when_text(began, zone)}"
    return f"Treatment break: {gap}. A prescriber decides."


def gap_words(found: tuple[datetime, timedelta] | None, rules: GateRules, zone: str) -> str:
    """What is said wherever the next dose is shown, while none was taken for longer than the limit."""
    if found is None:
        return ""
    since, length = found
    limit = hours_text(rules.treatment_break_hours)
    return (
        f"NO DOSE FOR {duration_text(length)}, since {when_text(since, zone)}: longer than {limit}. "
        "Tolerance may be lost; a prescriber decides before the next dose."
    )


def waived_words(entry: Entry, zone: str) -> str:
    """Who waived a precondition and why."""
    reason = entry.what.reason if isinstance(entry.what, PreconditionWaived | DecisionMade) else ""
    when = when_text(moment(entry), zone)
    return f"Waived {when} by {visible(entry.by.name)}: {visible(reason)}"
