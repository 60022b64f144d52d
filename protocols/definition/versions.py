"""In what a course's protocol differs from this site's of the same name: doses and gate, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocols.definition.protocol import Protocol
from protocols.definition.totals import step_text
from protocols.values.text import visible

_RULES = {
    "check_after_dose_hours": "hours from the last dose to the check",
    "check_valid_hours": "hours for which a check is valid",
    "treatment_break_hours": "hours without a dose that are a break",
    "watch_days": "days of the rash watch",
}
"""The figures of the gate, as they are said."""


def version_words(course: Protocol, known: Iterable[Protocol]) -> list[str]:
    """How the protocol of a course differs from this site's, in sentences; none when the site has it so.

    `known` are the protocols of this site.
    """
    own = list(known)
    if course in own:
        return []
    same = next((one for one in own if one.id == course.id), None)
    if same is None:
        return [f"This site has no protocol {visible(course.title)}. A prescriber here starts the next step."]
    found = list(_differences(course, same)) or ["Its remarks or its source differ; doses and gate do not."]
    heading = f"Not this site's version of {visible(course.title)}. A prescriber here starts the next step."
    return [heading, *found]


def _differences(course: Protocol, own: Protocol) -> Iterator[str]:
    if len(course.steps) != len(own.steps):
        yield f"{len(course.steps)} steps in the course, {len(own.steps)} here."
    for number, (step, other) in enumerate(zip(course.steps, own.steps, strict=False), 1):
        there, here = step_text(step, course.unit), step_text(other, own.unit)
        if there != here:
            yield f"Step {number}: {there} in the course, {here} here."
        elif step != other:
            yield f"Step {number}: its days, its doses or their times differ."
    for name, words in _RULES.items():
        there, here = getattr(course.gate, name), getattr(own.gate, name)
        if there != here:
            yield f"Gate, {words}: {there} in the course, {here} here."
    if course.drug != own.drug or course.form != own.form or course.route != own.route:
        yield "The drug, its form or its route differ."
    if course.doses != own.doses or course.windows != own.windows:
        yield "The rules for late, lost or checked doses differ."
