"""What became of a handover, in sentences: given, refused, accepted, or still with whoever gave it."""

from __future__ import annotations

from collections.abc import Callable

from protocols.entries import Entry, HandoverRefused
from protocols.entries.wording import person_text
from protocols.record.handovers import Handover
from protocols.values.formatting import reasoned, when_text
from protocols.values.text import visible
from tui.views.handover.parts import Said
from tui.views.lines.lines import Tone

Names = Callable[[str], str]
"""The name of a patient, by hospital number."""

WAITS = "NOT ACCEPTED YET: the patients stay with whoever has them. Care goes on."
_HOW: dict[bool, tuple[Tone, str]] = {True: ("good", "satisfied"), False: ("warn", "NOT satisfied")}


def state(handover: Handover, names: Names) -> list[Said]:
    """Everything known of it, in the order of time."""
    what, given = handover.what, handover.given
    others = f" Also present: {visible(what.others)}." if what.others else ""
    said = f"Given {_when(given)} by {person_text(given.by)}. Place: {visible(what.place)}.{others}"
    found = [Said(_with_note(said, what.note))]
    found += [Said(_refused(entry, names), "bad") for entry in handover.refused]
    if handover.answer is not None and handover.accepted is not None:
        tone, how = _HOW[handover.answer.satisfied]
        text = f"Accepted {_when(handover.accepted)} by {person_text(handover.answer.taker)}, {how}."
        return [*found, Said(_with_note(text, handover.answer.note), tone)]
    if handover.replaced is not None:
        by = person_text(handover.replaced.by)
        return [*found, Said(f"Not accepted. Replaced by the one given {_when(handover.replaced)} by {by}.")]
    if handover.waits:
        return [*found, Said(WAITS, "warn")]
    return found


def outcome(handover: Handover) -> str:
    """What became of it in a few words, for a list."""
    if handover.answer is not None:
        how = "" if handover.answer.satisfied else ", not satisfied"
        but = f", {len(handover.refused)} refused" if handover.refused else ""
        return f"accepted by {visible(handover.answer.taker.initials)}{how}{but}"
    if handover.replaced is not None:
        return "replaced by a newer one"
    return "NOT ACCEPTED YET" if handover.waits else "REFUSED"


def _refused(entry: Entry, names: Names) -> str:
    what = entry.what
    assert isinstance(what, HandoverRefused)
    whom = names(what.patient) if what.patient else "Whole handover"
    stays = "The patient stays" if what.patient else "All stay"
    said = f"{whom}: REFUSED {_when(entry)} by {person_text(what.taker)}"
    return f"{_stopped(reasoned(said, what.reason))} {stays} with whoever had them before."


def _with_note(said: str, note: str) -> str:
    return f"{said} {_stopped(visible(note, multiline=True))}" if note else said


def _stopped(said: str) -> str:
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _when(entry: Entry) -> str:
    """When it was, and where the computer's clock could not be believed that too."""
    doubt = "" if entry.clock == "ok" else f" (the computer's clock was {entry.clock})"
    return f"{when_text(entry.at, entry.zone)}{doubt}"
