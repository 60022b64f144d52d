"""A course as FHIR R4 JSON, one Bundle a course: pure functions of the record, one kind of resource a file.

Nothing here is read back. docs/fhir.md has the map, the codes, and what is not claimed.
"""
