"""Tests of `store/maintenance`."""
