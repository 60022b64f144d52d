"""The protocol library: list, reader, comparison."""
