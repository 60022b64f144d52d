"""What a handover asks for and the record does not have: missing data are said (CUI handover guide 68)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocols.course.co_medications import named, not_started
from protocols.course.second_check import lacking
from protocols.entries import DoseGiven, DoseNotGiven, EarlierReaction, NaranjoAssessed, RashFound
from protocols.entries.wording import dose_key_text
from protocols.gate.rash_watch import last_check
from protocols.record.chart import Chart
from protocols.record.corrected import of_kind
from protocols.record.fold import Record
from protocols.values.derived import derived
from protocols.values.formatting import listed, plural
from protocols.values.text import says_nothing


def missing(record: Record, charts: Iterable[Chart]) -> list[str]:
    """What is missing of the patient and of `charts`, each thing once, to stand behind "Not recorded:"."""
    found = [*_of_patient(record), *(name for chart in charts for name in _of_course(chart))]
    return list(dict.fromkeys(found))


def _of_patient(record: Record) -> list[str]:
    details = record.details
    if details is None:
        return ["the patient's identity"]
    known = {
        "family name": not says_nothing(details.family),
        "given name": not says_nothing(details.given),
        "sex": not says_nothing(details.sex),
        "bed": not says_nothing(details.bed),
        "allergies": details.allergies_known != "not recorded",
        "a course": bool(record.charts),
    }
    return [name for name, found in known.items() if not found]


@derived
def _of_course(chart: Chart) -> tuple[str, ...]:
    return *_skin(chart), *_doses(chart), *_others(chart)


def _skin(chart: Chart) -> Iterator[str]:
    lines = chart.lines.values()
    if last_check(chart) is None:
        yield "any skin check"
    finding = max(of_kind(lines, RashFound), key=lambda line: line.at, default=None)
    if finding is not None:
        what = finding.what
        assert isinstance(what, RashFound)
        asked = {
            "extent": what.extent is not None,
            "sites": bool(what.sites),
            "symptoms": bool(what.symptoms) or what.severity != "not recorded",
            "mucosa": what.mucosa != "not seen",
            "temperature": what.temperature is not None,
        }
        unknown = [name for name, known in asked.items() if not known]
        if unknown:
            yield f"{listed(unknown)} of the last rash"
        if not any(of_kind(lines, NaranjoAssessed)):
            yield "how likely the drug caused the rash (Naranjo)"
    if not any(of_kind(lines, EarlierReaction)):
        yield "the reaction before this course"


def _doses(chart: Chart) -> Iterator[str]:
    for key, line in chart.statuses.items():
        if isinstance(line.what, DoseNotGiven) and line.what.status == "unknown":
            yield f"whether the dose of {dose_key_text(key)} was given"
    alone = [line for line in chart.taken if lacking(chart, line)]
    if alone:
        yield f"the second check of {plural(len(alone), 'dose')}"
    given = [line.what for line in chart.lines.values() if isinstance(line.what, DoseGiven)]
    unsaid = [what for what in given if what.with_food is None]
    if unsaid and chart.protocol.with_food:
        yield f"with or without food for {plural(len(unsaid), 'dose')}"


def _others(chart: Chart) -> Iterator[str]:
    for plan in not_started(chart):
        yield f"the start of {named(plan.drug, plan.amount)}, which the protocol plans"
