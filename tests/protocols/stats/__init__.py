"""Tests of `protocols/stats`."""
