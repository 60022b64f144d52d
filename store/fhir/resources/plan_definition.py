"""PlanDefinition: the protocol as it was at enrolment, a step an action; ActivityDefinition: a step's doses.

Both are named by the hash of what the protocol says: the same version has the same id for every patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from protocols.definition.protocol import Citation, CoMedication, Protocol
from protocols.definition.step import Step
from protocols.definition.totals import step_text
from protocols.toml.writer import written
from protocols.values.formatting import hours_text, listed
from store.fhir.core.codes import DRUGS, HL7, PROTOCOL
from store.fhir.core.course import Course, id_of, urn
from store.fhir.core.values import Json, coding, concept, filled, identifier, quantity, resource, text
from store.fhir.resources.dosage import dosages


def content_hash(protocol: Protocol) -> str:
    """The version of a protocol: the hash of its file, written evenly. Another content is another version."""
    return sha256(written(protocol).encode()).hexdigest()


def canonical(protocol: Protocol) -> str:
    """The address of the PlanDefinition, with its version."""
    return f"{urn(_id(protocol))}|{content_hash(protocol)}"


def canonical_step(protocol: Protocol, number: int) -> str:
    """The address of the ActivityDefinition of step `number`, with its version."""
    return f"{urn(_id(protocol, number))}|{content_hash(protocol)}"


def _id(protocol: Protocol, step: int = 0) -> str:
    return id_of("ActivityDefinition" if step else "PlanDefinition", content_hash(protocol), str(step))


def plan(course: Course) -> Iterator[Json]:
    """The PlanDefinition of the course, and the ActivityDefinition of each of its steps."""
    protocol = course.chart.plan.protocol
    yield resource(
        "PlanDefinition",
        _id(protocol),
        url=urn(_id(protocol)),
        identifier=[identifier(PROTOCOL, protocol.id)],
        version=content_hash(protocol),
        title=text(protocol.title),
        type=concept("", coding(f"{HL7}/plan-definition-type", "clinical-protocol", "Clinical Protocol")),
        status="active",
        subjectCodeableConcept=concept("", coding("http://hl7.org/fhir/resource-types", "Patient")),
        description=text(f"Steps of {protocol.drug}. {protocol.published.outcome}"),
        usage=(
            "Quoted from its source or written by the site; not validated. It needs a prescriber's approval "
            "for each patient. No step begins by the calendar: a person starts it when its gate is open."
        ),
        relatedArtifact=list(_sources(protocol.citation)),
        action=[
            *(_step(protocol, number) for number in range(1, len(protocol.steps) + 1)),
            *(_beside(number, medicine) for number, medicine in enumerate(protocol.co_medications, 1)),
        ],
    )
    for number in range(1, len(protocol.steps) + 1):
        yield _doses(protocol, number)


def _sources(cited: Citation) -> Iterator[Json]:
    """Where it was published."""
    addresses = (
        ("https://doi.org/", cited.doi),
        ("https://pubmed.ncbi.nlm.nih.gov/", cited.pmid),
        ("https://pmc.ncbi.nlm.nih.gov/articles/", cited.pmcid),
    )
    urls = [f"{start}{text(name)}" for start, name in addresses if name]
    said = filled(type="citation", label=text(cited.reference), citation=text(cited.text))
    yield {**said, "url": urls[0]} if urls else said
    yield from (filled(type="citation", url=url) for url in urls[1:])


def _step(protocol: Protocol, number: int) -> Json:
    """One step, open only after the one before and on the conditions of the gate."""
    step = protocol.step(number)
    before = [filled(actionId=f"step-{number - 1}", relationship="after-end")] if number > 1 else []
    return filled(
        id=f"step-{number}",
        prefix=str(number),
        title=f"Step {number}",
        description=text(f"{step_text(step, protocol.unit)}. {step.text}"),
        condition=[_condition(said) for said in _conditions(protocol, number)],
        relatedAction=before,
        timingTiming=filled(repeat=filled(boundsDuration=_length(step))),
        definitionCanonical=canonical_step(protocol, number),
    )


def _conditions(protocol: Protocol, number: int) -> list[str]:
    """The gate of a step in words (rules.md, "The gate"); Stepward alone works them out."""
    rules = protocol.gate_to(number)
    valid = hours_text(rules.check_valid_hours)
    free = ["No finding of rash is open, and nothing holds the course: no hold, no red flag."]
    free += [
        f"{check.name}: {check.wanted}, not older than {hours_text(check.valid_hours)}."
        for check in protocol.checks
        if check.is_before(number)
    ]
    if number == 1:
        return [f"A rash-free check of the whole skin and the mucosa, not older than {valid}.", *free]
    after = hours_text(rules.check_after_dose_hours)
    return [
        "A rash-free check of the whole skin and the mucosa by a named person, made after the last dose of "
        f"step {number - 1}, at least {after} after it, and not older than {valid}.",
        *free,
        f"Every dose of step {number - 1} was given at the prescribed amount, or a prescriber waived that.",
        f"The days of step {number - 1} have passed, or a prescriber waived that.",
        f"Never {rules.treatment_break_hours} hours without a dose, or a prescriber waived that.",
    ]


def _condition(said: str) -> Json:
    return {"kind": "applicability", "expression": filled(language="text/plain", expression=said)}


def _length(step: Step) -> Json:
    """How long the step lasts as planned, where that is a number of days or hours."""
    if step.days is not None:
        return quantity(step.days, "d")
    return quantity(step.hours, "h") if step.hours is not None else {}


def _beside(number: int, medicine: CoMedication) -> Json:
    """A medicine that the protocol plans beside the drug."""
    days = [str(day) for day in (medicine.first_day, medicine.last_day) if day is not None]
    when = f"Protocol day {' to '.join(days)}." if days else ""
    said = [medicine.amount, medicine.how_often, medicine.taper]
    doses = f"{listed([each for each in said if each])}." if any(said) else ""
    return filled(
        id=f"beside-{number}",
        title=text(medicine.drug),
        description=text(" ".join([doses, when, medicine.text])),
    )


def _doses(protocol: Protocol, number: int) -> Json:
    """What one step asks for."""
    return resource(
        "ActivityDefinition",
        _id(protocol, number),
        url=urn(_id(protocol, number)),
        version=content_hash(protocol),
        title=text(f"{protocol.title}, step {number}"),
        status="active",
        kind="MedicationRequest",
        productCodeableConcept=concept(protocol.drug, *filter(None, [DRUGS.get(protocol.drug)])),
        dosage=list(dosages(protocol, number, {})),
    )
