"""Amounts, clinic time, text, how they are written, and how an entry is refused."""
