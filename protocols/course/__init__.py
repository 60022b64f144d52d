"""The plan held against the record: schedule, progress, make-up, second check, forecast."""
