"""Tests of `protocols/rules`."""
