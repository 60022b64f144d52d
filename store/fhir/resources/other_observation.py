"""Observations beside the skin: a vomited dose, a Naranjo score, the earlier reaction, follow-up, notes."""

from __future__ import annotations

from collections.abc import Iterator

from protocols.course.follow_up import DISEASE, OUTCOMES
from protocols.entries import DoseVomited, EarlierReaction, FollowUpRecorded, NaranjoAssessed, NoteAdded
from protocols.scales.naranjo import ITEMS, class_of, total
from store.fhir.core.codes import own
from store.fhir.core.course import Course
from store.fhir.core.values import Json, concept, text
from store.fhir.core.versions import Version
from store.fhir.resources.observation import observation, part, parts


def vomited(course: Course, version: Version) -> Iterator[Json]:
    """A dose that was vomited after it was recorded as given."""
    what = version.what
    assert isinstance(what, DoseVomited)
    dose = course.newest(what.entry)
    of = [course.ref("MedicationAdministration", dose.id)] if dose else []
    code, value = own("vomited", "Dose vomited"), {"valueBoolean": True}
    yield observation(course, version, code, "", what.note, partOf=of, **value)


def naranjo(course: Course, version: Version) -> Iterator[Json]:
    """Sum and class as computed, each answer, and a published sum apart (domain.md 4.4 row 5)."""
    what = version.what
    assert isinstance(what, NaranjoAssessed)
    score = total(what.answers)
    found = [part("reaction", "Reaction", text(what.reaction)), part("class", "Class", class_of(score))]
    for number, (item, answer) in enumerate(zip(ITEMS, what.answers, strict=True), 1):
        found.append(part(f"naranjo-{number}", item.question, answer))
    if what.published_sum is not None:
        found.append(
            part("published", f"Sum as published ({text(what.published_source)})", what.published_sum)
        )
    code = own("naranjo", "Naranjo score, computed from the items")
    yield observation(course, version, code, "survey", what.note, valueInteger=score, component=parts(found))


def earlier(course: Course, version: Version) -> Iterator[Json]:
    """The reaction that led to the course, in days of the calendar."""
    what = version.what
    assert isinstance(what, EarlierReaction)
    days = [
        ("first-dose", "First dose of that time", what.first_dose),
        ("onset", "Onset", what.onset),
        ("treated-from", "Treated from", what.treatment_from),
        ("treated-until", "Treated until", what.treatment_until),
        ("resolved", "Resolved", what.resolved),
    ]
    found = [{"code": own(code, name), "valueDateTime": day.isoformat()} for code, name, day in days if day]
    found.append(part("taken", "Dose of that time", text(what.taken)))
    found.append(part("treated-with", "Treatment", text(what.treatment)))
    value = concept(what.rash or "Reaction, not described")
    code = own("earlier-reaction", "Reaction before the course")
    yield observation(course, version, code, "", "", valueCodeableConcept=value, component=parts(found))


def follow_up(course: Course, version: Version) -> Iterator[Json]:
    """How it went after the last step."""
    what = version.what
    assert isinstance(what, FollowUpRecorded)
    found = [
        part("disease", "Disease", DISEASE[what.disease]),
        part("highest-dose", "Highest dose reached, as stated", text(what.highest)),
        part("recurrence", "Rash came back", what.recurrence),
        part("recurred", "When and how it came back", text(what.recurred)),
    ]
    value = concept(OUTCOMES[what.outcome])
    code = own("follow-up", "Follow-up")
    yield observation(
        course, version, code, "", what.note, valueCodeableConcept=value, component=parts(found)
    )


def note(course: Course, version: Version) -> Iterator[Json]:
    """Free text on the record."""
    what = version.what
    assert isinstance(what, NoteAdded)
    yield observation(course, version, own("note", "Note"), "", "", valueString=text(what.text))
