"""From Textual's lines to the bytes that a terminal draws: only what has changed, each cell in its place."""
