"""Mutation testing of `protocols/`: `python -m tests.mutation`. docs/mutation.md says how to read it."""
