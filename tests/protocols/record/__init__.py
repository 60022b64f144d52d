"""Tests of `protocols/record`."""
