"""Forms about a patient: admission, details, notes, other medicines."""
