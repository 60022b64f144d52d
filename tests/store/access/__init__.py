"""Tests of `store/access`."""
