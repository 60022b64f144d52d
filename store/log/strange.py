"""Why something with the right hash is left out: it is no entry, or a newer Stepward wrote it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from protocols.values.text import visible
from store import __version__
from store.log import codec
from store.log.known import LOOK


class Strange(NamedTuple):
    """What was wrong with it; of an entry of a newer version, who recorded it and about whom."""

    why: str
    newer: bool = False
    by: str = ""
    patient: str = ""
    """The hospital number, "" for an entry of the ward."""

    @property
    def then(self) -> str:
        """What somebody can do who wants to see it."""
        return "Look at it with the newer Stepward, or on paper." if self.newer else LOOK

    def words(self, number: int) -> str:
        """Of an entry of a newer version: what is not known in it."""
        return f"entry {number}, recorded by {visible(self.by)}, has {self.why}, which is not known here"

    def sentence(self, number: int) -> str:
        """What is told of entry `number`."""
        return f"Entry {number} was {self.told}" if self.newer else f"Entry {number} is none ({self.why})."

    @property
    def told(self) -> str:
        """Of an entry of a newer version: who recorded it with which, and what is not known in it."""
        with_newer = f"recorded by {visible(self.by)} with a newer Stepward than this one ({__version__})"
        return f"{with_newer}: it has {self.why}, which is not known here."


def strange(body: bytes) -> Strange | None:
    """Why a body cannot be read here, None where it can be."""
    try:
        codec.decode(body)
    except ValueError as error:
        return strange_by(error)
    return None


def strange_by(error: ValueError) -> Strange:
    """The same of what `codec.decode` raised."""
    if isinstance(error, codec.Newer):
        return Strange(str(error), True, error.by, error.patient)
    return Strange(str(error))
