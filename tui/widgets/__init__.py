"""The parts screens and forms are made of, one a file."""
