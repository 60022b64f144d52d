"""The patient banner: who this is, on top of every screen about one patient (CUI PAB; domain.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from protocols.entries import PatientAdmitted
from protocols.record.fold import Record
from protocols.values.clinic_time import day_of
from protocols.values.formatting import name_text
from protocols.values.text import visible
from protocols.wording.entries import allergies_text
from tui.views.course.namesakes import namesake_line
from tui.views.lines.lines import Line, Tone, fit, width, wrap


def banner(
    record: Record, now: datetime, zone: str, cells: int, people: Mapping[str, PatientAdmitted] | None = None
) -> list[Line]:
    """Two lines of `cells` cells. A name that has no room beside the facts stands above them, whole.

    One more names another of the ward's `people`, by hospital number, who can be mistaken for this one. Why
    the record cannot be shown stands below.
    """
    details = record.details
    if details is None:
        untold: Tone = "bad" if record.trouble else "warn"
        why: list[Line] = [[(text, untold)] for text in wrap(_why_nobody(record), cells)]
        return [[(f"MRN {visible(record.patient)}", "strong")], *why]
    born, sex, number, bed = _facts(details, record.patient, now, zone)
    sex, bed = fit(sex, min(width(sex), 10)), fit(bed, min(width(bed), 12))
    name, allergies = name_text(details.family, details.given), allergies_text(details)
    facts, below = "  ".join((born, sex, number, bed)), f"{sex}  {bed}  "
    if width(f"{name}  {facts}") > cells >= width(f"{below}{allergies}"):
        facts = f"{born}  {number}"
    else:
        below = ""
    tone: Tone = "warn" if details.allergies_known != "none known" else ""
    said: Line = [(fit(allergies, cells) if width(allergies) > cells else allergies, tone)]
    others = namesake_line(record.patient, details, people or {}, cells)
    others += [[(text, "bad")] for text in wrap(visible(record.trouble), cells) if text]
    if width(f"{name}  {facts}") > cells:
        above: list[Line] = [[(text, "strong")] for text in _in_two(name, cells)]
        told: list[Line] = [[(text, "")] for text in _together((born, sex, number, bed), cells)]
        return [*above, *told, said, *others]
    first: Line = [(name, "strong"), (f"  {facts}", "")]
    return [first, [(below, ""), *said] if below else said, *others]


def _in_two(name: str, cells: int) -> list[str]:
    """A name on one or two lines; only what two cannot hold is cut, and marked."""
    first, *rest = wrap(name, cells)
    return [first, fit(" ".join(rest), cells).rstrip()] if rest else [first]


def facts_of(record: Record, now: datetime, zone: str, cells: int) -> list[str]:
    """The identifiers and the allergies, for a place that has the name already; nothing of them cut."""
    details = record.details
    if details is None:
        return [f"MRN {visible(record.patient)}", *wrap(_why_nobody(record), cells)]
    facts = _together(_facts(details, record.patient, now, zone), cells)
    trouble = wrap(visible(record.trouble), cells) if record.trouble else []
    return [*facts, *wrap(allergies_text(details), cells), *trouble]


def _together(facts: Iterable[str], cells: int) -> list[str]:
    """Facts beside each other, on another line where they have no room."""
    lines = [""]
    for fact in facts:
        whole = f"{lines[-1]}  {fact}" if lines[-1] else fact
        lines = [*lines[:-1], whole] if width(whole) <= cells or not lines[-1] else [*lines, fact]
    return lines


def identity(record: Record, now: datetime, zone: str) -> list[str]:
    """Who this is, on paper: the name, the other identifiers, the allergies, nothing of them cut."""
    details = record.details
    if details is None:
        return [f"MRN {visible(record.patient)}", _why_nobody(record)]
    name = name_text(details.family, details.given)
    trouble = [visible(record.trouble)] if record.trouble else []
    return [name, "  ".join(_facts(details, record.patient, now, zone)), allergies_text(details), *trouble]


def _why_nobody(record: Record) -> str:
    """Why there is no name: it cannot be read, or there is none yet."""
    return visible(record.trouble) or "Not admitted"


def _facts(details: PatientAdmitted, patient: str, now: datetime, zone: str) -> tuple[str, str, str, str]:
    """Born and age, sex, hospital number, bed."""
    born = details.birth.said(day_of(now, zone))
    sex = visible(details.sex) or "Sex not recorded"
    return born, sex, f"MRN {visible(patient)}", f"Bed {visible(details.bed)}" if details.bed else "No bed"
