"""Tests of `protocols/gate`."""
