"""Tests of `store/location`."""
