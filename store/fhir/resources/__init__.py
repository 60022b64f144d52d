"""The resources of a FHIR Bundle, one kind a file."""
