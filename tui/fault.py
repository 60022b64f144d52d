"""What a form says of something typed that cannot be used."""


class Fault(Exception):
    """Something typed cannot be used; the words say where and what would do."""
