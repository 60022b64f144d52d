"""A protocol or a course drawn: ladder, exposure, timeline, comparison."""
