"""Figures of many courses: counts with their denominators."""
