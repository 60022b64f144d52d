"""Between the shell and the first screen: the terminal, its bytes, signals, faults."""
