"""The status letters of the NHS guide for drug charts (domain.md 2.1), and what each dose has.

A filled circle is a dose that was taken, an empty one a dose that was not, a dotted one a dose without a
status (CUI MEDa-0115 to 0118). Nothing here says "missed": a dose without a record has no letter.
"""

from __future__ import annotations

from protocols.course.prescription import prescribed, stretch_of, timing
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, NotGivenStatus
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry

TAKEN, NOT_TAKEN, OPEN = "●", "○", "◌"

KEY = (
    ("G", "given"),
    ("E", "given early"),
    ("L", "given late"),
    ("S", "self-administered"),
    ("R", "refused"),
    ("A", "absent"),
    ("O", "not given, other reason"),
    ("U", "medicine unavailable"),
    ("N", "nil by mouth"),
    ("F", "drug-free interval: no dose is planned"),
    ("D", "deferred"),
    ("K", "not known if it was given"),
    ("M", "administration error: more than prescribed, or taken when nothing was due"),
)
"""Every letter with its meaning, in the order of the key."""


def circle_text() -> str:
    """What the circles mean, in a line."""
    return _line([f"{TAKEN} taken", f"{NOT_TAKEN} not taken", f"{OPEN} no status"])


def key_text(without: str = "") -> str:
    """The key in a line; a letter is never parted from its meaning."""
    return _line([f"{letter} {words}" for letter, words in KEY if letter not in without])


def _line(items: list[str]) -> str:
    return "   ".join(item.replace(" ", "\N{NO-BREAK SPACE}", 1) for item in items)


NOT_GIVEN: dict[NotGivenStatus, str] = {
    "refused": "R",
    "absent": "A",
    "other reason": "O",
    "unavailable": "U",
    "nil by mouth": "N",
    "deferred": "D",
    "unknown": "K",
}


def letter(chart: Chart, line: CorrectedEntry, key: DoseKey | None = None) -> str:
    """The letter of a dose's record; `key` is the scheduled dose it is about, None for one off the schedule.

    An error outweighs who gave it, and that outweighs early and late: the times stand beside the letter.
    """
    what = line.what
    if isinstance(what, DoseNotGiven):
        return NOT_GIVEN[what.status]
    assert isinstance(what, DoseGiven)
    asked = prescribed(chart, key, line.at) if key else None
    if key is not None and (asked is None or what.amount > asked):
        return "M"
    if what.self_administered:
        return "S"
    stretch = stretch_of(chart, key) if key and not what.makes_up else None
    label = timing(chart, key, stretch.asks, line.at) if key and stretch else ""
    return {"early": "E", "late": "L"}.get(label, "G")


def symbol(line: CorrectedEntry | None) -> str:
    """The circle of a dose's record."""
    if line is None or line.what is None:
        return OPEN
    return TAKEN if isinstance(line.what, DoseGiven) else NOT_TAKEN
