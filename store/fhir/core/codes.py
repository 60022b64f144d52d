"""The code systems used, and which codes of them: only those whose meaning was verified (docs/fhir.md).

`urn:stepward:...` stands for codes and numbers that only Stepward or the site knows. They are no registered
names: a receiving system maps them to its own.
"""

from __future__ import annotations

from store.fhir.core.values import Json, coding, concept

DEFINITIONS = "http://hl7.org/fhir/StructureDefinition"
HL7 = "http://terminology.hl7.org/CodeSystem"
LOCAL = "urn:stepward:code"

MRN = "urn:stepward:mrn"
INITIALS = "urn:stepward:initials"
"""The systems of hospital numbers and initials, where the site's configuration names none."""
ENTRY = "urn:stepward:entry"
"""Ids of entries, under which a resource can be found again in the ledger."""
GTIN = "https://www.gs1.org/gtin"
"""The system of the numbers of packs."""
LINE = "urn:stepward:ledger-line"
"""Number of an entry and its hash in the ledger's chain, "12-9f86d0...", as `stepward verify` sees them."""
PROTOCOL = "urn:stepward:protocol"
COURSE = "urn:stepward:course"

ATC = "http://www.whocc.no/atc"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SNOMED = "http://snomed.info/sct"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
LOINC = "http://loinc.org"

DRUGS = {"alectinib": coding(ATC, "L01ED03", "alectinib")}
"""Drugs by their generic name."""

PRODUCTS = {("alectinib", "capsule", "150 mg"): coding(RXNORM, "1727479", "alectinib 150 MG Oral Capsule")}
"""What a site stocks, by drug, form and its only strength."""

RASHES = {
    "maculopapular": coding(SNOMED, "247471006", "Maculopapular eruption"),
    "erythema multiforme": coding(NCIT, "C3024", "Erythema Multiforme"),
}
"""Kinds of rash with a code; the others are given in words."""

NO_ALLERGIES = coding(SNOMED, "716186003", "No known allergy")

TEMPERATURE = coding(LOINC, "8310-5", "Body temperature")
"""The code of the FHIR profile for body temperature."""

TEST_DATA = coding(f"{HL7}/v3-ActReason", "HTEST", "test health data")
"""The tag of an invented ward."""


def own(code: str, name: str, said: str = "") -> Json:
    """A concept of Stepward's own, named `name`; `said` is how it was put, where that says more."""
    return concept(said or name, coding(LOCAL, code, name))
