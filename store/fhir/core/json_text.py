"""A resource as JSON text: keys in the order of the alphabet, numbers exact, ASCII alone."""

from __future__ import annotations

import re

import msgspec

from store.fhir.core.values import Json

_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")
_OTHER = re.compile(r"[^\x20-\x7e\n]")


def json_text(resource: Json) -> str:
    """The text, indented, with a line feed at its end. No number passes through a float."""
    said = msgspec.json.format(_encoder.encode(resource), indent=2).decode()
    return _OTHER.sub(lambda found: _escaped(found[0]), said) + "\n"


def _escaped(char: str) -> str:
    """A character of a JSON string by its code; beyond the first plane by two."""
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
