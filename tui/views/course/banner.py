"""The patient banner: who this is, on top of every screen about one patient (CUI PAB; domain.md 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
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
    """Two lines of `cells` cells. A name is cut only where sex and bed have no room on the second.

    A third names another of the ward's `people`, by hospital number, who can be mistaken for this one.
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
    room = max(cells - width(facts) - 2, 12)
    name = name if width(name) <= room else fit(name, room)
    tone: Tone = "warn" if details.allergies_known != "none known" else ""
    first: Line = [(name, "strong"), (f"  {facts}", "")]
    second: Line = [(below, ""), (fit(allergies, cells) if width(allergies) > cells else allergies, tone)]
    second = second if below else second[1:]
    return [first, second, *namesake_line(record.patient, details, people or {}, cells)]


def facts_of(record: Record, now: datetime, zone: str, cells: int) -> list[str]:
    """The identifiers and the allergies, for a place that has the name already; nothing of them cut."""
    details = record.details
    if details is None:
        return [f"MRN {visible(record.patient)}", *wrap(_why_nobody(record), cells)]
    first, *others = _facts(details, record.patient, now, zone)
    lines = [first]
    for fact in others:
        whole = f"{lines[-1]}  {fact}"
        lines = [*lines[:-1], whole] if width(whole) <= cells else [*lines, fact]
    return [*lines, *wrap(allergies_text(details), cells)]


def identity(record: Record, now: datetime, zone: str) -> list[str]:
    """Who this is, on paper: the name, the other identifiers, the allergies, nothing of them cut."""
    details = record.details
    if details is None:
        return [f"MRN {visible(record.patient)}", _why_nobody(record)]
    name = name_text(details.family, details.given)
    return [name, "  ".join(_facts(details, record.patient, now, zone)), allergies_text(details)]


def _why_nobody(record: Record) -> str:
    """Why there is no name: it cannot be read, or there is none yet."""
    return visible(record.trouble) or "Not admitted"


def _facts(details: PatientAdmitted, patient: str, now: datetime, zone: str) -> tuple[str, str, str, str]:
    """Born and age, sex, hospital number, bed."""
    born = details.birth.said(day_of(now, zone))
    sex = visible(details.sex) or "Sex not recorded"
    return born, sex, f"MRN {visible(patient)}", f"Bed {visible(details.bed)}" if details.bed else "No bed"
