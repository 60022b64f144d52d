"""Forms for doses: given, vomited, from paper."""
