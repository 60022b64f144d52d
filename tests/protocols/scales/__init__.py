"""Tests of `protocols/scales`."""
