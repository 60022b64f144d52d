"""What must be true: protocol, schedule, entries, chart, gate. Pure: no I/O, no clock, no screen."""
