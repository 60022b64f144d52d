"""Provenance: for every entry who recorded it, when it happened and when it was written down, and why.

It names the entry's line in the ledger too, number and hash: what `stepward verify` goes through.
"""

from __future__ import annotations

from collections.abc import Sequence

from protocols.entries import DoseGiven, Entry, EntryCorrected
from store.fhir.core.codes import HL7, LINE
from store.fhir.core.course import Course
from store.fhir.core.values import Json, coding, concept, filled, identifier, resource
from store.fhir.core.versions import Version
from store.fhir.mapping import OWN
from store.fhir.resources.practitioner import program, ward

_CLOCKS = {
    "behind": "The computer's clock was behind when this was recorded.",
    "ahead": "The computer's clock was far ahead when this was recorded.",
}


def provenance(course: Course, entry: Entry, version: Version | None, targets: Sequence[Json]) -> Json:
    """The Provenance of `entry`, about `targets`; `version` is what it says, None when that is nothing."""
    at = version.at if version else entry.at
    reasons = [getattr(entry.what, "reason", ""), _CLOCKS.get(entry.clock, "")]
    return resource(
        "Provenance",
        course.id("Provenance", entry.id),
        target=list(targets),
        occurredDateTime=course.at(at),
        recorded=course.at(entry.recorded or entry.at),
        reason=[concept(said) for said in reasons if concept(said)],
        activity=_activity(entry, version),
        agent=_agents(course, entry, version),
        entity=_entities(course, entry, version, targets),
    )


def _activity(entry: Entry, version: Version | None) -> Json:
    code, name = ("CREATE", "create")
    if isinstance(entry.what, EntryCorrected):
        code, name = ("UPDATE", "revise") if version else ("NULLIFY", "nullify")
    return concept("", coding(f"{HL7}/v3-DataOperation", code, name))


def _agents(course: Course, entry: Entry, version: Version | None) -> list[Json]:
    behalf = None if entry.id in course.source.elsewhere else ward(course)
    found = [_agent("author", course.who(entry.by), entry.by.role, behalf)]
    what = entry.what
    if isinstance(what, DoseGiven) and what.second is not None:
        found.append(_agent("verifier", course.who(what.second.by), what.second.by.role, behalf))
    return [*found, _agent("assembler", program(course))]


def _agent(kind: str, who: Json, role: str = "", behalf: Json | None = None) -> Json:
    said = concept("", coding(f"{HL7}/provenance-participant-type", kind, kind.capitalize()))
    return filled(type=said, role=[concept(role)] if role else [], who=who, onBehalfOf=behalf)


def _entities(course: Course, entry: Entry, version: Version | None, targets: Sequence[Json]) -> list[Json]:
    """The version before, which this one takes the place of, and the line of the ledger."""
    hashed = course.source.hashes.get(entry.id, "")
    there = course.source.elsewhere.get(entry.id)
    line = identifier(LINE, f"{entry.number}-{hashed}" if hashed else str(entry.number))
    source = {
        "identifier": line,
        "display": f"Entry {entry.number} of the ledger" + (f" of {there}" if there else ""),
    }
    found = [{"role": "source", "what": source}]
    if version is not None and version.before:
        kind = targets[0]["type"] if type(version.what) in OWN else "Provenance"
        found.insert(0, {"role": "revision", "what": course.ref(kind, version.before)})
    return found
