"""Tests of `tui/terminal/painter`."""
