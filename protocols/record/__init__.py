"""Entries added up: `fold.py` makes the record, `chart.py` is the course."""
