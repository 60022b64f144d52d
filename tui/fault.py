"""What a form says of something typed that cannot be used."""


class Fault(Exception):
    """Something typed cannot be used; the words say where and what would do.

    `about` is the caption of the field the words are about, "" where they are about none alone.
    """

    def __init__(self, words: str, about: str = "") -> None:
        super().__init__(words)
        self.about = about
