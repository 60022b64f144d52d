"""Tests of `protocols/definition`."""
