"""Tests of `tui/scenarios`."""
