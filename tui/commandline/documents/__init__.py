"""Commands that write a document: handover, medication record, downtime sheets, figure, FHIR."""
