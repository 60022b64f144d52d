"""To and from other ledgers and programs: JSON Lines, import, CSV, a TinyDB view."""
