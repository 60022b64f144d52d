"""Tests of `protocols/reports`."""
