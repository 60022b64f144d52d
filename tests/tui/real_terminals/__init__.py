"""Real terminals, opened over a real sshd under a virtual display, by command; see `__main__`."""
