"""Between Textual and a POSIX terminal: what it sends, what comes from it, how it is left."""
