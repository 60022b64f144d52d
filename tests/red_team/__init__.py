"""Attacks on the program: each a few seconds with the tests, and for as long as somebody wants by command."""
