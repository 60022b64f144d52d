"""Moves: refused unless their preconditions hold, on every path (rules.md, "Facts and moves")."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from protocols.definition.making import unmakeable
from protocols.definition.sizing import fixed_protocol
from protocols.entries import DecisionMade, DoneOnPaper, DoseKey, Entry, PreconditionWaived, StepStarted
from protocols.entries.wording import dose_key_text
from protocols.gate.completion import before_completion
from protocols.gate.gate import gate, next_step, open_rashes, release_state
from protocols.gate.residual import has_red_flag, is_higher, no_residual
from protocols.gate.wording import skin_words
from protocols.record.chart import Chart, Hold
from protocols.record.fold import Record
from protocols.record.slots import may_begin, start_options
from protocols.rules.courses import amounts_fixed
from protocols.rules.doses import course_of
from protocols.values.formatting import amount_text, listed
from protocols.values.refusal import Refused, need, need_text, refuse_if
from protocols.values.text import visible


def step_started(record: Record, entry: Entry, now: datetime) -> None:
    """The next step, by anyone who is signed on, when every precondition is met."""
    what = entry.what
    assert isinstance(what, StepStarted)
    chart = course_of(record, entry)
    _not_ended(chart)
    if what.source or what.taken:
        _by_letter(chart, what, entry, now)
        return
    to = next_step(chart)
    if to is None:
        raise Refused(
            f"Step {chart.step_number} has the target dose of this course. "
            "Only a prescriber sets another target."
        )
    refuse_if(what.step != to, f"The next step is step {to}, not step {what.step}.")
    usable = may_begin(chart.plan, chart.protocol.step(to), what.first, now, chart.known, chart.step)
    found = gate(chart, now, what.first if usable else None)
    if not found.open:
        raise Refused(f"Step {to} is not open.", *(f"{p.number} {p.name}: {p.words}" for p in found.missing))
    _first_dose(chart, to, what.first, now)


def _by_letter(chart: Chart, what: StepStarted, entry: Entry, now: datetime) -> None:
    """A patient who comes with a letter begins at its step: by a prescriber, with a fresh check made here and
    every check that the protocol names before that step.
    """
    refuse_if(entry.by.role != "prescriber", "Only a prescriber begins a course at a later step.")
    refuse_if(chart.current is not None, "The course has begun: the next step has its gate.")
    need_text(what.source, "what says which step it is, such as the letter and its day")
    need_text(what.taken, "the doses taken so far, as stated there")
    refuse_if(not 1 < what.step <= chart.target, f"Choose a step from 2 to {chart.target}, the target.")
    found = gate(chart, now, what.first, what.step)
    if not found.open:
        words = (f"{p.number} {p.name}: {p.words}" for p in found.missing)
        raise Refused(f"Step {what.step} cannot begin.", *words)
    _first_dose(chart, what.step, what.first, now)


def decision_made(record: Record, entry: Entry, now: datetime) -> None:
    """A prescriber's decision; the tool never picks one (domain.md 4.4 row 16)."""
    what = entry.what
    assert isinstance(what, DecisionMade)
    chart = course_of(record, entry)
    need_text(what.reason, "the reason for the decision", "reason")
    if what.decision == "resume" and chart.ended is not None and chart.unreleased:
        _after_the_end(chart, what, now)
        return
    _not_ended(chart)
    if what.decision in ("stop", "complete", "target"):
        refuse_if(what.first is not None, "This decision makes no dose due: it has no first dose.")
    if what.decision == "stop":
        return
    if what.decision == "complete":
        _complete(chart)
        return
    if what.decision == "amounts":
        _amounts(chart, what, entry, now)
        return
    refuse_if(
        what.sized is not None or what.confirmed is not None, "Amounts are fixed by a decision of their own."
    )
    if what.decision == "target":
        _target(chart, need(what.step, "Choose the step that is the target."))
        return
    refuse_if(what.decision == "resume" and not chart.open_holds, "There is no hold to end.")
    if chart.current is None:
        _before_start(chart, what, now)
        return
    if what.decision == "stay" and not chart.open_holds:
        refuse_if(what.first is not None, "Doses are due already: staying needs no first dose.")
        return
    to = chart.step_number
    if what.decision == "back":
        to = need(what.step, "Choose the step to go back to.")
        refuse_if(
            not 1 <= to < chart.step_number, f"Choose an earlier step than step {chart.step_number}.", "step"
        )
    _release(chart, to, what, now)
    _first_dose(chart, to, need(what.first, "Choose the first dose."), now)


def precondition_waived(record: Record, entry: Entry, now: datetime) -> None:
    """Doses, days, a break, and a check where the protocol says so: by a prescriber, with a reason."""
    what = entry.what
    assert isinstance(what, PreconditionWaived)
    chart = course_of(record, entry)
    need_text(what.reason, "the reason for the waiver", "reason")
    _not_ended(chart)
    waivable = {(p.waivable, p.check) for p in gate(chart, now).missing if p.waivable}
    refuse_if(
        (what.precondition, what.check) not in waivable,
        "That precondition is met or not asked for: there is nothing to waive.",
    )


def _not_ended(chart: Chart) -> None:
    refuse_if(chart.ended is not None, f"This course was {chart.ended_text}. A new course can be enrolled.")


def _after_the_end(chart: Chart, decision: DecisionMade, now: datetime) -> None:
    """A finding outlasts its course: a prescriber releases it, and no dose becomes due."""
    refuse_if(
        decision.first is not None, "This course has ended: what was found is released, with no first dose."
    )
    _seen_free(chart, 0, decision, now)


