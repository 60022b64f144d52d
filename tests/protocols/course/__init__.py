"""Tests of `protocols/course`."""
