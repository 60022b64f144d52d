"""Tests of `tui/terminal/driver`."""
