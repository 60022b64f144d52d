"""Whole courses, from enrolment to the end, against sums computed from the TOML of the protocol alone."""