def _before_start(chart: Chart, decision: DecisionMade, now: datetime) -> None:
    """A hold placed before dose 1 can be ended; step 1 still has its gate."""
    refuse_if(
        decision.decision != "resume" or decision.first is not None,
        "The course has not been started: a hold can be ended, with no first dose, and step 1 has its gate.",
    )
    _release(chart, 1, decision, now)


def _complete(chart: Chart) -> None:
    missing = before_completion(chart)
    if missing:
        raise Refused("This course cannot be completed yet.", *missing, "To end it without this, stop it.")


def _target(chart: Chart, step: int) -> None:
    lowest = max(chart.step_number, 1)
    highest = len(chart.protocol.steps)
    refuse_if(not lowest <= step <= highest, f"Choose a target from step {lowest} to step {highest}.", "step")
    refuse_if(step == chart.target, f"Step {step} is the target already.", "step")
    _can_be_made(chart, step)


def _amounts(chart: Chart, decision: DecisionMade, entry: Entry, now: datetime) -> None:
    """Other amounts of a protocol per kg or m², from the next dose on; while held, once the hold is ended.

    They are no way round the gate: amounts higher than what the patient has swallowed need the rash-free
    check as any higher dose, and while a rash is accepted they are not raised (rules.md, "Rash, red flags,
    holds").
    """
    protocol = chart.plan.protocol
    refuse_if(not protocol.per, "The doses of this protocol are fixed in its file, for no weight.")
    amounts_fixed(protocol, decision.sized, decision.confirmed, entry, now)
    assert decision.sized is not None
    refuse_if(decision.sized == chart.sized, "Nothing has changed.")
    after = replace(chart, protocol=fixed_protocol(protocol, decision.sized))
    _can_be_made(after, chart.target)
    if chart.current is None or chart.open_holds:
        refuse_if(
            decision.first is not None,
            "No dose is due now: these amounts have no first dose, and are those of the next.",
        )
        return
    before, step = chart.current.asks, after.protocol.step(chart.step_number)
    higher = step.single > before.single or step.per_day > before.per_day
    refuse_if(
        higher and any(open_rashes(chart)),
        "A rash was accepted for the amounts that stand: they are not raised until it is gone.",
    )
    if is_higher(after, chart.step_number):
        state = release_state(chart, now, decision.first)
        refuse_if(not state.valid, skin_words(state, chart.protocol.gate, now, chart.zone))
    _first_dose(after, chart.step_number, need(decision.first, "Choose the first dose."), now)


def _can_be_made(chart: Chart, upto: int) -> None:
    missing = unmakeable(chart.protocol, chart.plan.strengths, upto)
    if missing and not chart.plan.made_by.strip():
        doses = listed([amount_text(amount, chart.protocol.unit) for amount in missing])
        raise Refused(f"The strengths in stock cannot make {doses}.")


def _release(chart: Chart, to: int, decision: DecisionMade, now: datetime) -> None:
    """Ending a hold needs the skin seen, or residual rash accepted for the same or a lower dose.

    A lost check holds the course until a fresh one, whatever step is gone to (rules.md, "Corrections").
    """
    broken = [start for start in chart.starts if not start.stands]
    refuse_if(
        bool(broken),
        f"The rash-free check behind step {broken[0].step if broken else 0} was taken away. "
        "Record a fresh rash-free check first; nobody can waive it.",
    )
    lost = [(s.step, check) for s in chart.starts if s.step <= to for check in s.lost]
    for step, check in lost:
        refuse_if(
            check.waived_by == "nobody",
            f"The result of {visible(check.name)} behind step {step} was taken away. "
            "Record a fresh one first; nobody can waive it.",
        )
    _seen_free(chart, to, decision, now)


def _seen_free(chart: Chart, to: int, decision: DecisionMade, now: datetime) -> None:
    """A fresh rash-free check where something was found, or residual rash for the same or a lower dose.

    A dose higher than any taken so far needs the check whatever the hold was for, and so does a step that was
    started on paper without the gate. Residual rash is no reason to pass a lost check.
    """
    state = release_state(chart, now, decision.first)
    found = any(hold.of_finding for hold in chart.open_holds) or any(open_rashes(chart))
    unproven = any(_started_on_paper(hold, to) for hold in chart.open_holds)
    higher = decision.first is not None and (is_higher(chart, to) or unproven)
    lost = any(hold.cause == "check" for hold in chart.open_holds) or unproven
    if not (found or higher):
        return
    words, beyond = skin_words(state, chart.protocol.gate, now, chart.zone), no_residual(chart, to)
    accepted = found and not lost and decision.residual_accepted
    if accepted and beyond and (not state.valid or has_red_flag(chart)):
        raise Refused(beyond, *([] if state.valid else [words]))
    if not state.valid and not accepted:
        offer = "" if beyond or lost else " Or accept the residual rash for the same or a lower dose."
        raise Refused(f"{words}{offer}")


def _started_on_paper(hold: Hold, to: int) -> bool:
    """Whether step `to`, or one below it, was begun on paper, and nothing proves that the gate was open."""
    what = hold.entry.what
    done = what.what if isinstance(what, DoneOnPaper) else None
    return isinstance(done, StepStarted) and done.step <= to


def _first_dose(chart: Chart, to: int, first: DoseKey, now: datetime) -> None:
    plan, step, lines = chart.plan, chart.protocol.step(to), chart.known
    if not may_begin(plan, step, first, now, lines, chart.step):
        options = start_options(plan, step, now, lines, chart.step)
        named = " or ".join(dose_key_text(key) for key in options)
        raise Refused(f"The first dose can be {named}.", about="first")
