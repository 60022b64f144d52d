"""What is wrong with where somebody said the data is."""


class PlaceFault(Exception):
    """The data cannot be where it was said to be; the message says what is wrong and what would be right."""
