"""Tests of `store/site`."""
