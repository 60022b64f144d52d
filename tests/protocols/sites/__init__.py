"""Tests of `protocols/sites`."""
