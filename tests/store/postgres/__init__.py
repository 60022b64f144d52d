"""Tests of `store/postgres`."""
