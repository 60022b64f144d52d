"""In what a course's protocol differs from this site's of the same name: doses and gate, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocols.definition.protocol import GateRules, Protocol
from protocols.definition.step import Step
from protocols.definition.totals import lasts_text, step_text
from protocols.values.text import visible

MARK = "*"
"""Stands beside the step of a course on another version, wherever there is no room for words."""

_RULES = {
    "check_after_dose_hours": "hours from the last dose to the check",
    "check_valid_hours": "hours for which a check is valid",
    "treatment_break_hours": "hours without a dose that are a break",
    "watch_days": "days of the rash watch",
}
"""The figures of the gate, as they are said."""

_PARTS = {
    "what the gate asks beside the skin": ("checks",),
    "the drug, its form or its route": ("drug", "form", "route", "unit"),
    "with or without food": ("with_food",),
    "the strengths, or how a dose is made": ("strengths", "divisible", "syringe_step", "liquids"),
    "the rounding or the cap of doses per kg or m²": ("round_to", "at_most"),
    "the rules for late, lost or checked doses": ("doses", "windows"),
    "the red flags": ("red_flags",),
    "the other medicines": ("co_medications",),
    "the CTCAE version": ("ctcae",),
}
"""What else can differ and matters at the bedside, by the fields that say it."""


def version_words(course: Protocol, known: Iterable[Protocol], *, brought: bool = True) -> tuple[str, ...]:
    """How the protocol of a course differs from this site's, in sentences; none when the site has it so.

    `known` are the protocols of this site as they stand. `brought` says that the course came from another
    site: then a prescriber here starts its next step. One enrolled here goes on with its own version.
    """
    own = list(known)
    if course in own:
        return ()
    title = visible(course.title)
    follows = "A prescriber here starts the next step." if brought else "It goes on as it was enrolled."
    same = next((one for one in own if one.id == course.id), None)
    if same is None:
        return (f"{MARK} OTHER PROTOCOL: this site has no protocol {title}. {follows}",)
    found = tuple(differences(course, same))
    whose = "this is not this site's" if brought else "since the enrolment this site has another"
    return f"{MARK} OTHER VERSION: {whose} version of {title}. {follows}", *found


def differences(course: Protocol, own: Protocol) -> Iterator[str]:
    """In what a course's protocol differs from the site's, a sentence each, doses first."""
    found = [*_of_steps(course, own), *_of_gates(course, own)]
    found += [
        f"{part[0].upper()}{part[1:]}: not as here."
        for part, names in _PARTS.items()
        if any(getattr(course, name) != getattr(own, name) for name in names)
    ]
    yield from found or ["Only its source, its remarks or its title differ: doses and gate do not."]


def _of_steps(course: Protocol, own: Protocol) -> Iterator[str]:
    if len(course.steps) != len(own.steps):
        yield f"{len(course.steps)} steps in the course, {len(own.steps)} here."
    for number, (step, other) in enumerate(zip(course.steps, own.steps, strict=False), 1):
        there, here = _said(step, course.unit), _said(other, own.unit)
        if there != here:
            yield f"Step {number}: in the course {there}; here {here}."
        elif step != other:
            yield f"Step {number}: what it says beside its doses is not as here."


def _said(step: Step, unit: str) -> str:
    """A step's doses and how long it lasts; the open-ended one "on"."""
    lasts = lasts_text(step)
    return f"{step_text(step, unit)}{'' if lasts == 'on' else f', {lasts}'}"


def _of_gates(course: Protocol, own: Protocol) -> Iterator[str]:
    yield from _of_rules(course.gate, own.gate, "Gate")
    if course.gate_down != own.gate_down:
        yield "Gate to a step down: the time of the check is not as here."


def _of_rules(course: GateRules, own: GateRules, name: str) -> Iterator[str]:
    for field, words in _RULES.items():
        there, here = getattr(course, field), getattr(own, field)
        if there != here:
            yield f"{name}, {words}: {there} in the course, {here} here."
