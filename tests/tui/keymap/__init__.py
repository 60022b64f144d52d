"""Tests of `tui/keymap`."""
