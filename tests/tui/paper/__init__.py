"""Tests of `tui/paper`."""
