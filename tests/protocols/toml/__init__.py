"""Tests of `protocols/toml`."""
