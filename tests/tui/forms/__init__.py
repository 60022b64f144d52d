"""Tests of `tui/forms`."""
