"""Tests of `tui/commandline`."""
