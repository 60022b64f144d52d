"""Tests of `protocols/values`."""
