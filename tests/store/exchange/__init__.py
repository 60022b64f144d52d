"""Tests of `store/exchange`."""
