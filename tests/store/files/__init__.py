"""Tests of `store/files`."""
