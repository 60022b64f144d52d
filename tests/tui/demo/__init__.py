"""Tests of `tui/demo`."""
