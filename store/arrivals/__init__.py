"""Patients from the hospital's own system: HL7 v2 messages and FHIR, in a folder beside the ledger."""
