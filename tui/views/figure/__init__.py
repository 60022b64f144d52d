"""The case timeline as a figure."""
